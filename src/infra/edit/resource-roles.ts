import { asArray, asObject, asString, type ConfigObject, type ConfigPath } from '../../load/document'
import type { Service, ServiceFunction } from '../../load/service'
import { roleLogicalId } from '../synth/functions/role'
import { grantsInvoke } from './permissions'

/** A list of statements of a role that stands in the `resources` of a service. */
export interface StatementList {
  readonly path: ConfigPath
  readonly statements: readonly unknown[]
}

/** The role of a function, where `resources` has it: its logical id. */
export function resourceRole(service: Service, fn: ServiceFunction): string | undefined {
  const id = roleLogicalId(asObject(service.data.provider), fn)
  return id !== undefined && id in resourcesOf(service) ? id : undefined
}

/** All that a role allows by statements of this service: its own policies, and those of `resources` that are attached to it. */
export function statementLists(service: Service, role: string): StatementList[] {
  const resources = resourcesOf(service)
  const own = asArray(asObject(asObject(resources[role]).Properties).Policies).map((policy, index) =>
    listIn(policy, ['resources', 'Resources', role, 'Properties', 'Policies', index]),
  )
  const attached = Object.entries(resources)
    .filter(([, resource]) => isAttachedTo(asObject(resource), role))
    .map(([id, resource]) => listIn(asObject(resource).Properties, ['resources', 'Resources', id, 'Properties']))
  return [...own, ...attached].filter((list) => list !== undefined)
}

/** The list that a new statement stands in best: that which lets invoke, else the first. */
export function listForStatement(lists: readonly StatementList[]): StatementList | undefined {
  return lists.find(({ statements }) => statements.some(grantsInvoke)) ?? lists[0]
}

/** Whether nothing but functions of the service can run with a role: its name is not known elsewhere. */
export function isOfServiceOnly(service: Service, role: string): boolean {
  const { [role]: own, ...others } = resourcesOf(service)
  if (asObject(asObject(own).Properties).RoleName !== undefined) return false
  const outside = Object.entries(others).filter(([, resource]) => !isAttachedTo(asObject(resource), role))
  const functions = service.functions.map(({ data: { role: _, ...data } }) => data)
  const { Resources: _, ...resources } = asObject(service.data.resources)
  return !new RegExp(`\\b${role}\\b`).test(JSON.stringify([{ ...service.data, functions, resources }, outside]))
}

const ATTACHED = new Set(['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'])

/** The role that a policy of `resources` is attached to, where it is of that role alone. */
export function attachedRole(service: Service, policy: string): string | undefined {
  const { [policy]: resource } = resourcesOf(service)
  const [role] = asArray(asObject(asObject(resource).Properties).Roles)
  const id = asString(asObject(role).Ref)
  return id !== undefined && isAttachedTo(asObject(resource), id) ? id : undefined
}

/** What such a policy allows is not allowed to others. */
function isAttachedTo({ Type, Properties }: ConfigObject, role: string): boolean {
  const { Roles, Users, Groups } = asObject(Properties)
  const [only, ...others] = asArray(Roles)
  const isOnly = others.length === 0 && Users === undefined && Groups === undefined
  return ATTACHED.has(String(Type)) && isOnly && asObject(only).Ref === role
}

function listIn(policy: unknown, path: ConfigPath): StatementList | undefined {
  const statements = asObject(asObject(policy).PolicyDocument).Statement
  return Array.isArray(statements) ? { path: [...path, 'PolicyDocument', 'Statement'], statements } : undefined
}

function resourcesOf(service: Service): ConfigObject {
  return asObject(asObject(service.data.resources).Resources)
}
