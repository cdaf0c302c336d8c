import type { InfraDiff } from '../../infra/diff/model'
import type { PlannedSite } from '../../plan/document'
import type { InfraLine } from '../infra/resource-lines'
import { infraSections } from '../infra/sections'
import { countsText } from '../infra/words'
import type { Palette } from '../palette'

/** The infrastructure diff of every stack for the terminal; its own counts each, where there are several. */
export function infraText(infra: readonly InfraDiff[], sites: readonly PlannedSite[], palette: Palette): string {
  const counts = (diff: InfraDiff) => (infra.length > 1 ? [`  Plan: ${countsText([diff])}.`] : [])
  return infra.map((diff) => [...stackText(diff, sites, palette), ...counts(diff)].join('\n')).join('\n\n')
}

function stackText(diff: InfraDiff, sites: readonly PlannedSite[], palette: Palette): string[] {
  const sections = infraSections(diff, sites).map(({ title, lines }) =>
    [palette.bold(`  ${title}`), ...lines.map((line) => `    ${lineText(line, palette)}`)].join('\n'),
  )
  const body = sections.length > 0 ? sections : ['  No changes.']
  return [palette.bold(`Stack ${diff.stack} (${diff.config})`), ...body]
}

function lineText({ sign, text, depth }: InfraLine, palette: Palette): string {
  const indent = '  '.repeat(depth)
  if (sign === ' ') return `${indent}${palette.dim(text)}`
  const colour = sign === '+' ? palette.green : sign === '-' || sign === '!' ? palette.red : palette.yellow
  return `${indent}${colour(sign)} ${text}`
}
