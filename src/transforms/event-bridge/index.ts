import type { ts } from 'ts-morph'
import { leftOutOfBundles } from '../../infra/edit/bundler'
import type { FunctionRef, ServiceFunction } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { checkReplacedClients } from '../shared/client-origin'
import { checkFailures } from '../shared/failures'
import { checkOneWay, environmentName } from '../shared/one-way'
import { needsPackage } from '../shared/packages'
import { distinct, joined, type Part } from '../shared/parts'
import { resolvedCallee, sendersOf } from '../shared/target'
import { checkFramework } from '../shared/tools'
import { onceObligation } from '../shared/tries'
import { choosersOf, forwardersOf, groupOf } from '../shared/wrapper/group'
import type { Calls } from '../shared/wrapper/helper-kind'
import {
  attempt,
  type Obligation,
  type Proposal,
  proposing,
  refuse,
  type Transform,
  type TransformContext,
} from '../transform'
import { EVENT_BRIDGE, rewriteCaller } from './caller'
import { callerChanges, ruleChange } from './infra'
import { eventNames } from './names'
import { rolloutNotes } from './notes'

/** A call of a function of another service, or of other owners, becomes an event that a rule of its service takes. */
export const eventBridge: Transform = {
  name: 'event-bridge',
  group: (context, site) =>
    groupOf(context, 'event-bridge', site, (members) => 'value' in attempt(() => rewritten(context, members, members))),
  propose: (context, sites) => proposing(sites, () => rewritten(context, sites, choosersOf(context.sites, sites))),
}

/** @param choosers The sites that say which function is called; the others only lead to them. */
function rewritten(context: TransformContext, sites: readonly number[], choosers: readonly number[]): Proposal {
  const calls = new Set<ts.Node>(choosers.flatMap((index) => context.sites[index]?.call ?? []))
  return joined(
    'event-bridge',
    sites,
    choosers.map((index) => partOf(context, index, calls)),
  )
}

/** What one call needs to become an event. */
function partOf(context: TransformContext, index: number, calls: Calls): Part {
  const site = context.sites[index] as InvokeSite
  const { ref: callee } = resolvedCallee(site)
  const users = [site, ...forwardersOf(context.sites, index).flatMap((other) => context.sites[other] ?? [])]
  const waits = users.flatMap((user) => checkOneWay(context, user))
  for (const user of users) checkReplacedClients(context, user)
  checkFramework(context, site, callee, ['eventBridge'])
  checkRegions(site, callee)
  const failures = users.flatMap((user) => checkFailures(context, user))
  const names = eventNames(context, site, callee)
  const { bus } = context.options
  const put = rewriteCaller(context, site, names, calls)
  const beside = environmentName(site)
  return {
    obligations: [...obligations(site, callee.function), ...distinct(waits), ...put.obligations, ...distinct(failures)],
    files: put.files,
    infra: [
      { service: callee.service, change: ruleChange(callee, names, bus) },
      ...sendersOf(site).flatMap((caller) =>
        [
          ...callerChanges(caller, names, bus, beside),
          ...(site.sdk === 'v3' ? leftOutOfBundles(caller.service, EVENT_BRIDGE.package) : []),
        ].map((change) => ({ service: caller.service, change })),
      ),
    ],
    packages: needsPackage({ ...site, module: put.sdkModule }, EVENT_BRIDGE.package),
    notes: rolloutNotes(site, callee, names),
    helpers: put.helpers,
  }
}

/**
 * A bus is one of its region: a rule does not see what is put on that of another one.
 * @throws Refused `callee-not-known`
 */
function checkRegions(site: InvokeSite, { service, function: fn }: FunctionRef): void {
  const other = sendersOf(site).find((sender) => sender.service.region !== service.region)
  if (!other) return
  const where = `"${other.function.key}" calls in ${other.service.region}, and "${fn.key}" is deployed to ${service.region}`
  refuse(site, 'callee-not-known', `${where}: a rule gets the events of its own region.`)
}

function obligations(site: InvokeSite, callee: ServiceFunction): Obligation[] {
  const { key } = callee
  return [
    { code: 'callee-known', status: 'proved', message: `The call reaches "${key}" and nothing else.` },
    { code: 'response-unused', status: 'proved', message: 'Nothing reads the answer of the call.' },
    {
      code: 'old-events',
      status: 'proved',
      message: `"${key}" gets the payload as it did, by the rule and by a direct invocation.`,
    },
    onceObligation([site], callee, 'bus'),
    {
      code: 'message-size',
      status: 'waived',
      message:
        'An event takes up to 1 MB with its source and type, and numbers of up to 64 bits; an asynchronous invocation takes 1 MB of any JSON.',
    },
  ]
}
