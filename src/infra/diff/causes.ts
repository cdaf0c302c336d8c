import { asArray, asObject, isObject } from '../../load/document'
import { functionLogicalId, normalizedName } from '../../load/naming'
import { functionOf, type Service } from '../../load/service'
import type { InfraChange } from '../edit/change'
import { attachedRole } from '../edit/resource-roles'
import { SHARED_ROLE } from '../synth/functions'
import { roleLogicalId } from '../synth/functions/role'
import { queueLogicalIds } from '../synth/lift/cdk-id'
import { hasRolesPerFunction } from '../synth/roles/per-function'
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
      const direct = [...own.filter((cause) => causesResource(cause, row)), ...variableCauses(own, row)].flatMap(
        ({ sites }) => sites,
      )
      // a role changes with what it grants, or a policy that is attached to it
      const [{ service } = { service: undefined }] = own
      const role = (service && attachedRole(service, row.logicalId)) ?? row.logicalId
      const granted = iam.filter(({ principals }) => names(principals, role)).flatMap(({ sites }) => sites)
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
  const { logicalId, properties } = row
  switch (change.kind) {
    case 'add-resource':
      return logicalId === change.logicalId
    case 'add-state-machine': {
      const id = stateMachineLogicalId(change.key, change.machine)
      return logicalId === id || logicalId === `${id}Role`
    }
    case 'add-construct': {
      const ids = queueLogicalIds(change.id)
      const isOfWorker = logicalId.startsWith(normalizedName(change.worker))
      return ids.includes(logicalId) || (isOfWorker && refersTo(properties, ids))
    }
    case 'add-event': {
      const isOfFunction = logicalId.startsWith(normalizedName(change.function))
      if (change.event.eventBridge !== undefined) return isOfRule(change.function, row)
      return isOfFunction && properties.some(({ after }) => after !== undefined && mentionsAny(change.event, after))
    }
    case 'add-function':
      return row.impact === 'create' && isOfFunctionAlone(logicalId, change.function)
    case 'remove-function':
      return row.impact !== 'create' && isOfFunctionAlone(logicalId, change.function)
    default:
      return false
  }
}

/** What changes the variables of a function: what names it, else what names another, for a variable of the provider. */
function variableCauses(causes: readonly Cause[], { type, logicalId, properties }: ResourceChange): Cause[] {
  if (type !== 'AWS::Lambda::Function') return []
  return properties.flatMap(({ path }) => {
    const all = causes.filter(
      ({ change }) =>
        (change.kind === 'set-environment' || change.kind === 'remove-environment') &&
        path === `Environment.Variables.${change.name}`,
    )
    const own = all.filter(({ change }) => 'function' in change && functionLogicalId(change.function) === logicalId)
    return own.length > 0 ? own : all
  })
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
      return (
        row.actions.includes(change.action) &&
        (isGrantedTo(service, change.function, row) || isTakenOver(service, change.function, row))
      )
    case 'revoke-invoke':
      return (
        row.change === 'removed' &&
        // with its last statement, the whole of a function's own role goes
        ((row.actions.some((action) => /^(lambda:|\*)/.test(action)) &&
          (isGrantedTo(service, change.function, row) ||
            isTakenOver(service, change.function, row, change.isInherited))) ||
          names([...row.principals, ...row.resources], `${normalizedName(change.function)}${SHARED_ROLE}`))
      )
    case 'add-event':
      return (
        row.change === 'added' &&
        (isPushedTo(change.function, row) ||
          (isGrantedTo(service, change.function, row) &&
            referencedIn(change.event).some((id) => names(row.resources, id))))
      )
    case 'add-construct':
      return row.change === 'added' && queueLogicalIds(change.id).some((id) => names(row.resources, id))
    case 'add-state-machine':
      return names(row.principals, `${stateMachineLogicalId(change.key, change.machine)}Role`) || isAssumed(change, row)
    case 'add-resource':
      return change.resource.Type === 'AWS::IAM::Role' && names([...row.principals, ...row.resources], change.logicalId)
    case 'remove-function':
      return [...row.principals, ...row.resources].some((text) =>
        text.includes(`\${${functionLogicalId(change.function)}`),
      )
    default:
      return false
  }
}

/** What a rule needs: the rule, whose target is the function, its bus, and the permission to invoke the function. */
function isOfRule(key: string, { type, properties }: ResourceChange): boolean {
  if (type === 'AWS::Events::EventBus') return true
  if (type !== 'AWS::Events::Rule' && type !== 'AWS::Lambda::Permission') return false
  return properties.some(({ after }) => referencedIn(after).includes(functionLogicalId(key)))
}

/** Whether a service of AWS that hands events on (SNS, EventBridge) may invoke the function. */
function isPushedTo(key: string, { actions, principals, resources }: IamChange): boolean {
  const isService = principals.some((principal) => /^Service:(sns|events)\.amazonaws\.com$/.test(principal))
  return isService && actions.includes('lambda:InvokeFunction') && names(resources, functionLogicalId(key))
}

/** The trust policy of the machine's role names it as the resource. */
function isAssumed(change: Extract<InfraChange, { kind: 'add-state-machine' }>, { resources }: IamChange): boolean {
  return names(resources, `${stateMachineLogicalId(change.key, change.machine)}Role`)
}

/** Whether a role takes over what the one allows that functions share, in which the statement of a function stands. */
function isTakenOver(service: Service, key: string, { principals }: IamChange, isInherited = false): boolean {
  if (!hasRolesPerFunction(service)) return false
  const isShared = functionOf(service, key)?.data.iamRoleStatements === undefined
  return (isShared || isInherited) && principals.some((text) => text.includes(SHARED_ROLE))
}

function isGrantedTo(service: Service, key: string, { principals }: IamChange): boolean {
  const fn = functionOf(service, key)
  if (!fn) return false
  const hasOwn = hasRolesPerFunction(service) && fn.data.iamRoleStatements !== undefined
  const role = hasOwn ? `${normalizedName(key)}${SHARED_ROLE}` : roleLogicalId(asObject(service.data.provider), fn)
  return role !== undefined && names(principals, role)
}

/** Whether a text refers to a logical id: `${Queue.Arn}`. */
function names(texts: readonly string[], logicalId: string): boolean {
  return texts.some((text) => text.includes(`\${${logicalId}}`) || text.includes(`\${${logicalId}.`))
}

function refersTo(properties: ResourceChange['properties'], ids: readonly string[]): boolean {
  return properties.some(({ after }) => referencedIn(after).some((id) => ids.includes(id)))
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
