import type { ts } from 'ts-morph'
import { leftOutOfBundles } from '../../infra/edit/bundler'
import { type FunctionRef, refKey, type ServiceFunction } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { SourceModule } from '../../syntax/module'
import { isTypeScript } from '../../syntax/source-file'
import type { FileChange } from '../file-change'
import type { FifoRequest } from '../options'
import { checkReplacedClients } from '../shared/client-origin'
import { checkFailures } from '../shared/failures'
import { checkOneWay, environmentName } from '../shared/one-way'
import { needsPackage } from '../shared/packages'
import { distinct, joined, type Part } from '../shared/parts'
import { rewriteSend } from '../shared/send'
import { resolvedCallee, sendersOf } from '../shared/target'
import { onceObligation } from '../shared/tries'
import { waitedFor } from '../shared/waiting'
import { choosersOf, forwardersOf, groupOf } from '../shared/wrapper/group'
import { listed } from '../shared/wrapper/message-ids'
import { HELPER_KEPT, refuseWrapper } from '../shared/wrapper/name-flow'
import { rewriteThrough, wayOf } from '../shared/wrapper/through'
import {
  attempt,
  type Helper,
  type Obligation,
  type Proposal,
  proposing,
  refuse,
  type Transform,
  type TransformContext,
} from '../transform'
import { notifiedNotes } from './alarm'
import { checkCallee } from './async-settings'
import { batchObligations } from './batch'
import { batchOf, listedSites } from './batch-sends/plan'
import { oneByOne, oneByOneNote, rewriteGathered } from './batch-sends/rewrite'
import { queueHelper, sendToQueue } from './caller'
import { consumerOf } from './consumer'
import { besideFifo, checkIds, fifoObligation, fifoOf } from './fifo'
import { callerChanges, queueChanges } from './infra'
import { alarmNotes, isAllowedByLift, liftChanges, liftObligation } from './lift'
import { type CallsOfQueue, rolloutNotes } from './notes'
import { requestIdObligation } from './request-id'

/** An invoke that nobody waits for becomes a message: one producer, one consumer, same service. */
export const sqs: Transform = {
  name: 'sqs',
  group: (context, index) => {
    const site = context.sites[index]
    const batch = site && batchOf(context, site)
    if (typeof batch === 'object' && batch.list) return listedSites(context, batch)
    return groupOf(context, 'sqs', index, (members) => 'value' in attempt(() => rewritten(context, members, members)))
  },
  propose: (context, sites) => proposing(sites, () => rewritten(context, sites, choosersOf(context.sites, sites))),
}

/** @param choosers The sites that say which function is called; the others only lead to them. */
function rewritten(context: TransformContext, sites: readonly number[], choosers: readonly number[]): Proposal {
  checkAlike(context, choosers)
  const calls = new Set<ts.Node>(choosers.flatMap((index) => context.sites[index]?.call ?? []))
  return joined(
    'sqs',
    sites,
    choosers.map((index) => partOf(context, index, calls)),
  )
}

/** Calls of one helper go to queues of one kind: what goes to a FIFO queue tells the helper more. */
function checkAlike(context: TransformContext, choosers: readonly number[]): void {
  const kinds = choosers.map((index) => {
    const site = context.sites[index] as InvokeSite
    const fifo = fifoOf(context.options.queue, resolvedCallee(site).ref.function.key)
    return { site, count: listed(fifo).length }
  })
  const other = kinds.find(({ count }) => count !== kinds[0]?.count)
  if (other) refuse(other.site, 'fifo-expression', 'The calls of the helper go to queues with and without an order.')
}

