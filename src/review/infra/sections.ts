import type { IamChange, InfraDiff } from '../../infra/diff/model'
import type { PlannedSite } from '../../plan/document'
import { callText, placeOf, targetText } from '../words'
import { type InfraLine, resourceLines } from './resource-lines'
import { findingText, iamText, networkText, outputText, propertyText } from './words'

export interface InfraSection {
  readonly title: string
  readonly lines: readonly InfraLine[]
}

/**
 * The infrastructure diff of one stack as a reviewer reads it: what is wrong, who may do more than before, what is lost;
 * then the rest by the call that causes it.
 */
export function infraSections(diff: InfraDiff, sites: readonly PlannedSite[]): InfraSection[] {
  const sections: InfraSection[] = [
    { title: 'Findings', lines: diff.findings.map((finding) => line('!', findingText(finding))) },
    { title: 'Permissions that broaden', lines: broadening(diff) },
    { title: 'Destroyed or replaced, with the data', lines: lost(diff) },
    ...rest(diff, sites),
    {
      title: 'Outputs',
      lines: diff.outputs.map((row) =>
        line(row.change === 'added' ? '+' : row.change === 'removed' ? '-' : '~', outputText(row)),
      ),
    },
    {
      title: 'Other sections of the template',
      lines: diff.sections.map((change) => {
        const { sign, text } = propertyText(change)
        return line(sign, text)
      }),
    },
    { title: 'Republished', lines: republished(diff) },
    { title: 'Not modelled', lines: diff.notes.map((note) => line(' ', note)) },
  ]
  return sections.filter(({ lines }) => lines.length > 0)
}

function line(sign: InfraLine['sign'], text: string): InfraLine {
  return { sign, text, depth: 0 }
}

function iamLine(row: IamChange): InfraLine {
  return line(row.change === 'added' ? '+' : '-', iamText(row))
}

/** Wildcards first: they are what to look at. */
function broadening({ iam, network }: InfraDiff): InfraLine[] {
  const rows = iam.filter(({ broadens }) => broadens)
  return [
    ...rows.filter(({ hasWildcard }) => hasWildcard).map(iamLine),
    ...rows.filter(({ hasWildcard }) => !hasWildcard).map(iamLine),
    ...network.filter(({ change }) => change === 'added').map((rule) => line('+', networkText(rule))),
  ]
}

function lost({ destroyed, replaced }: InfraDiff): InfraLine[] {
  return [...destroyed, ...replaced].filter(({ losesData }) => losesData).flatMap((row) => resourceLines(row))
}

/** What neither broadens nor loses data: by cause, then what several causes share, then what has none. */
function rest(diff: InfraDiff, sites: readonly PlannedSite[]): InfraSection[] {
  const permissions = diff.iam.filter(({ broadens }) => !broadens)
  const resources = [...diff.replaced, ...diff.destroyed, ...diff.created, ...diff.changed].filter(
    ({ losesData }) => !losesData,
  )
  const groupOf = (row: { readonly sites: readonly number[] }) => {
    if (row.sites.length === 0) return 'none'
    const group = diff.causes.findIndex((cause) => row.sites.every((site) => cause.includes(site)))
    return group < 0 ? 'several' : group
  }
  const linesOf = (group: ReturnType<typeof groupOf>): InfraLine[] => [
    ...permissions.filter((row) => groupOf(row) === group).map(iamLine),
    ...resources.filter((row) => groupOf(row) === group).flatMap((row) => resourceLines(row)),
    ...(group === 'none'
      ? diff.network.filter(({ change }) => change === 'removed').map((rule) => line('-', networkText(rule)))
      : []),
  ]
  return [
    ...diff.causes.map((cause, index) => ({ title: causeText(cause, sites), lines: linesOf(index) })),
    {
      title: severalText(
        [...permissions, ...resources].filter((row) => groupOf(row) === 'several'),
        sites,
      ),
      lines: linesOf('several'),
    },
    { title: 'Other changes', lines: linesOf('none') },
  ]
}

/** `By several calls: src/a.ts:12, src/b.ts:3`. */
function severalText(rows: readonly { readonly sites: readonly number[] }[], sites: readonly PlannedSite[]): string {
  const indices = [...new Set(rows.flatMap((row) => row.sites))].sort((a, b) => a - b)
  return `By several calls: ${placesText(indices.flatMap((index) => sites[index] ?? []))}`
}

/** `By src/a.ts:12  order → mail (sqs)`; of several calls the places: `By src/a.ts:12, 20; src/b.ts:3  → mail (sqs)`. */
function causeText(cause: readonly number[], sites: readonly PlannedSite[]): string {
  const calls = cause.flatMap((index) => sites[index] ?? [])
  const [first, ...others] = calls
  if (!first) return 'Other changes'
  const transform = `(${first.transform ?? first.verdict})`
  if (others.length === 0) return `By ${placeOf(first)}  ${callText(first)} ${transform}`
  const targets = new Set(calls.map(targetText))
  const target = targets.size === 1 ? `  → ${targetText(first)}` : ''
  return `By ${placesText(calls)}${target} ${transform}`
}

/** `src/a.ts:7, 19; src/b.ts:3`; the first of many. */
function placesText(calls: readonly PlannedSite[]): string {
  const shown = calls.length > 4 ? calls.slice(0, 3) : calls
  const places = [...new Set(shown.map(({ file }) => file))].map((file) => {
    const lines = shown.flatMap((call) => (call.file === file ? [call.line] : []))
    return `${file}:${lines.join(', ')}`
  })
  const more = calls.length - shown.length
  return `${places.join('; ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** Functions that get a new version, and in which nothing else changes. */
function republished(diff: InfraDiff): InfraLine[] {
  const changed = new Set([...diff.changed, ...diff.replaced].map(({ logicalId }) => logicalId))
  const only = diff.republished.filter((id) => !changed.has(id))
  return only.length > 0 ? [line('~', `${only.join(', ')}: a new version, and nothing else`)] : []
}
