import { isDeepStrictEqual } from 'node:util'
import type { InfraChange } from '../infra/edit/change'
import type { ConfigEditors } from '../infra/edit/config-editors'
import { namesFunction } from '../infra/edit/permissions'
import { ServiceEditor } from '../infra/edit/service-editor'
import { hasRolesPerFunction, inheritsStatements } from '../infra/synth/roles/per-function'
import { asObject } from '../load/document'
import { type FunctionRef, refKey, type Service, type ServiceFunction } from '../load/service'
import { parameter } from '../scan/params'
import type { InvokeSite } from '../scan/site'
import { isTestFile } from '../scan/test-file'
import type { Value } from '../syntax/evaluate/value'
import { isSourceFile } from '../syntax/source-file'
import { textOf, type Workspace } from '../workspace/workspace'
import { type Removal, removeVariable } from './own-variables'

/** A site that was rewritten, and its index. */
export interface RewrittenSite {
  readonly index: number
  readonly site: InvokeSite
}

/**
 * Removes from the configuration what only the rewritten calls needed: the variables that named their callees, and the
 * permission to invoke them. What anything else may still need stays.
 * @param isReadBy Whether a function may read a variable of its environment then.
 * @param sites The sites whose code is still there, or is rewritten.
 * @param after The workspace with all source edits made.
 * @param note Told of every change, with the site that it is made for.
 * @returns What is left to do by hand.
 */
export function cleanUpConfiguration(
  editors: ConfigEditors,
  after: Workspace,
  isReadBy: ReadTest,
  sites: readonly InvokeSite[],
  rewritten: readonly RewrittenSite[],
  note: (service: Service, change: InfraChange, site: number) => void,
): { readonly message: string; readonly sites: readonly number[] }[] {
  const done = new Set(rewritten.map(({ site }) => site))
  const remaining = sites.filter((site) => !done.has(site))
  const calls = rewritten.flatMap(({ site, index }): RewrittenCall[] => {
    const { target } = site
    if (target.status !== 'resolved') return []
    return site.callers.map((caller) => {
      const editor = new ServiceEditor(caller.service, editors)
      const apply: Apply = (change, mark) => {
        note(caller.service, change, index)
        return editor.apply(change, mark)
      }
      return { site, index, caller, callee: target.ref, apply }
    })
  })
  const manual: { message: string; sites: readonly number[] }[] = []
  for (const call of calls) {
    for (const { service, change, left } of removeVariables(call, editors, after, isReadBy)) {
      if (left === undefined) note(service, change, call.index)
      else manual.push({ message: left, sites: [call.index] })
    }
  }
  const isRead: ReadTest = (fn, name) => isConfigured(editors, after, fn.service, name) || isReadBy(fn, name)
  for (const call of calls) {
    const message = revoke(call, remaining, isRead)
    if (message !== undefined) manual.push({ message, sites: [call.index] })
  }
  return manual
}

/** A call that is no longer made, from one of the functions that made it. */
interface RewrittenCall extends RewrittenSite {
  readonly caller: FunctionRef
  readonly callee: FunctionRef
  readonly apply: ServiceEditor['apply']
}

/** Takes out what named the callee: for the caller alone while other code mentions it, else wherever it is declared. */
function removeVariables(
  { site, index, caller, callee }: RewrittenCall,
  editors: ConfigEditors,
  after: Workspace,
  isReadBy: ReadTest,
): Removal[] {
  const { service, function: fn } = caller
  return variablesIn(parameter(site.params, 'FunctionName')).flatMap((name) => {
    if (isConfigured(editors, after, service, name)) return []
    const isShared = isInSource(editors, after, service, name)
    const reason = isShared ? `"${fn.key}" reads ${name} no more.` : `Nothing reads ${name} any more.`
    const mark = { rule: 'remove-variable', reason, sites: [index] }
    const declarers = isShared ? [caller].filter((one) => isOwn(one, name)) : declarersOf(service, name, callee)
    return (
      declarers
        .filter((one) => !readersOf(one, name).some((reader) => isReadBy(reader, name)))
        .map((one) => removeVariable(editors, one, name, mark))
        // the environment is shared with a function that mentions it
        .filter(({ left }) => left === undefined || !isShared)
    )
  })
}

/** Functions whose environment has a variable for the callee: it may be declared where nobody reads it. */
function declarersOf(service: Service, name: string, callee: FunctionRef): FunctionRef[] {
  return service.functions
    .filter((fn) => namesFunction(callee.service, fn.environment[name], callee.function.key))
    .map((fn) => ({ service, function: fn }))
}

function isOwn({ function: { data } }: FunctionRef, name: string): boolean {
  return name in asObject(data.environment)
}

/** The functions that have a variable from where a function has it: itself, or all that have that of the provider. */
function readersOf(fn: FunctionRef, name: string): FunctionRef[] {
  if (isOwn(fn, name)) return [fn]
  const all = fn.service.functions.map((other) => ({ service: fn.service, function: other }))
  return all.filter((other) => !isOwn(other, name))
}

/** Variables whose values the name of a function is made of. */
function variablesIn(value: Value): string[] {
  if (value.kind === 'environment') return [value.key]
  if (value.kind === 'text') return value.parts.flatMap((part) => (typeof part === 'string' ? [] : variablesIn(part)))
  if (value.kind === 'fallback') return [...variablesIn(value.first), ...variablesIn(value.second)]
  return value.kind === 'one-of' ? value.values.flatMap(variablesIn) : []
}

