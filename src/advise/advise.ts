import type { Relocatability } from '../analysis/relocatable'
import type { Witness } from '../analysis/witness'
import { type FunctionRef, refKey } from '../load/service'
import { type ReasonCode, reasons } from '../messages/reasons'
import type { InvokeSite } from '../scan/site'
import { enclosingFunction } from '../syntax/nodes'
import type { Advice, Verdict } from './advice'
import { fanOutOf } from './fan-out'

export interface AdviseContext {
  readonly relocatable: (ref: FunctionRef) => Relocatability
}

/** Gives every site its verdict, by the decision tree of `docs/decision-tree.md`. */
export function advise(context: AdviseContext, sites: readonly InvokeSite[]): Advice[] {
  return sites.map((site) => adviseOne(context, sites, site))
}

function adviseOne(context: AdviseContext, sites: readonly InvokeSite[], site: InvokeSite): Advice {
  if (site.kind === 'wrapper-definition') return verdict('keep', 'wrapper-definition')
  if (site.callers.length === 0 || site.isTest) return verdict('keep', 'script')
  if (site.invocation === 'dry-run') return verdict('keep', 'dry-run')
  if (site.target.status !== 'resolved') return verdict('keep', 'target-unknown', detail(site))
  const callee = site.target.ref
  const isAnswered = site.response === 'used' && site.invocation !== 'async'
  return isAnswered ? answered(context, sites, site, callee) : unanswered(context, sites, site, callee)
}

/** Somebody reads the answer. */
function answered(context: AdviseContext, sites: readonly InvokeSite[], site: InvokeSite, callee: FunctionRef): Advice {
  if (callee.function.inVpc && site.callers.some((caller) => !caller.function.inVpc))
    return verdict('keep', 'vpc-proxy')
  const isSameService = site.callers.every((caller) => caller.service === callee.service)
  const { isRelocatable, witness } = context.relocatable(callee)
  if (isSameService && isRelocatable) return verdict('inline', 'callee-relocatable')
  const chain = chainOf(context, sites, site)
  if (isSameService && chain.length > 1)
    return verdict('step-functions', 'sync-chain', `${chain.length} calls, one after the other.`)
  if (!isSameService) return verdict('http-api', 'other-service', nameOf(callee))
  return {
    verdict: 'keep',
    reasons: [reason('same-service-sync'), { code: 'callee-not-relocatable', message: needsItsOwn(witness) }],
  }
}

/** Nobody reads the answer. */
function unanswered(
  context: AdviseContext,
  sites: readonly InvokeSite[],
  site: InvokeSite,
  callee: FunctionRef,
): Advice {
  // a call that is waited for in the middle of a chain is a step of it
  const chain = site.invocation === 'sync' && site.isAwaited ? chainOf(context, sites, site) : []
  if (chain.some((index) => sites[index]?.response === 'used')) {
    return verdict('step-functions', 'sync-chain', `${chain.length} calls, one after the other.`)
  }
  const fanOut = fanOutOf(sites, site)
  if (fanOut.length > 1) {
    return { verdict: 'sns', reasons: [reason('response-unread'), reason('fan-out', `${fanOut.length} callees.`)] }
  }
  if (site.callers.some((caller) => caller.service !== callee.service)) {
    return { verdict: 'event-bridge', reasons: [reason('response-unread'), reason('other-service', nameOf(callee))] }
  }
  return { verdict: 'sqs', reasons: [reason('response-unread'), reason('one-consumer')] }
}

/** The synchronous calls of one function whose callees must stay functions, the site among them. */
export function chainOf(context: AdviseContext, sites: readonly InvokeSite[], site: InvokeSite): number[] {
  const scope = enclosingFunction(site.call)
  return sites.flatMap((other, index) => {
    if (other.module !== site.module || enclosingFunction(other.call) !== scope) return []
    if (other.kind !== 'direct' || other.invocation !== 'sync' || other.target.status !== 'resolved') return []
    const { ref } = other.target
    const stays = !context.relocatable(ref).isRelocatable || other.response === 'ignored'
    return stays && site.callers.every((caller) => caller.service === ref.service) ? [index] : []
  })
}

function needsItsOwn(witness: Witness | undefined): string {
  return witness
    ? `The callee needs its own Lambda: ${witness.what} (${witness.file}:${witness.line}).`
    : reasons['callee-not-relocatable']
}

function verdict(value: Verdict, code: ReasonCode, message?: string): Advice {
  return { verdict: value, reasons: [reason(code, message)] }
}

function reason(code: ReasonCode, message?: string) {
  return { code, message: message === undefined ? reasons[code] : `${reasons[code]} ${message}` }
}

function nameOf(ref: FunctionRef): string {
  return `"${ref.function.key}" of ${refKey(ref).split('#')[0]}.`
}

function detail({ target }: InvokeSite): string {
  if (target.status === 'external') return `"${target.name}" is no function of this repository.`
  if (target.status === 'candidates') return `It may be ${target.refs.map((ref) => ref.function.key).join(' or ')}.`
  return target.status === 'unresolved' ? target.reason : ''
}
