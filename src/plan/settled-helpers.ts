import type { ts } from 'ts-morph'
import type { InvokeSite } from '../scan/site'
import { ownerOf } from '../scan/wrapper-shape'
import type { TransformContext } from '../transforms/transform'
import { callsOfHelper } from './helper-calls'

/**
 * Calls in helpers that are told whom to call, where every call of the helper is a site itself: what those call is all
 * that the helper calls.
 */
export function settledHelpers(context: TransformContext): ReadonlySet<InvokeSite> {
  const byCall = new Map<ts.Node, InvokeSite>(context.sites.map((site) => [site.call, site]))
  const known = new Map<InvokeSite, boolean>()
  const isSettled = (site: InvokeSite): boolean => {
    const before = known.get(site)
    if (before !== undefined) return before
    // a helper that calls itself is settled by its other calls
    known.set(site, true)
    const owner = ownerOf(site.call)
    const calls = owner && callsOfHelper(context, site.module, owner)
    const result =
      calls !== undefined &&
      [...calls].every((call) => {
        const other = byCall.get(call)
        return other !== undefined && (!isDefinition(other) || isSettled(other))
      })
    known.set(site, result)
    return result
  }
  return new Set(context.sites.filter((site) => isDefinition(site) && isSettled(site)))
}

function isDefinition({ kind, target }: InvokeSite): boolean {
  return kind === 'wrapper-definition' && target.status === 'unresolved' && target.code === 'callee-is-parameter'
}
