import { asArray, asObject, asString, type ConfigObject, type ConfigPath, isObject } from '../../load/document'
import { fromConfiguration } from '../../load/function-name'
import type { Service, ServiceFunction } from '../../load/service'
import { hasRolesPerFunction } from '../synth/roles/per-function'

/** Where the statements of the role that a function runs with are written. */
export function statementsPath(service: Service, fn: ServiceFunction): ConfigPath {
  if (hasRolesPerFunction(service) && fn.data.iamRoleStatements !== undefined)
    return ['functions', fn.key, 'iamRoleStatements']
  return sharedStatementsPath(service)
}

/** Where the statements of the role stand that functions share. */
export function sharedStatementsPath(service: Service): ConfigPath {
  const provider = asObject(service.data.provider)
  if (provider.iamRoleStatements !== undefined) return ['provider', 'iamRoleStatements']
  const isVersion1 = /^['"^~>=\s]*1\./.test(asString(service.data.frameworkVersion) ?? '')
  return isVersion1 ? ['provider', 'iamRoleStatements'] : ['provider', 'iam', 'role', 'statements']
}

/** Writes a statement as its siblings are written: `Action` and `Resource` as scalars or lists. */
export function likeSiblings(statement: ConfigObject, siblings: readonly unknown[]): ConfigObject {
  // a list of one tells that single values are written as lists
  const isListOfOne = (name: string) => siblings.some((sibling) => asArray(asObject(sibling)[name]).length === 1)
  const areLists = siblings.length > 0 && siblings.every((sibling) => Array.isArray(asObject(sibling).Resource))
  // further queues may join the list, where lists are what is written
  const asList = (name: string) =>
    isListOfOne(name) || (name === 'Resource' && statement.Action === 'sqs:SendMessage' && areLists)
  return Object.fromEntries(
    Object.entries(statement).map(([name, value]) => [
      name,
      name !== 'Effect' && !Array.isArray(value) && asList(name) ? [value] : value,
    ]),
  )
}

/** `arn:aws:lambda:*:*:name`. */
const SHORT_ARN = /^arn:[\w*-]+:lambda:\*:\*:([\w-]+)$/

const INVOKE = new Set(['lambda:InvokeFunction', 'lambda:InvokeAsync', 'lambda:Invoke*', 'lambda:Invoke'])

/**
 * A statement without the permission to invoke `callee`, or, where none is given, what names no function of the service:
 * patterns, and functions of others. The same object where it grants none, or where it grants other actions on other
 * functions too; `undefined` where nothing else is left of it.
 */
export function revokedInvoke(
  service: Service,
  statement: unknown,
  callee: string | undefined,
): ConfigObject | undefined {
  const original = statement as ConfigObject
  if (!isObject(statement) || statement.Effect !== 'Allow') return original
  const actions = [statement.Action].flat()
  if (!actions.some((action) => INVOKE.has(String(action)))) return original
  const otherActions = actions.filter((action) => !INVOKE.has(String(action)))
  const resources = [statement.Resource].flat()
  const kept = resources.filter((resource) =>
    callee === undefined
      ? service.functions.some(({ key }) => namesFunction(service, resource, key))
      : !namesFunction(service, resource, callee),
  )
  if (kept.length === resources.length) return original
  if (kept.length > 0) return otherActions.length > 0 ? original : { ...statement, Resource: kept }
  return otherActions.length > 0 ? { ...statement, Action: otherActions } : undefined
}

/** Functions of others that statements name one by one, as texts: no patterns, and none of the service. */
export function lostResources(service: Service, statements: readonly unknown[]): string[] {
  const lost = statements.filter(grantsInvoke).flatMap((statement) => {
    if (revokedInvoke(service, statement, undefined) === statement) return []
    return [asObject(statement).Resource]
      .flat()
      .filter((resource) => !service.functions.some(({ key }) => namesFunction(service, resource, key)))
  })
  const texts = lost.map((resource) => {
    // `!Sub arn:…`
    const [only] = isObject(resource) ? Object.values(resource) : [resource]
    return typeof only === 'string' ? only : JSON.stringify(resource)
  })
  return [...new Set(texts.filter((text) => !text.includes('*')))]
}

/** Whether a statement lets invoke functions. */
export function grantsInvoke(statement: unknown): boolean {
  const { Effect, Action } = asObject(statement)
  return Effect === 'Allow' && [Action].flat().some((action) => INVOKE.has(String(action)))
}

/** What a statement lets invoke that may be a function, for all that is known: names of other stages, patterns. */
export function textsEndingIn(statement: unknown, key: string): string[] {
  if (!grantsInvoke(statement)) return []
  const texts = [asObject(statement).Resource].flat().filter((text): text is string => typeof text === 'string')
  return texts.filter((text) => text.endsWith(`-${key}`))
}

/** The other actions of a statement that lets invoke `callee` among other functions: it cannot lose the one alone. */
export function actionsBesideInvoke(service: Service, statement: unknown, callee: string): string[] {
  const { Effect, Action, Resource } = asObject(statement)
  const actions = [Action].flat().map(String)
  const grants = Effect === 'Allow' && actions.some((action) => INVOKE.has(action))
  const namesCallee = [Resource].flat().some((resource) => namesFunction(service, resource, callee))
  return grants && namesCallee ? actions.filter((action) => !INVOKE.has(action)) : []
}

/** Functions of the service that a statement's resource names one by one; `undefined` for patterns and unknown ones. */
export function namesFunction(service: Service, resource: unknown, key: string): boolean {
  const fn = service.functions.find((candidate) => candidate.key === key)
  if (!fn) return false
  const value = resolveInline(service, resource)
  // the last star reaches over `function:`
  if (typeof value === 'string' && SHORT_ARN.exec(value)?.[1] === fn.name) return true
  const name = fromConfiguration(value)
  if (name.kind === 'logical-id') return name.id === fn.logicalId
  return name.kind === 'text' && name.text === fn.name
}

/** Resource texts are compared resolved; the raw configuration still has its variables. */
function resolveInline(service: Service, value: unknown): unknown {
  const resolve = (text: string) =>
    text
      .replace(/\$\{self:service(\.name)?\}/g, service.name)
      .replace(/\$\{(sls:stage|self:provider\.stage|opt:stage[^}]*)\}/g, service.stage)
      .replace(
        /\$\{self:functions\.([\w-]+)\.name\}/g,
        (whole, key: string) => service.functions.find((fn) => fn.key === key)?.name ?? whole,
      )
  if (typeof value === 'string') return resolve(value)
  if (Array.isArray(value)) return value.map((item) => resolveInline(service, item))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolveInline(service, item)]))
}

/** Whether a statement lets invoke more than single named functions. */
export function isBroadInvoke(statement: unknown): boolean {
  const { Action, Resource } = asObject(statement)
  if (![Action].flat().some((action) => INVOKE.has(String(action)))) return false
  return asArray([Resource].flat()).some((resource) => JSON.stringify(resource).includes('*'))
}
