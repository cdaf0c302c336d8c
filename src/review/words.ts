import type { InfraDiff } from '../infra/diff/model'
import type { PlanDocument, PlannedSite, SiteEntry } from '../plan/document'
import { countsText } from './infra/words'

/** Phrases that several renderers use. */

export function placeOf({ file, line }: { file: string; line: number }): string {
  return `${file}:${line}`
}

/** Who calls whom: `order → mail`; a callee of another service with its service, `order → mailing/send`. */
export function callText(site: SiteEntry): string {
  return `${callerText(site)} → ${targetText(site)}`
}

function callerText({ callers }: SiteEntry): string {
  const names = callers.map((caller) => caller.function)
  if (names.length === 0) return '(no function)'
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
}

export function targetText({ callers, target }: SiteEntry): string {
  const isOwn = (service: string) => callers.length > 0 && callers.every((caller) => caller.service === service)
  const named = (ref: { service: string; function: string }) =>
    isOwn(ref.service) || callers.length === 0 ? ref.function : `${ref.service}/${ref.function}`
  switch (target.status) {
    case 'resolved':
      return named(target)
    case 'candidates':
      return target.functions.map(named).join(' | ')
    case 'external':
      return `${target.name} (not here)`
    case 'unresolved':
      return `? (${target.code})`
  }
}

/** `1 call`, `2 calls`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** How a site came out: `inline`, `sqs refused`, `keep`. */
export function outcomeText(site: PlannedSite): string {
  if (site.outcome === 'rewritten') return site.transform ?? site.verdict
  return site.outcome === 'refused' ? `${site.verdict} refused` : site.verdict
}

/**
 * `Plan: 3 of 5 sites rewritten, 1 refused. Infrastructure: 4 to create…`. A call in a helper whose callers are sites is one of
 * those, and not counted again.
 */
export function summaryText(plan: PlanDocument): string {
  const isThroughHelper = plan.sites.some(({ kind }) => kind === 'wrapper-call')
  const chosen = plan.sites.filter(
    ({ kind, outcome }) => kind !== 'wrapper-definition' || outcome === 'refused' || !isThroughHelper,
  )
  const count = (outcome: PlannedSite['outcome']) => chosen.filter((site) => site.outcome === outcome).length
  const sites = `${count('rewritten')} of ${counted(chosen.length, 'site')} rewritten, ${count('refused')} refused, ${count('kept')} kept`
  const files = new Set([
    ...plan.edits.map(({ file }) => file),
    ...plan.createdFiles.map(({ file }) => file),
    ...plan.deletedFiles.map(({ file }) => file),
  ])
  return `Plan: ${sites}; ${counted(files.size, 'file')} ${files.size === 1 ? 'changes' : 'change'}. ${infraSummary(plan.infra)}`
}

function infraSummary(infra: readonly InfraDiff[]): string {
  return infra.length === 0 ? 'No changes of infrastructure.' : `Infrastructure: ${countsText(infra)}.`
}
