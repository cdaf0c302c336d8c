import type { ts } from 'ts-morph'
import { leftOutOfBundles } from '../../infra/edit/bundler'
import type { ServiceFunction } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { SourceModule } from '../../syntax/module'
import { isTypeScript } from '../../syntax/source-file'
import type { FileChange } from '../file-change'
import type { FifoRequest } from '../options'
import { checkFailures } from '../shared/failures'
import { checkOneWay, environmentName } from '../shared/one-way'
import { needsPackage } from '../shared/packages'
import { distinct, joined, type Part } from '../shared/parts'
import { rewriteSend } from '../shared/send'
import { resolvedCallee, sendersOf } from '../shared/target'
import { onceObligation } from '../shared/tries'
import { choosersOf, forwardersOf, groupOf } from '../shared/wrapper/group'
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
import { checkCallee } from './async-settings'
import { batchObligations } from './batch'
import { queueHelper, sendToQueue } from './caller'
import { consumerOf } from './consumer'
import { besideFifo, fifoObligation, fifoOf } from './fifo'
import { callerChanges, queueChanges } from './infra'
import { rolloutNotes } from './notes'
import { requestIdObligation } from './request-id'

/** An invoke that nobody waits for becomes a message: one producer, one consumer, same service. */
export const sqs: Transform = {
  name: 'sqs',
  group: (context, site) =>
    groupOf(context, 'sqs', site, (members) => 'value' in attempt(() => rewritten(context, members, members))),
  propose: (context, sites) => proposing(sites, () => rewritten(context, sites, choosersOf(context.sites, sites))),
}

/** @param choosers The sites that say which function is called; the others only lead to them. */
function rewritten(context: TransformContext, sites: readonly number[], choosers: readonly number[]): Proposal {
  const calls = new Set<ts.Node>(choosers.flatMap((index) => context.sites[index]?.call ?? []))
  return joined(
    'sqs',
    sites,
    choosers.map((index) => partOf(context, index, calls)),
  )
}

/** What one call needs to become a message. */
function partOf(context: TransformContext, index: number, calls: ReadonlySet<ts.Node>): Part {
  const site = context.sites[index] as InvokeSite
  const { ref: callee } = resolvedCallee(site)
  const users = [site, ...forwardersOf(context.sites, index).flatMap((other) => context.sites[other] ?? [])]
  const waits = users.flatMap((user) => checkOneWay(context, user))
  const failures = distinct(users.flatMap((user) => checkFailures(context, user)))
  const moved = [...checkCallee(context, site, callee), ...requestIdObligation(context, callee)]
  const { names, queue, change: consumer, isAdapted } = consumerOf(context, site, callee)
  const fifo = fifoOf(context.options.queue, callee.function.key)
  const caller = rewriteCall(context, site, names.urlVariable, calls, fifo)
  const beside = environmentName(site)
  const infra = [
    ...queueChanges(callee, isAdapted ? names : { ...names, arnVariable: undefined }, queue),
    ...sendersOf(site).flatMap((ref) => callerChanges(ref, names, beside)),
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
      ...(fifo ? [fifoObligation(callee.function.key, fifo, besideFifo(context, callee, users))] : []),
    ],
    files: consumer ? [...caller.files, consumer] : caller.files,
    infra: infra.map((change) => ({ service: callee.service, change })),
    packages: needsPackage({ ...site, module: caller.sdkModule }, '@aws-sdk/client-sqs'),
    notes: rolloutNotes(site, callee, names, queue),
    helpers: caller.helpers,
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
  if (site.kind !== 'wrapper-call') {
    const { change, obligations: owed } = rewriteSend(
      context,
      site,
      sendToQueue(`process.env.${urlVariable}${assertion(site)}`, context.options.queue, fifo),
    )
    return { files: [change], obligations: owed, sdkModule: site.module, helpers: [] }
  }
  if (fifo)
    refuse(site, 'fifo-expression', 'The call goes through a helper, which does not know the ids of the message.')
  const way = wayOf(site) ?? refuseWrapper(site, 'has its function fixed, by a call that is not rewritten')
  const {
    files,
    obligations: owed,
    sdkModule,
    helpers,
  } = rewriteThrough(context, site, way, queueHelper(urlVariable, context.options.queue), calls)
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
