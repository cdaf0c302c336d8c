import { ts } from 'ts-morph'
import { asObject, type ConfigObject, type ConfigPath } from '../../load/document'
import { functionOf, type Service } from '../../load/service'
import { parse } from '../../syntax/parse'
import { extensionOf } from '../../workspace/paths'
import { CannotEdit } from './cannot-edit'
import type { InfraChange } from './change'
import type { ConfigEditors } from './config-editors'
import { renderEntry, renderLiteral } from './literal/render'
import { literalStyle } from './literal/style'
import { locate } from './locate'
import { statementsPath } from './permissions'
import { listForStatement, resourceRole, statementLists } from './resource-roles'
import { CONSUMER_ACTIONS } from './role-editor'
import { renderYaml } from './yaml/render'
import { yamlStyle } from './yaml/style'

/** A change of a configuration that is left to a person, in the language and style of its file. */
export interface ByHand {
  readonly action: 'add' | 'remove'
  readonly file: string
  /** Path of the map or list that it is added to, or of what is removed: `provider.iam.role.statements`. */
  readonly path: string
  /** The exact text to add: a key with its value, or an item of a list. Absent where something is removed. */
  readonly text?: string
}

/** What a change of a service means in its configuration. */
interface Meaning {
  readonly path: ConfigPath
  /** A key to add; an item, where there is no name; nothing, where the path is to be removed. */
  readonly add?: { readonly key?: string; readonly value: unknown }
}

/** A change as a person would make it: one place after the other. */
export function byHand(service: Service, change: InfraChange, editors: ConfigEditors): ByHand[] {
  return meaningsOf(service, change).map(({ path, add }) => {
    const place = placeOf(service, path, editors)
    if (!add) return { action: 'remove', file: place.file, path: place.path.join('.') }
    return { action: 'add', file: place.file, path: place.path.join('.'), text: textOf(place.file, add, editors) }
  })
}

/** A queue's event needs a role that reads the queue: where that has no list of statements, it is what is in the way. */
function meaningsOf(service: Service, change: InfraChange): Meaning[] {
  const own = meaningOf(service, change)
  const arn = change.kind === 'add-event' ? asObject(change.event.sqs).arn : undefined
  if (change.kind !== 'add-event' || arn === undefined) return [own]
  const role = resourceRoleOf(service, change.function)
  if (role === undefined || listForStatement(statementLists(service, role))) return [own]
  const statement = { Effect: 'Allow', Action: CONSUMER_ACTIONS, Resource: arn }
  return [policyFor(role, 'queue', statement), own]
}

function meaningOf(service: Service, change: InfraChange): Meaning {
  switch (change.kind) {
    case 'add-resource':
      return { path: ['resources', 'Resources'], add: { key: change.logicalId, value: change.resource } }
    case 'add-function':
      return { path: ['functions'], add: { key: change.function, value: change.data } }
    case 'add-state-machine':
      return { path: ['stepFunctions', 'stateMachines'], add: { key: change.key, value: change.machine } }
    case 'add-construct':
      return { path: ['constructs'], add: { key: change.id, value: change.construct } }
    case 'add-plugin':
      return { path: ['plugins'], add: { value: change.name } }
    case 'set-environment':
      return {
        path: ['functions', change.function, 'environment'],
        add: { key: change.name, value: change.value },
      }
    case 'add-event':
      return { path: ['functions', change.function, 'events'], add: { value: change.event } }
    case 'allow':
      return allowed(service, change)
    case 'leave-out-of-bundle':
      return { path: ['custom', 'esbuild', 'exclude'], add: { value: change.add } }
    case 'remove-function':
      return { path: ['functions', change.function] }
    case 'remove-environment':
      return { path: ['functions', change.function, 'environment', change.name] }
    case 'revoke-invoke':
      return { path: rolePath(service, change.function) }
  }
}

/** A role of `resources` without a list of statements needs a policy. */
function allowed(service: Service, change: Extract<InfraChange, { kind: 'allow' }>): Meaning {
  const statement = { Effect: 'Allow', Action: change.action, Resource: change.resource }
  const role = resourceRoleOf(service, change.function)
  return role === undefined
    ? { path: rolePath(service, change.function), add: { value: statement } }
    : policyFor(role, 'messages', statement)
}

function resourceRoleOf(service: Service, key: string): string | undefined {
  const fn = functionOf(service, key)
  return fn?.data.role === undefined ? undefined : resourceRole(service, fn)
}

function policyFor(role: string, name: string, statement: ConfigObject): Meaning {
  const policy = { PolicyName: name, PolicyDocument: { Version: '2012-10-17', Statement: [statement] } }
  return { path: ['resources', 'Resources', role, 'Properties', 'Policies'], add: { value: policy } }
}

function rolePath(service: Service, key: string): ConfigPath {
  const fn = functionOf(service, key)
  return fn ? statementsPath(service, fn) : ['provider', 'iam', 'role', 'statements']
}

/** The file in which the part of the configuration stands that a change is about, and its path there. */
export function placeOfChange(
  service: Service,
  change: InfraChange,
  editors: ConfigEditors,
): { readonly file: string; readonly path: ConfigPath } {
  const [first = meaningOf(service, change)] = meaningsOf(service, change)
  return placeOf(service, first.path, editors)
}

/** The file that has the place, where one is found; else the place as the service's own file would have it. */
function placeOf(service: Service, path: ConfigPath, editors: ConfigEditors): { file: string; path: ConfigPath } {
  try {
    return locate(service, path, (file) => editors.data(file))
  } catch (error) {
    if (!(error instanceof CannotEdit)) throw error
    return { file: service.config, path }
  }
}

function textOf(file: string, { key, value }: NonNullable<Meaning['add']>, editors: ConfigEditors): string {
  const text = editors.text(file)
  const extension = extensionOf(file)
  if (extension === '.yml' || extension === '.yaml') {
    return renderYaml(key === undefined ? [value] : { [key]: value }, yamlStyle(text))
  }
  const isJson = extension === '.json'
  const ast = isJson ? ts.parseJsonText(file, text) : parse({ file, text })
  const style = { ...literalStyle({ text, ast, isJson }), eol: '\n' as const }
  const layout = { indent: '', inline: false }
  return key === undefined ? renderLiteral(value, style, layout) : renderEntry(key, value, style, layout)
}
