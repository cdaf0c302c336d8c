import type { Composition } from '../compose/compose'
import { refKey } from '../load/service'
import { overlay } from '../workspace/overlay'
import { type Analysis, analyze } from './analyze'

/**
 * Calls that this plan leaves as they are and the next one may not: their callee needs its own Lambda only for a call that
 * this plan takes away.
 */
export function followUpNotes(
  { context, sites, advice }: Analysis,
  { accepted }: Composition,
  texts: ReadonlyMap<string, string | null>,
): string[] {
  const rewritten = new Set(accepted.flatMap((proposal) => proposal.sites))
  const relieved = new Set(
    [...rewritten].flatMap((index) => sites[index]?.callers.map((caller) => refKey(caller)) ?? []),
  )
  const waiting = sites.filter((site, index) => {
    const isKept = advice[index]?.verdict !== 'inline' && !rewritten.has(index) && site.target.status === 'resolved'
    return isKept && site.target.status === 'resolved' && relieved.has(refKey(site.target.ref))
  })
  if (waiting.length === 0) return []
  const after = analyze(overlay(context.workspace, texts), context.options)
  return waiting.flatMap((site) => {
    if (site.target.status !== 'resolved') return []
    const key = refKey(site.target.ref)
    const isInlined = after.sites.some(
      (other, index) =>
        other.module.file === site.module.file &&
        other.target.status === 'resolved' &&
        refKey(other.target.ref) === key &&
        after.advice[index]?.verdict === 'inline',
    )
    const message = `Plan again once this is applied: the call of "${site.target.ref.function.key}" (${site.module.file}) can become a function call then.`
    return isInlined ? [message] : []
  })
}
