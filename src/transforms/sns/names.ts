import { asObject } from '../../load/document'
import { type FunctionRef, refKey } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { freshVariable } from '../shared/environment'
import { constantCase, distinctKey, pascalCase } from '../shared/names'
import { attempt, type TransformContext } from '../transform'
import { type Fan, fanOf, groupOf } from './fan'

/** Names of everything that a topic adds. */
export interface TopicNames {
  /** Logical id of the topic: `CreateOrderTopic`. */
  readonly topic: string
  /** Variable of the callers and of the callees: `CREATE_ORDER_TOPIC_ARN`. */
  readonly arnVariable: string
}

/**
 * The names of the topic for a set of callees. It is named after the function that publishes first; every other place
 * that calls the same functions together publishes to the same topic.
 */
export function topicNames(context: TransformContext, fan: Fan): TopicNames {
  const { members } = fan
  const [{ service }] = calleesOf(members) as [FunctionRef]
  const taken = asObject(asObject(service.data.resources).Resources)
  const own = calleeSet(fan)
  const known = new Map<string, string>()
  for (const group of fansOf(context, members)) {
    const set = calleeSet(group)
    if (known.has(set)) continue
    const others = [...known.values(), ...Object.keys(taken)]
    known.set(
      set,
      numbered(wantedName(group.members), (name) => others.includes(name)),
    )
  }
  const topic = known.get(own) ?? numbered(wantedName(members), (name) => name in taken)
  return { topic, arnVariable: freshVariable(context, service, `${constantCase(topic)}_ARN`) }
}

/** The callees of a group, each once. */
export function calleesOf(members: readonly InvokeSite[]): FunctionRef[] {
  const refs = members.flatMap(({ target }) => (target.status === 'resolved' ? [target.ref] : []))
  return [...new Map(refs.map((ref) => [refKey(ref), ref])).values()]
}

/** The groups of the same service that become topics, in order. */
function fansOf(context: TransformContext, members: readonly InvokeSite[]): Fan[] {
  const { sites, advice } = context
  const [callee] = calleesOf(members)
  const seen = new Set<InvokeSite>()
  return sites.flatMap((site, index) => {
    if (advice[index]?.verdict !== 'sns' || seen.has(site)) return []
    const group = groupOf(context, index)
    const fan = attempt(() => fanOf(context, group))
    for (const member of group) if (sites[member]) seen.add(sites[member])
    const [first] = 'value' in fan ? calleesOf(fan.value.members) : []
    return 'value' in fan && first?.service === callee?.service ? [fan.value] : []
  })
}

/** A topic has one subscription for a callee: what filters otherwise is another topic. */
function calleeSet({ members, filters }: Fan): string {
  const keys = calleesOf(members).map(refKey)
  return JSON.stringify(keys.map((key) => [key, filters.get(key)]).sort())
}

function wantedName(members: readonly InvokeSite[]): string {
  const [publisher] = [...members.flatMap(({ callers }) => callers), ...calleesOf(members)]
  return `${publisher ? pascalCase(distinctKey(publisher)) : ''}Topic`
}

function numbered(base: string, isTaken: (name: string) => boolean): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}${number}`
    if (!isTaken(name)) return name
  }
}
