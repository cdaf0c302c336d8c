import { environmentDifference } from '../analysis/environment'
import type { JsonTypes } from '../analysis/json-shape'
import type { Relocatability } from '../analysis/relocatable'
import { witnessText } from '../analysis/witness'
import { type FunctionRef, refKey, type Service } from '../load/service'
import { reasons } from '../messages/reasons'
import type { InvokeSite } from '../scan/site'
import type { Advice } from './advice'
import { chainedWith, chainOf, waitedForBy } from './chains'
import { fanOutOf } from './fan-out'
import type { Overrides } from './overrides'
import type { Ownership } from './ownership'
import { statusChecks } from './status-checks'
import { isGathered, isRetried } from './surroundings'
import type { Unreached } from './unreached'
import { reason, verdict } from './verdict'

export interface AdviseContext {
  readonly relocatable: (ref: FunctionRef) => Relocatability
  /** Whether the file of a handler mentions packages or the world outside; a quick look at its text. */
  readonly hasOutside: (ref: FunctionRef) => boolean
  /** Why no function of a service reaches a file. */
  readonly whyUnreached: (file: string) => Unreached
  readonly ownership: Ownership
  readonly overrides: Overrides
  /** Types, where a service may have filters of subscriptions that rest on them. */
  readonly filterTypes: (service: Service) => JsonTypes | undefined
}

/** Gives every site its verdict, by the decision tree of `docs/decision-tree.md`. What the user decided comes first. */
export function advise(context: AdviseContext, sites: readonly InvokeSite[]): Advice[] {
  return sites.map((site) => context.overrides.of(site) ?? adviseOne(context, sites, site))
}

function adviseOne(context: AdviseContext, sites: readonly InvokeSite[], site: InvokeSite): Advice {
  if (site.kind === 'wrapper-definition') return verdict('keep', 'wrapper-definition')
  if (site.isTest) return verdict('keep', 'test')
  // what invokes itself runs in a Lambda, whether its configuration is here or not
  if (isSelfUnresolved(site) && site.invocation === 'async' && site.response === 'ignored') {
    return { verdict: 'sqs', reasons: [reason('response-unread'), reason('calls-itself')] }
  }
  if (site.callers.length === 0) return verdict('keep', context.whyUnreached(site.module.file))
  if (site.invocation === 'dry-run') return verdict('keep', 'dry-run')
  const isAnswered = site.response === 'used' && site.invocation !== 'async'
  if (isAnswered && site.target.status === 'candidates' && isGathered(site)) return verdict('step-functions', 'gather')
  if (isAnswered && site.target.status === 'candidates' && isRetried(site)) return verdict('step-functions', 'retried')
  if (site.target.status !== 'resolved') return verdict('keep', 'target-unknown', detail(site))
  const callee = site.target.ref
  return isAnswered ? answered(context, sites, site, callee) : unanswered(context, sites, site, callee)
}

/** Somebody reads the answer. */
function answered(context: AdviseContext, sites: readonly InvokeSite[], site: InvokeSite, callee: FunctionRef): Advice {
  if (isSelf(site, callee)) return verdict('keep', 'calls-itself')
  if (callee.function.inVpc && site.callers.some((caller) => !caller.function.inVpc))
    return verdict('keep', 'vpc-proxy')
  const isSameService = site.callers.every((caller) => caller.service === callee.service)
  const relocatability = context.relocatable(callee)
  const { isRelocatable, environment } = relocatability
  const difference = isRelocatable ? environmentDifference(callee, site.callers, environment) : undefined
  if (isSameService && isRelocatable && difference === undefined) return verdict('inline', 'callee-relocatable')
  if (!isSameService) return verdict('http-api', 'other-service', nameOf(callee))
  const owner = context.ownership.otherOwner(site.callers, callee)
  if (owner !== undefined) return verdict('http-api', 'other-owner', owner)
  const workflow = workflowOf(context, sites, site, callee)
  if (workflow) return { ...workflow, reasons: [...workflow.reasons, notRelocatable(relocatability, difference)] }
  return { verdict: 'keep', reasons: [reason('same-service-sync'), notRelocatable(relocatability, difference)] }
}

