import type { Plan } from '../../plan/build-plan'
import { codeDiff } from '../code-diff'
import type { Palette } from '../palette'
import { redactedDiff } from '../redacted-diff'
import { summaryText } from '../words'
import { infraText } from './infra'
import { findings } from './sites'

/** A plan for the terminal: findings, code diff, infrastructure diff, summary, rollout notes. */
export function planText({ document, files }: Plan, palette: Palette): string {
  const sections: readonly (readonly [string, string])[] = [
    ['FINDINGS', findings(document.services, document.sites, palette)],
    ['CODE', files.map((file) => coloured(redactedDiff(file.file, codeDiff(file)), palette)).join('')],
    ['INFRASTRUCTURE', infraText(document.infra, document.sites, palette)],
    ['', palette.bold(summaryText(document))],
    ['ROLLOUT', document.notes.map((note) => `- ${note}`).join('\n')],
  ]
  const body = sections
    .filter(([, text]) => text !== '')
    .map(([title, text]) => (title === '' ? text : `${palette.bold(title)}\n\n${text.trimEnd()}`))
  return `${body.join('\n\n')}\n`
}

/** Lines of a unified diff in their usual colours. */
function coloured(patch: string, palette: Palette): string {
  return patch
    .split('\n')
    .map((line) => {
      if (/^(diff |new file|deleted file|---|\+\+\+)/.test(line)) return palette.bold(line)
      if (line.startsWith('@@')) return palette.cyan(line)
      if (line.startsWith('+')) return palette.green(line)
      return line.startsWith('-') ? palette.red(line) : line
    })
    .join('\n')
}
