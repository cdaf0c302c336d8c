import { type FunctionRef, refKey } from '../load/service'
import type { InvokeSite } from '../scan/site'
import { runningFunction } from '../scan/wrapper-shape'
import type { AdviseContext } from './advise'
import { groupsOf, sitesAt } from './site-groups'

/** The synchronous calls of one function whose callees must stay functions, the site among them. */
export function chainOf(
  context: Pick<AdviseContext, 'relocatable'>,
  sites: readonly InvokeSite[],
  site: InvokeSite,
): number[] {
  const scope = runningFunction(site.call)
  return sitesAt(sites, groupsOf(sites).byModule.get(site.module)).flatMap(({ site: other, index }) => {
    if (other === site) return [index]
    if (runningFunction(other.call) !== scope) return []
    if (other.kind === 'wrapper-definition' || other.invocation !== 'sync') return []
    if (other.target.status !== 'resolved') return []
    const { ref } = other.target
    const stays = !context.relocatable(ref).isRelocatable || other.response === 'ignored'
    return stays && site.callers.every((caller) => caller.service === ref.service) ? [index] : []
  })
}

/** Distinct functions of its service that a handler waits for, anywhere in the code that it reaches, the callee among them. */
export function waitedForBy(context: AdviseContext, sites: readonly InvokeSite[], site: InvokeSite): FunctionRef[] {
  const { byCaller } = groupsOf(sites)
  const beside = site.callers.flatMap((caller) => byCaller.get(refKey(caller)) ?? [])
  const found = sitesAt(sites, beside).flatMap(({ site: other }): FunctionRef[] => {
    if (other.kind === 'wrapper-definition' || other.isTest || other.target.status !== 'resolved') return []
    if (other.invocation !== 'sync' || other.response !== 'used') return []
    const { ref } = other.target
    const isOwn = other.callers.every((caller) => caller.service === ref.service)
    return isOwn && !context.relocatable(ref).isRelocatable ? [ref] : []
  })
  return [...new Map(found.map((ref) => [refKey(ref), ref])).values()]
}

/** Functions before and after a call in a chain: those that wait for its caller, and those that its callee waits for. */
export function chainedWith(sites: readonly InvokeSite[], site: InvokeSite, callee: FunctionRef): FunctionRef[] {
  const callers = new Set(site.callers.map(refKey))
  const key = refKey(callee)
  const { byCaller, byCallee } = groupsOf(sites)
  const near = [...(byCaller.get(key) ?? []), ...[...callers].flatMap((caller) => byCallee.get(caller) ?? [])]
  return sitesAt(sites, near).flatMap(({ site: other }): FunctionRef[] => {
    if (other.kind === 'wrapper-definition' || other.invocation !== 'sync' || other.response !== 'used') return []
    if (other === site || other.isTest || other.target.status !== 'resolved') return []
    const { ref } = other.target
    const isBefore = callers.has(refKey(ref)) && !other.callers.some((caller) => callers.has(refKey(caller)))
    const isAfter = refKey(ref) !== key && other.callers.some((caller) => refKey(caller) === key)
    return isBefore ? [...other.callers] : isAfter ? [ref] : []
  })
}
