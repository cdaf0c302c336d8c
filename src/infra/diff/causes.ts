import { asArray, isObject } from '../../load/document'
import { functionLogicalId, normalizedName } from '../../load/naming'
import { functionOf, type Service } from '../../load/service'
import type { InfraChange } from '../edit/change'
import { SHARED_ROLE } from '../synth/functions'
import { hasRolesPerFunction } from '../synth/roles/per-function'
import { hasSharedRole } from '../synth/roles/shared-role'
import { stateMachineLogicalId } from '../synth/step-functions/names'
import type { IamChange, InfraDiff, ResourceChange } from './model'

/** A change of the configuration, and the sites that ask for it. */
export interface Cause {
  readonly service: Service
  readonly change: InfraChange
  /** Indices of the sites of one rewrite. */
  readonly sites: readonly number[]
}

/** A diff whose rows tell the sites that cause them. */
export function withCauses(diff: InfraDiff, causes: readonly Cause[]): InfraDiff {
  const own = causes.filter(({ service }) => service.config === diff.config)
  const iam = diff.iam.map((row) => ({ ...row, sites: sitesOf(own.filter((cause) => causesPermission(cause, row))) }))
  const rows = (list: readonly ResourceChange[]) =>
    list.map((row) => {
      const direct = own.filter((cause) => causesResource(cause, row)).flatMap(({ sites }) => sites)
      // a role changes with what it grants
      const granted = iam.filter(({ principals }) => names(principals, row.logicalId)).flatMap(({ sites }) => sites)
      return { ...row, sites: distinct([...direct, ...granted]) }
    })
  return {
    ...diff,
    created: rows(diff.created),
    changed: rows(diff.changed),
    replaced: rows(diff.replaced),
    destroyed: rows(diff.destroyed),
    iam,
    causes: groupsOf(own),
  }
}

/** Each rewrite once. */
function groupsOf(causes: readonly Cause[]): number[][] {
  const groups = new Map(causes.map(({ sites }) => [sites.join(), distinct(sites)]))
  return [...groups.values()].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
}

function sitesOf(causes: readonly Cause[]): number[] {
  return distinct(causes.flatMap(({ sites }) => sites))
}

function distinct(sites: readonly number[]): number[] {
  return [...new Set(sites)].sort((a, b) => a - b)
}

function causesResource({ change }: Cause, row: ResourceChange): boolean {
  const { logicalId, type, properties } = row
  switch (change.kind) {
    case 'add-resource':
      return logicalId === change.logicalId
    case 'add-state-machine': {
      const id = stateMachineLogicalId(change.key, change.machine)
      return logicalId === id || logicalId === `${id}Role`
    }
    case 'set-environment':
    case 'remove-environment':
      // a variable of the provider is one of every function
      return (
        type === 'AWS::Lambda::Function' &&
        properties.some(({ path }) => path === `Environment.Variables.${change.name}`)
      )
    case 'add-event': {
      const isOfFunction = logicalId.startsWith(normalizedName(change.function))
      return isOfFunction && properties.some(({ after }) => after !== undefined && mentionsAny(change.event, after))
    }
    case 'remove-function':
      return row.impact !== 'create' && isOfFunctionAlone(logicalId, change.function)
    default:
      return false
  }
}

/** What is made for a function and for nothing else: the function, its log group, its role, its mappings. */
function isOfFunctionAlone(logicalId: string, key: string): boolean {
  const name = normalizedName(key)
  return (
    logicalId.startsWith(name) &&
    /^(Lambda|LogGroup$|IamRole|EventSourceMapping|Events?)/.test(logicalId.slice(name.length))
  )
}

function causesPermission({ service, change }: Cause, row: IamChange): boolean {
  switch (change.kind) {
    case 'allow':
      return row.actions.includes(change.action) && isGrantedTo(service, change.function, row)
    case 'revoke-invoke':
      return (
        row.change === 'removed' &&
        // with its last statement, the whole of a function's own role goes
        ((row.actions.some((action) => /^(lambda:|\*)/.test(action)) && isGrantedTo(service, change.function, row)) ||
          names([...row.principals, ...row.resources], `${normalizedName(change.function)}${SHARED_ROLE}`))
      )
    case 'add-event':
      return (
        row.change === 'added' &&
        isGrantedTo(service, change.function, row) &&
        referencedIn(change.event).some((id) => names(row.resources, id))
      )
    case 'add-state-machine':
      return names(row.principals, `${stateMachineLogicalId(change.key, change.machine)}Role`) || isAssumed(change, row)
    case 'remove-function':
      return [...row.principals, ...row.resources].some((text) =>
        text.includes(`\${${functionLogicalId(change.function)}`),
      )
    default:
      return false
  }
}

/** The trust policy of the machine's role names it as the resource. */
function isAssumed(change: Extract<InfraChange, { kind: 'add-state-machine' }>, { resources }: IamChange): boolean {
  return names(resources, `${stateMachineLogicalId(change.key, change.machine)}Role`)
}

function isGrantedTo(service: Service, key: string, { principals }: IamChange): boolean {
  const fn = functionOf(service, key)
  if (!fn || fn.data.role !== undefined || !hasSharedRole(service)) return false
  const hasOwn = hasRolesPerFunction(service) && fn.data.iamRoleStatements !== undefined
  return names(principals, hasOwn ? `${normalizedName(key)}${SHARED_ROLE}` : SHARED_ROLE)
}

/** Whether a text refers to a logical id: `${Queue.Arn}`. */
function names(texts: readonly string[], logicalId: string): boolean {
  return texts.some((text) => text.includes(`\${${logicalId}}`) || text.includes(`\${${logicalId}.`))
}

function mentionsAny(event: unknown, value: unknown): boolean {
  const ids = referencedIn(event)
  return referencedIn(value).some((id) => ids.includes(id))
}

function referencedIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencedIn)
  if (!isObject(value)) return []
  const { Ref: reference, 'Fn::GetAtt': attribute } = value
  const [id] = typeof attribute === 'string' ? attribute.split('.') : asArray(attribute)
  const own = [reference, id].filter((name): name is string => typeof name === 'string')
  return [...own, ...Object.values(value).flatMap(referencedIn)]
}
