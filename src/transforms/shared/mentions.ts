import { grantsInvoke, isBroadInvoke, statementsPath } from '../../infra/edit/permissions'
import { asArray, asObject, isObject, nodeAt } from '../../load/document'
import type { FunctionRef, Service, ServiceFunction } from '../../load/service'
import type { TransformContext } from '../transform'
import { namedInFiles } from './named-in-files'

/** Settings by which plugins watch a function: its alarms, who reads its log. */
const WATCHED = /alarm|alert|logSubscription|logForward|dashboard/i

/** The setting by which a plugin watches a function, if there is one. */
export function watchedBy({ data }: ServiceFunction): string | undefined {
  return Object.keys(data).find((name) => WATCHED.test(name))
}

/**
 * Where a deployed function is mentioned, other than by its own configuration and by code that is analysed: by whatever is
 * there it may be invoked. Each is a reason for people.
 */
export function mentionsOf(context: TransformContext, { service, function: fn }: FunctionRef): string[] {
  const reasons: string[] = []
  if (isReferenced(service, fn)) reasons.push('the configuration refers to it')
  const unseen = service.functions.find((other) => other.handler === undefined && mayInvoke(service, other, fn))
  if (unseen) reasons.push(`"${unseen.key}" is not analysed, and may invoke it`)
  const elsewhere = context.services.find(
    (candidate) => candidate !== service && JSON.stringify(candidate.data).includes(fn.name),
  )
  if (elsewhere) reasons.push(`${elsewhere.config} refers to it`)
  const named = namedInFiles(context, { service, function: fn })
  if (named !== undefined) reasons.push(named)
  return reasons
}

/** Whether a call may reach a function, as far as it is known whom it calls. */
export function mayTarget(
  target: TransformContext['sites'][number]['target'],
  { service, function: fn }: FunctionRef,
): boolean {
  const isIt = (ref: FunctionRef) => ref.service === service && ref.function === fn
  if (target.status === 'resolved') return isIt(target.ref)
  return target.status === 'candidates' && target.refs.some(isIt)
}

/** Whether the environment or the role of a function that cannot be read speaks of another one. */
function mayInvoke(service: Service, by: ServiceFunction, fn: ServiceFunction): boolean {
  const names = (value: unknown) => {
    const text = JSON.stringify(value) ?? ''
    return text.includes(fn.logicalId) || text.includes(fn.name) || text.includes(`-${fn.key}"`)
  }
  if (names(by.environment)) return true
  const statements = asArray(nodeAt(service.data, statementsPath(service, by)))
  return statements.some((known) => grantsInvoke(known) && (isBroadInvoke(known) || names(known)))
}

/** References outside of what a rewrite cleans up: variables that name the callee, and permissions to invoke it. */
function isReferenced(service: Service, fn: ServiceFunction): boolean {
  const { functions, provider, ...rest } = service.data
  const { environment: _environment, iam: _iam, iamRoleStatements: _statements, ...otherProvider } = asObject(provider)
  const otherFunctions = Object.entries(asObject(functions)).map(([key, value]) => {
    if (key === fn.key) return undefined
    const { environment: _own, iamRoleStatements: _ownStatements, ...data } = asObject(isObject(value) ? value : {})
    return data
  })
  const text = JSON.stringify([rest, otherProvider, otherFunctions])
  // resources know a function by its name only; plugins, events and destinations by its key
  const { resources: _resources, service: _service, package: _package, ...named } = rest
  const settings = otherFunctions.map((data) => ({
    ...data,
    handler: undefined,
    name: undefined,
    description: undefined,
  }))
  return text.includes(fn.logicalId) || text.includes(fn.name) || holds([named, otherProvider, settings], fn.key)
}

/** Whether a text stands somewhere in a configuration as a value of its own. */
function holds(value: unknown, text: string): boolean {
  if (value === text) return true
  return typeof value === 'object' && value !== null && Object.values(value).some((part) => holds(part, text))
}
