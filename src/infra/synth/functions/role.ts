import { asArray, asObject, type ConfigObject, isObject } from '../../../load/document'
import type { ServiceFunction } from '../../../load/service'
import { getAtt } from '../../template'

/** Name of the role that functions share. */
export const SHARED_ROLE = 'IamRoleLambdaExecution'

/** A role that the service names for all its functions: then the packager makes none. */
export function existingRole(provider: ConfigObject): unknown {
  const { role } = asObject(provider.iam)
  return isExisting(role) ? role : provider.role
}

/** A name, an ARN or an intrinsic, in contrast to settings of a role to be made. */
export function isExisting(role: unknown): boolean {
  return typeof role === 'string' || (isObject(role) && Object.keys(role).some((key) => key.includes('::')))
}

/** A role that is not the shared one; `undefined` without. */
export function customRole(provider: ConfigObject, fn: ServiceFunction): unknown {
  return fn.data.role || existingRole(provider)
}

/** `Role` of a function, and the logical ids that it then depends on. */
export function roleOf(provider: ConfigObject, fn: ServiceFunction): { role: unknown; dependsOn: string[] } {
  const role = customRole(provider, fn) || SHARED_ROLE
  if (typeof role !== 'string') {
    const attribute = asObject(role)['Fn::GetAtt']
    const [id] = typeof attribute === 'string' ? attribute : asArray(attribute)
    return { role, dependsOn: typeof id === 'string' ? [id] : [] }
  }
  if (role.startsWith('arn:')) return { role, dependsOn: [] }
  return { role: getAtt(role), dependsOn: role === SHARED_ROLE ? [] : [role] }
}

/** Logical id of the role of the template that the function runs with; `undefined` for one from elsewhere. */
export function roleLogicalId(provider: ConfigObject, fn: ServiceFunction): string | undefined {
  const role = customRole(provider, fn)
  if (typeof role === 'string' && role !== '') return role.includes(':') ? undefined : role
  if (!isObject(role)) return SHARED_ROLE
  const [id, attribute] = asArray(role['Fn::GetAtt'])
  if (typeof id === 'string' && attribute === 'Arn') return id
  return ['Fn::ImportValue', 'Ref', 'Fn::Sub'].some((name) => name in role) ? undefined : SHARED_ROLE
}
