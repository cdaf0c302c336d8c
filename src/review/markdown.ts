import type { InfraDiff } from '../infra/diff/model'
import type { FilePlan, Plan } from '../plan/build-plan'
import type { PlannedSite } from '../plan/document'
import type { Obligation } from '../transforms/transform'
import { byHandText } from './by-hand'
import { codeDiff } from './code-diff'
import { fitted, type Part } from './fit'
import type { InfraLine } from './infra/resource-lines'
import { infraSections } from './infra/sections'
import { countsText } from './infra/words'
import { redactedDiff } from './redacted-diff'
import { type StateDiagram, stateDiagrams } from './state-diagram'
import { waivedOf } from './waived'
import { callText, outcomeText, placeOf, summaryText } from './words'

/** Marks the comment, so that a bot can find and replace it. */
const MARKER = '<!-- lambda-unchain plan -->'

/** Characters that a comment may have, with room below the 65,536 of GitHub. */
export const MAX_COMMENT = 60_000

/** A plan as a comment for a pull request. What does not fit is left out, and the comment says what. */
export function planMarkdown({ document, files }: Plan): string {
  const waived = waivedOf(document.sites)
  const parts: Part[] = [
    whole([MARKER, '## lambda-unchain', summaryText(document)].join('\n\n')),
    lines('calls', tableHead(['Call', 'Caller → callee', 'Outcome', 'Why']), document.sites.map(siteRow), ''),
    ...(waived.length > 0
      ? [
          lines(
            'waived conditions',
            '### Waived\n\n',
            waived.map(({ sites, obligation }) => waivedLine(sites, obligation)),
            '',
          ),
        ]
      : []),
    ...byHandParts(document.sites),
    ...document.infra.flatMap((diff) => infraParts(diff, document.sites)),
    ...(document.notes.length > 0
      ? [
          lines(
            'notes',
            '### Rollout\n\n',
            document.notes.map((note) => `- ${escaped(note)}`),
            '',
          ),
        ]
      : []),
    ...(files.length > 0 ? [whole('### Code'), ...files.map(codePart)] : []),
  ]
  return fitted(parts, MAX_COMMENT)
}

function whole(text: string): Part {
  return { what: '', head: text, lines: [], tail: '', isKept: true }
}

function lines(what: string, head: string, rows: readonly string[], tail: string): Part {
  return { what, head, lines: rows, tail, isKept: true }
}

function siteRow(site: PlannedSite): string {
  const why = site.refusal
    ? `${site.refusal.code}: ${site.refusal.message}`
    : site.reasons.map(({ message }) => message).join(' ')
  return tableRow([`\`${placeOf(site)}\``, callText(site), outcomeText(site), why].map(escaped))
}

/** The places of a condition, and what it is. */
function waivedLine(sites: readonly PlannedSite[], { code, message }: Obligation): string {
  return `- ${sites.map((site) => `\`${placeOf(site)}\``).join(', ')} ${code}: ${escaped(message)}`
}

/** What refusals leave to a person; sites of one change leave the same. */
function byHandParts(sites: readonly PlannedSite[]): Part[] {
  const texts = sites.flatMap(({ refusal }) => (refusal && byHandText(refusal)) ?? [])
  if (texts.length === 0) return []
  return [
    whole('### By hand'),
    ...[...new Set(texts)].map((text) => {
      const { open, close } = fence('', text)
      return lines('changes to make by hand', open, text.split('\n'), close)
    }),
  ]
}

function infraParts(diff: InfraDiff, sites: readonly PlannedSite[]): Part[] {
  const sections = infraSections(diff, sites)
  return [
    whole(`### Infrastructure: ${escaped(diff.stack)}\n\n${escaped(diff.config)}: ${countsText([diff])}.`),
    ...sections.map(({ title, lines: rows }) => {
      const shown = rows.map(diffLine)
      const { open, close } = fence('diff', shown.join('\n'))
      return lines(title, `**${escaped(title)}**\n\n${open}`, shown, close)
    }),
    ...stateDiagrams(diff).map(diagramPart),
  ]
}

/** A picture is shown as a whole, or not at all. */
function diagramPart({ machine, mermaid }: StateDiagram): Part {
  const { open, close } = fence('mermaid', mermaid)
  const head = `**${escaped(machine)}**\n\n${open}${mermaid}${close}`
  return { what: `the diagram of ${machine}`, head, lines: [], tail: '', isKept: false }
}

const DIFF_SIGNS: Readonly<Record<InfraLine['sign'], string>> = {
  '+': '+',
  '-': '-',
  '~': '!',
  '±': '!',
  '!': '!',
  ' ': '#',
}

/** Renderers of diffs colour a line by its first character. */
function diffLine({ sign, text, depth }: InfraLine): string {
  return `${DIFF_SIGNS[sign]} ${'  '.repeat(depth)}${sign === '±' ? '± ' : ''}${text.replace(/\n/g, ' ')}`
}

/** The diff of a file, folded. It goes as a whole where there is no room: half a diff misleads. */
function codePart(file: FilePlan): Part {
  const diff = redactedDiff(file.file, codeDiff(file)).trimEnd()
  const { open, close } = fence('diff', diff)
  const body = `<details><summary><code>${escaped(file.file)}</code></summary>\n\n${open}${diff}\n${close}\n\n</details>`
  return { what: `the diff of ${file.file}`, head: body, lines: [], tail: '', isKept: false }
}

function tableHead(header: readonly string[]): string {
  return `${tableRow(header)}\n${tableRow(header.map(() => '---'))}\n`
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** A fence longer than any run of backticks inside. */
function fence(language: string, body: string): { open: string; close: string } {
  const longest = Math.max(2, ...[...body.matchAll(/`+/g)].map(([run]) => run.length))
  const mark = '`'.repeat(longest + 1)
  return { open: `${mark}${language}\n`, close: mark }
}

function escaped(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/</g, '&lt;').replace(/\n/g, ' ')
}
