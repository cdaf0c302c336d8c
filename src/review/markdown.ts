import type { InfraDiff, ResourceChange } from '../infra/diff/model'
import type { Plan } from '../plan/build-plan'
import type { PlannedSite } from '../plan/document'
import { codeDiff } from './code-diff'
import {
  callText,
  iamText,
  isPolicyChange,
  outcomeText,
  placeOf,
  propertyText,
  summaryText,
  tellingProperties,
} from './words'

/** Marks the comment, so that a bot can find and replace it. */
const MARKER = '<!-- lambda-unchain plan -->'

/** A plan as a comment for a pull request. */
export function planMarkdown({ document, files }: Plan): string {
  const waived = document.sites.flatMap((site) =>
    (site.obligations ?? []).filter(({ status }) => status === 'waived').map((o) => ({ site, o })),
  )
  const parts = [
    MARKER,
    '## lambda-unchain',
    summaryText(document),
    table(['Call', 'Caller → callee', 'Outcome', 'Why'], document.sites.map(siteRow)),
    ...(waived.length > 0
      ? ['### Waived', list(waived.map(({ site, o }) => `\`${placeOf(site)}\` ${o.code}: ${escaped(o.message)}`))]
      : []),
    ...document.infra.map(infraSection),
    ...(files.length > 0
      ? ['### Code', ...files.map((file) => details(file.file, fenced('diff', codeDiff(file))))]
      : []),
    ...(document.notes.length > 0 ? ['### Rollout', list(document.notes.map(escaped))] : []),
  ]
  return `${parts.join('\n\n')}\n`
}

function siteRow(site: PlannedSite): string[] {
  const why = site.refusal
    ? `${site.refusal.code}: ${site.refusal.message}`
    : site.reasons.map(({ message }) => message).join(' ')
  return [`\`${placeOf(site)}\``, callText(site), outcomeText(site), why].map(escaped)
}

function infraSection(diff: InfraDiff): string {
  const rows = (mark: string, resources: readonly ResourceChange[]) =>
    resources.flatMap((row) => resourceLines(mark, row))
  const lines = [
    ...diff.iam.map((row) => `${row.change === 'added' ? '+' : '-'} ${iamText(row)}`),
    ...rows('!', diff.replaced),
    ...rows('-', diff.destroyed),
    ...rows('+', diff.created),
    ...rows('!', diff.changed),
    ...diff.findings.map(({ code, message }) => `! ${code}: ${message}`),
    ...diff.notes.map((note) => `# ${note}`),
  ]
  return `### Infrastructure: ${diff.stack}\n\n${fenced('diff', lines.join('\n'))}`
}

function resourceLines(mark: string, row: ResourceChange): string[] {
  const properties =
    mark === '-' ? [] : tellingProperties(row.properties).filter((property) => !isPolicyChange(property))
  return [
    `${mark} ${row.type} ${row.logicalId}`,
    ...properties.map((property) => {
      const { sign, text } = propertyText(property)
      return `${sign === '~' ? '!' : sign}   ${text}`
    }),
  ]
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n')
}

function details(title: string, body: string): string {
  return `<details><summary><code>${title}</code></summary>\n\n${body}\n\n</details>`
}

/** A fence longer than any run of backticks inside. */
function fenced(language: string, body: string): string {
  const longest = Math.max(2, ...[...body.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${body.trimEnd()}\n${fence}`
}

function escaped(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/</g, '&lt;').replace(/\n/g, ' ')
}