/** More than one plain call: a chain, a loop over a list, or a call that is tried again. All that holds is told. */
function workflowOf(
  context: AdviseContext,
  sites: readonly InvokeSite[],
  site: InvokeSite,
  callee: FunctionRef,
): Advice | undefined {
  const chain = chainOf(context, sites, site).length
  const others = waitedForBy(context, sites, site)
  const chained = chainedWith(sites, site, callee)
  const reasons = [
    ...(chain > 1
      ? [reason('sync-chain', `${chain} calls, one after the other.`)]
      : others.length > 1
        ? [reason('sync-chain', `It waits for ${listed(others)}.`)]
        : []),
    ...(chained.length > 0 ? [reason('callers-chain-on', `Also in it: ${listed(chained)}.`)] : []),
    ...(isRetried(site) ? [reason('retried')] : []),
    ...(isGathered(site) ? [reason('gather')] : []),
  ]
  return reasons.length > 0 ? { verdict: 'step-functions', reasons } : undefined
}

/** Nobody reads the answer. */
function unanswered(
  context: AdviseContext,
  sites: readonly InvokeSite[],
  site: InvokeSite,
  callee: FunctionRef,
): Advice {
  const isChecked = statusChecks(site) !== undefined
  if (site.invocation === 'async' && site.response === 'used' && !isChecked) return verdict('keep', 'status-read')
  // a call that is waited for in the middle of a chain is a step of it
  const chain = site.invocation === 'sync' && site.isAwaited ? chainOf(context, sites, site) : []
  if (chain.length > 1 && chain.some((index) => sites[index]?.response === 'used')) {
    return verdict('step-functions', 'sync-chain', `${chain.length} calls, one after the other.`)
  }
  const first = [reason(isChecked ? 'status-checked' : 'response-unread'), ...noEffect(context, site, callee)]
  const fanOut = fanOutOf(sites, site, context.filterTypes(callee.service)).members
  if (fanOut.length > 1) return { verdict: 'sns', reasons: [...first, reason('fan-out', `${fanOut.length} callees.`)] }
  if (site.callers.some((caller) => caller.service !== callee.service)) {
    return { verdict: 'event-bridge', reasons: [...first, reason('other-service', nameOf(callee))] }
  }
  const owner = context.ownership.otherOwner(site.callers, callee)
  if (owner !== undefined) return { verdict: 'event-bridge', reasons: [...first, reason('other-owner', owner)] }
  return { verdict: 'sqs', reasons: [...first, reason(isSelf(site, callee) ? 'calls-itself' : 'one-consumer')] }
}

/**
 * A callee that only computes, and whose result nobody gets: the call does nothing that anyone could see. Where the text
 * of the callee already speaks of the outside, that is not looked into.
 */
function noEffect(context: AdviseContext, site: InvokeSite, callee: FunctionRef) {
  if (site.invocation !== 'async' || context.hasOutside(callee)) return []
  return context.relocatable(callee).isRelocatable ? [reason('no-effect')] : []
}

/** Code that several functions share may be reached by its own callee, too: that is no recursion yet. */
function isSelf({ callers }: InvokeSite, callee: FunctionRef): boolean {
  return callers.length > 0 && callers.every((caller) => refKey(caller) === refKey(callee))
}

function isSelfUnresolved({ target }: InvokeSite): boolean {
  return target.status === 'unresolved' && target.code === 'calls-itself'
}

function notRelocatable({ witness, outside }: Relocatability, difference: string | undefined) {
  const why = difference ?? (witness && witnessText(witness))
  const message =
    why === undefined
      ? reasons['callee-not-relocatable']
      : `The callee needs its own Lambda: ${why}.${outside === 'none' ? ' It uses neither AWS nor the network.' : ''}`
  return { code: 'callee-not-relocatable', message } as const
}

function nameOf(ref: FunctionRef): string {
  return `"${ref.function.key}" of ${refKey(ref).split('#')[0]}.`
}

function listed(refs: readonly FunctionRef[]): string {
  return [...new Set(refs.map((ref) => `"${ref.function.key}"`))].join(', ')
}

function detail({ target }: InvokeSite): string {
  if (target.status === 'external') return `"${target.name}" is no function of this repository.`
  if (target.status === 'candidates') return `It may be ${target.refs.map((ref) => ref.function.key).join(' or ')}.`
  return target.status === 'unresolved' ? target.reason : ''
}
