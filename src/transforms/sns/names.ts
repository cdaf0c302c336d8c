import { fanOutOf } from '../../advise/fan-out'
import { asObject } from '../../load/document'
import { type FunctionRef, refKey } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { freshVariable } from '../shared/environment'
import { constantCase, distinctKey, pascalCase } from '../shared/names'
import type { TransformContext } from '../transform'

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
export function topicNames(context: TransformContext, members: readonly InvokeSite[]): TopicNames {
  const [{ service }] = calleesOf(members) as [FunctionRef]
  const taken = asObject(asObject(service.data.resources).Resources)
  const own = calleeSet(members)
  const known = new Map<string, string>()
  for (const group of groupsOf(context, members)) {
    const set = calleeSet(group)
    if (known.has(set)) continue
    const others = [...known.values(), ...Object.keys(taken)]
    known.set(
      set,
      numbered(wantedName(group), (name) => others.includes(name)),
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
function groupsOf({ sites, advice }: TransformContext, members: readonly InvokeSite[]): InvokeSite[][] {
  const [callee] = calleesOf(members)
  const seen = new Set<InvokeSite>()
  return sites.flatMap((site, index) => {
    if (advice[index]?.verdict !== 'sns' || seen.has(site)) return []
    const group = fanOutOf(sites, site).flatMap((other) => sites[other] ?? [])
    for (const member of group) seen.add(member)
    const [first] = calleesOf(group)
    return first && first.service === callee?.service ? [group] : []
  })
}

function calleeSet(members: readonly InvokeSite[]): string {
  return calleesOf(members).map(refKey).sort().join()
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