/** What one call needs to become a message. */
function partOf(context: TransformContext, index: number, calls: ReadonlySet<ts.Node>): Part {
  const site = context.sites[index] as InvokeSite
  const { ref: callee } = resolvedCallee(site)
  const users = [site, ...forwardersOf(context.sites, index).flatMap((other) => context.sites[other] ?? [])]
  const waits = users.flatMap((user) => checkOneWay(context, user))
  for (const user of users) checkReplacedClients(context, user)
  const failures = distinct(users.flatMap((user) => checkFailures(context, user)))
  const moved = [...checkCallee(context, site, callee), ...requestIdObligation(context, callee)]
  const { names, queue, change: consumer, isAdapted } = consumerOf(context, site, callee)
  const fifo = fifoOf(context.options.queue, callee.function.key)
  const caller = rewriteCall(context, site, names.urlVariable, calls, fifo)
  const beside = environmentName(site)
  const isLift = queue.lift
  const batch = batchOf(context, site)
  const infra = [
    ...(isLift ? liftChanges : queueChanges)(callee, isAdapted ? names : { ...names, arnVariable: undefined }, queue),
    ...sendersOf(site).flatMap((ref) => callerChanges(ref, names, beside, isLift && isAllowedByLift(ref))),
    ...(site.sdk === 'v3' ? leftOutOfBundles(callee.service, '@aws-sdk/client-sqs') : []),
  ]
  return {
    obligations: [
      ...obligations(callee.function, site),
      ...caller.obligations,
      ...distinct(waits),
      ...failures,
      ...moved,
      ...batchObligations(context.options.queue, callee.function, queue),
      ...(isLift ? [liftObligation(callee, names)] : []),
      ...(fifo ? [fifoObligation(callee.function.key, fifo, besideFifo(context, callee, users))] : []),
    ],
    files: consumer ? [...caller.files, consumer] : caller.files,
    infra: infra.map((change) => ({ service: callee.service, change })),
    packages: needsPackage({ ...site, module: caller.sdkModule }, '@aws-sdk/client-sqs'),
    notes: [
      ...(isLift ? alarmNotes(callee, names, queue) : notifiedNotes(callee.service, names, queue)),
      ...(typeof batch === 'string' ? [oneByOneNote(site, batch)] : []),
      ...rolloutNotes(site, callee, names, queue, callsOf(context, site, callee)),
    ],
    helpers: caller.helpers,
  }
}

/** What is known of the calls that share a queue. */
function callsOf(context: TransformContext, site: InvokeSite, callee: FunctionRef): CallsOfQueue {
  const isGathered = (one: InvokeSite) => typeof batchOf(context, one) === 'object'
  const all = context.sites.filter(
    ({ target }, index) =>
      target.status === 'resolved' && refKey(target.ref) === refKey(callee) && context.advice[index]?.verdict === 'sqs',
  )
  const costs = new Set(all.map((one) => `${waitedFor(one).cost} ${isGathered(one)}`))
  return {
    areGathered: isGathered(site),
    areSync: [site, ...all].every(({ invocation }) => invocation === 'sync'),
    isMixed: costs.size > 1,
  }
}

interface CallRewrite {
  readonly files: readonly FileChange[]
  readonly obligations: readonly Obligation[]
  /** The file that uses the SDK. */
  readonly sdkModule: SourceModule
  readonly helpers: readonly Helper[]
}

function rewriteCall(
  context: TransformContext,
  site: InvokeSite,
  urlVariable: string,
  calls: ReadonlySet<ts.Node>,
  fifo: FifoRequest | undefined,
): CallRewrite {
  if (fifo) checkIds(site, fifo)
  const url = `process.env.${urlVariable}${assertion(site)}`
  const batch = batchOf(context, site)
  if (typeof batch === 'object') {
    const { change, obligations: owed } = rewriteGathered(context, site, batch, url)
    return { files: [change], obligations: owed, sdkModule: site.module, helpers: [] }
  }
  if (site.kind !== 'wrapper-call') {
    const { change, obligations: owed } = rewriteSend(context, site, sendToQueue(url, context.options.queue, fifo))
    const told = batch === undefined ? owed : [...owed, oneByOne(batch)]
    return { files: [change], obligations: told, sdkModule: site.module, helpers: [] }
  }
  const way = wayOf(site) ?? refuseWrapper(site, 'has its function fixed, by a call that is not rewritten')
  const helper = queueHelper(urlVariable, context.options.queue, fifo)
  const { files, obligations: owed, sdkModule, helpers } = rewriteThrough(context, site, way, helper, calls)
  return { files, obligations: [...owed, HELPER_KEPT], sdkModule, helpers }
}

/** SDK v2 is declared to take a text, and a variable of the environment may be missing as far as types know. */
function assertion({ sdk, module }: InvokeSite): string {
  return sdk === 'v2' && isTypeScript(module.file) ? ' as string' : ''
}

function obligations(callee: ServiceFunction, site: InvokeSite): Obligation[] {
  const { key } = callee
  return [
    { code: 'callee-known', status: 'proved', message: `The call reaches "${key}" and nothing else.` },
    { code: 'response-unused', status: 'proved', message: 'Nothing reads the answer of the call.' },
    {
      code: 'old-events',
      status: 'emulated',
      message: `"${key}" handles the records of the queue and events in the old shape.`,
    },
    onceObligation([site], callee, 'queue'),
  ]
}
