import { leftOutOfBundles } from '../../infra/edit/bundler'
import { asObject } from '../../load/document'
import { type FunctionRef, refKey } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { readParams } from '../shared/call-params'
import { checkReplacedClients } from '../shared/client-origin'
import { checkFailures } from '../shared/failures'
import { checkOneWay, environmentName } from '../shared/one-way'
import { needsPackage } from '../shared/packages'
import { readPayload } from '../shared/payload'
import { recordConsumer } from '../shared/record-consumer'
import { resolvedCallee } from '../shared/target'
import { checkFramework } from '../shared/tools'
import { onceObligation } from '../shared/tries'
import { merged } from '../shared/wrapper/merged'
import { type Obligation, proposing, refuse, type Transform, type TransformContext } from '../transform'
import { rewriteCallee } from './callee'
import { rewriteCaller } from './caller'
import { fanOf, groupOf } from './fan'
import { publisherChanges, subscriberChanges, topicChange } from './infra'
import { calleesOf, topicNames } from './names'
import { rolloutNotes } from './notes'
import { obligations } from './obligations'

/** Calls of several functions with the same payload become one message to a topic. */
export const sns: Transform = {
  name: 'sns',
  group: groupOf,
  propose: (context, group) =>
    proposing(group, () => {
      const fan = fanOf(context, group)
      const { members } = fan
      const [first] = members as [InvokeSite]
      const waived = members.flatMap((site) => check(context, site))
      const names = topicNames(context, fan)
      const { files, obligations: owed, sdkModule, helpers } = rewriteCaller(context, fan, names.arnVariable)
      const callees = calleesOf(members)
      const handlers = adapted(context, members, names.arnVariable)
      const callers = new Map(members.flatMap(({ callers }) => callers).map((caller) => [refKey(caller), caller]))
      const infra = [
        topicChange(names),
        ...[...callers.values()].flatMap((caller) => publisherChanges(caller, names, environmentName(first))),
        ...callees.flatMap((callee) =>
          subscriberChanges(
            callee,
            names,
            fan.filters.get(refKey(callee)),
            handlers.get(handlerKey(callee)) !== undefined,
          ),
        ),
      ]
      const [{ service }] = callees as [FunctionRef]
      if (first.sdk === 'v3') infra.push(...leftOutOfBundles(service, '@aws-sdk/client-sns'))
      return {
        transform: 'sns',
        sites: group,
        obligations: [...obligations(callees, names, fan.filters), ...owed, ...distinct(waived)],
        files: merged([...files, ...[...handlers.values()].filter((handler) => handler !== undefined)]),
        created: [],
        deleted: [],
        infra: infra.map((entry) => ({ service, change: entry })),
        packages: needsPackage({ ...first, module: sdkModule }, '@aws-sdk/client-sns'),
        notes: rolloutNotes(fan, names),
        helpers,
      }
    }),
}

/** What must hold for each call by itself. */
function check(context: TransformContext, site: InvokeSite): Obligation[] {
  const { ref } = resolvedCallee(site)
  const other = site.callers.find(({ service }) => service !== ref.service)
  if (other) {
    const message = `"${ref.function.key}" belongs to ${ref.service.config}, "${other.function.key}" to ${other.service.config}.`
    refuse(site, 'other-service', message)
  }
  checkRecords(site, ref)
  const waits = checkOneWay(context, site)
  checkReplacedClients(context, site)
  checkFramework(context, site, ref, ['sns.arn'])
  if (site.kind === 'direct') readPayload(site, readParams(site))
  return [...waits, onceObligation([site], ref.function, 'topic'), ...checkFailures(context, site)]
}

/** What Lambda records of an invocation has the event in it, which is that of the topic now. */
function checkRecords(site: InvokeSite, callee: FunctionRef): void {
  const { data, key } = callee.function
  const { onSuccess, onFailure } = asObject(data.destinations)
  const consumer = recordConsumer(callee, [data.onError, onSuccess, onFailure])
  if (!consumer) return
  const message = `"${consumer.key}" handles what "${key}" hands on, with the event in it as it was called with.`
  refuse(site, 'keeps-async-settings', message)
}

/** The new handlers, by file and name: functions may share one. */
function adapted(context: TransformContext, members: readonly InvokeSite[], arnVariable: string) {
  return new Map(
    members.toReversed().map((site) => {
      const { ref } = resolvedCallee(site)
      return [handlerKey(ref), rewriteCallee(context, site, ref, arnVariable)] as const
    }),
  )
}

function handlerKey({ function: { key, handler } }: FunctionRef): string {
  return handler ? `${handler.file}#${handler.export}` : key
}

function distinct(items: readonly Obligation[]): Obligation[] {
  return [...new Map(items.map((item) => [item.code, item])).values()]
}
