import type { Diagnostic } from '../messages/diagnostic'
import { diagnostics } from '../messages/diagnostics'
import { findings } from '../messages/findings'
import { type RefusalCode, refusals } from '../messages/refusals'
import type { PlanDocument, PlannedSite } from '../plan/document'
import { byHandText } from './by-hand'
import { toJson } from './json'
import { callText, outcomeText } from './words'

/** One finding of a log, as SARIF 2.1.0 § 3.27 has it. */
interface Result {
  readonly ruleId: string
  readonly level: 'error' | 'warning' | 'note'
  readonly message: { readonly text: string }
  readonly locations?: readonly object[]
}

/**
 * A plan as SARIF 2.1.0, for code scanning: what would be rewritten is a note, a refusal a warning; diagnostics and
 * faults of the template keep their severity. Paths are relative to the root of the plan.
 */
export function planSarif({ sites, diagnostics: problems, infra }: PlanDocument): string {
  const results: Result[] = [
    ...sites.flatMap(siteResult),
    ...problems.map(problemResult),
    ...infra.flatMap(({ config, findings: faults }) =>
      faults.map(({ code, severity, message, file = config, line, side }): Result => {
        // lines are those of the files as they are; what the rewrite adds has none yet
        return result(code, severity, message, { file, line: side === 'before' ? line : undefined })
      }),
    ),
  ]
  const driver = { name: 'lambda-unchain', rules: [...new Set(results.map(({ ruleId }) => ruleId))].sort().map(ruleOf) }
  return toJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  })
}

function siteResult(site: PlannedSite): Result[] {
  if (site.refusal) {
    const { code, message, remedy } = site.refusal
    const byHand = byHandText(site.refusal)
    return [result(code, 'warning', [`${message} ${remedy}`, byHand].filter(Boolean).join('\n'), site.refusal)]
  }
  if (site.outcome !== 'rewritten') return []
  const waived = (site.obligations ?? []).filter(({ status }) => status === 'waived')
  const text = [
    `${callText(site)} becomes ${outcomeText(site)}.`,
    ...waived.map(({ code, message }) => `Waived ${code}: ${message}`),
  ]
  return [result(`rewrite/${outcomeText(site)}`, 'note', text.join(' '), site)]
}

function problemResult({ severity, code, message, ...place }: Diagnostic): Result {
  return result(code, severity === 'info' ? 'note' : severity, message, place)
}

interface Place {
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly column?: number | undefined
}

function result(ruleId: string, level: Result['level'], text: string, { file, line, column }: Place): Result {
  if (file === undefined) return { ruleId, level, message: { text } }
  const region =
    line === undefined ? undefined : { startLine: line, ...(column !== undefined && { startColumn: column }) }
  const artifactLocation = { uri: encodeURI(file) }
  return {
    ruleId,
    level,
    message: { text },
    locations: [{ physicalLocation: { artifactLocation, ...(region && { region }) } }],
  }
}

function ruleOf(id: string): object {
  if (isRefusal(id)) return { id, shortDescription: { text: refusals[id].title }, help: { text: refusals[id].remedy } }
  const title = ({ ...diagnostics, ...findings } as Readonly<Record<string, string>>)[id]
  return title === undefined ? { id } : { id, shortDescription: { text: title } }
}

function isRefusal(id: string): id is RefusalCode {
  return id in refusals
}