/** Whether any source mentions a variable. Tests set it for nobody then. */
function isInSource(editors: ConfigEditors, after: Workspace, service: Service, name: string): boolean {
  const word = new RegExp(`\\b${name}\\b`)
  const configured = editors.filesOf(service)
  return after.files.some(
    (file) => isSourceFile(file) && !configured.has(file) && !isTestFile(file) && word.test(textOf(after, file) ?? ''),
  )
}

/** Whether the configuration mentions a variable in any other place than where it declares it. */
function isConfigured(editors: ConfigEditors, after: Workspace, service: Service, name: string): boolean {
  const configured = [...editors.filesOf(service)].filter((file) => after.has(file))
  const declarations =
    service.functions.filter((fn) => name in asObject(fn.data.environment)).length +
    (name in asObject(asObject(service.data.provider).environment) ? 1 : 0)
  const text = configured.map((file) => editors.text(file)).join('\n')
  return (text.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length > declarations
}

type Apply = ServiceEditor['apply']

/** Whether a function may read a variable of its environment. */
export type ReadTest = (fn: FunctionRef, variable: string) => boolean

/** What is left to do by hand of the permissions in a function's role, and in the one that it takes them over from. */
function revoke(call: RewrittenCall, remaining: readonly InvokeSite[], isRead: ReadTest): string | undefined {
  const { service, function: fn } = call.caller
  const own = revokeFrom(call, functionsOfRole(call.caller), remaining, isRead)
  if (!hasOwnStatements(service, fn) || !inheritsStatements(service, fn)) return own
  const apply: Apply = (change, mark) =>
    call.apply(change.kind === 'revoke-invoke' ? { ...change, isInherited: true } : change, mark)
  return revokeFrom({ ...call, apply }, inheritors(service), remaining, isRead) ?? own
}

/** @param users The functions that run with what the role allows. */
function revokeFrom(
  { caller, callee, index, apply }: RewrittenCall,
  users: readonly FunctionRef[],
  remaining: readonly InvokeSite[],
  isRead: ReadTest,
): string | undefined {
  const { key } = callee.function
  const mark = { rule: 'revoke-invoke', reason: `Nothing invokes "${key}" with this role any more.`, sites: [index] }
  const unseen = users.find((user) => user.function.handler === undefined)
  if (unseen) return keptFor(caller, callee, `"${unseen.function.key}" has the same role, and it is not analysed`)
  const naming = users.flatMap(({ service, function: fn }) =>
    Object.entries(fn.environment).flatMap(([name, value]) =>
      namesFunction(callee.service, value, key) && isRead({ service, function: fn }, name)
        ? [
            fn === caller.function
              ? `it is told its name by ${name}, which is still read`
              : `"${fn.key}", which has the same role, is told its name by ${name}`,
          ]
        : [],
    ),
  )
  if (naming[0] !== undefined) return keptFor(caller, callee, naming[0])
  const role = new Set(users.map(refKey))
  const others = remaining.filter((site) => site.callers.some((other) => role.has(refKey(other))))
  const mayNeed = others.find(({ target }) => {
    if (target.status === 'resolved') return refKey(target.ref) === refKey(callee)
    return target.status !== 'candidates' || target.refs.some((ref) => refKey(ref) === refKey(callee))
  })
  const isWarmedUp = caller.service.plugins.some((plugin) => plugin.includes('warmup'))
  const left =
    others.length === 0 && !isWarmedUp
      ? apply({ kind: 'revoke-invoke', function: caller.function.key, callee: undefined }, mark)
      : undefined
  if (mayNeed)
    return mayNeed.target.status === 'unresolved'
      ? keptFor(caller, callee, `the call at ${mayNeed.module.file}:${mayNeed.line} may need it`)
      : left
  if (callee.service !== caller.service) {
    if (others.length === 0) return left
    return `"${caller.function.key}" may still be allowed to invoke "${callee.function.key}" of ${callee.service.name}: take it out where nothing else needs it.`
  }
  return apply({ kind: 'revoke-invoke', function: caller.function.key, callee: key }, mark) ?? left
}

function keptFor(caller: FunctionRef, callee: FunctionRef, why: string): string {
  return `"${caller.function.key}" keeps what permission it has to invoke "${callee.function.key}": ${why}. Take it out where nothing needs it.`
}

/** The functions that run with the same role as `caller`, itself included, or with all that it allows. */
function functionsOfRole({ service, function: fn }: FunctionRef): FunctionRef[] {
  if (hasOwnStatements(service, fn)) return [{ service, function: fn }]
  const role = fn.data.role
  if (role === undefined) return inheritors(service)
  return service.functions
    .filter((candidate) => isDeepStrictEqual(candidate.data.role, role) && !hasOwnStatements(service, candidate))
    .map((candidate) => ({ service, function: candidate }))
}

/** The functions that may do what the role allows that functions share. */
function inheritors(service: Service): FunctionRef[] {
  return service.functions
    .filter((fn) => fn.data.role === undefined && (!hasOwnStatements(service, fn) || inheritsStatements(service, fn)))
    .map((fn) => ({ service, function: fn }))
}

function hasOwnStatements(service: Service, fn: ServiceFunction): boolean {
  return hasRolesPerFunction(service) && asObject(fn.data).iamRoleStatements !== undefined
}
