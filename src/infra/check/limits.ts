import { asArray, asObject } from '../../load/document'
import type { Service } from '../../load/service'
import { nameRule } from '../physical-names'
import type { Template } from '../template'
import type { Check, Fault } from './fault'
import { literalText } from './literal'

/** Limit of CloudFormation. */
const MAX_RESOURCES = 500

/** Limit of IAM on all inline policies of a role together, white space not counted. */
const MAX_POLICY = 10_240

export const resourceCount: Check = ({ Resources }) => {
  const count = Object.keys(Resources).length
  if (count <= MAX_RESOURCES) return []
  const message = `The template has ${count} resources; CloudFormation takes ${MAX_RESOURCES}.`
  // a stack that is too large already is split by a plugin: one more resource is no new fault
  return [{ code: 'too-many-resources', message, logicalId: '', subject: '' }]
}

/** Names that are longer than their service takes. */
export function nameLengths(template: Template, service: Service): Fault[] {
  return Object.entries(template.Resources).flatMap(([logicalId, resource]) => {
    const rule = nameRule(resource?.Type)
    const name = rule && literalText(asObject(resource.Properties)[rule.property], service)
    if (!rule || name === undefined || name.length <= rule.max) return []
    const message = `${logicalId}: ${rule.property} "${name}" has ${name.length} characters; ${rule.max} are allowed.`
    return [{ code: 'name-too-long', logicalId, message, path: ['Properties', rule.property], subject: '' }]
  })
}

/** Roles whose inline policies are too large together. */
export function policySizes(template: Template, service: Service): Fault[] {
  return Object.entries(template.Resources).flatMap(([logicalId, resource]) => {
    if (resource?.Type !== 'AWS::IAM::Role') return []
    const own = asArray(asObject(resource.Properties).Policies).map((policy) => asObject(policy).PolicyDocument)
    const attached = Object.values(template.Resources)
      .filter((other) => other?.Type === 'AWS::IAM::Policy' && namesRole(other.Properties?.Roles, logicalId))
      .map((other) => other.Properties?.PolicyDocument)
    const size = [...own, ...attached].reduce<number>((sum, document) => sum + sizeOf(document, service), 0)
    if (size <= MAX_POLICY) return []
    const message = `${logicalId}: its inline policies have about ${size} characters; IAM takes ${MAX_POLICY}.`
    return [{ code: 'policy-too-large', logicalId, message, path: ['Properties', 'Policies'], subject: '' }]
  })
}

function namesRole(roles: unknown, logicalId: string): boolean {
  return asArray(roles).some((role) => asObject(role).Ref === logicalId)
}

/** Characters of a policy as it is deployed; an ARN that is not known counts as a short one. */
function sizeOf(document: unknown, service: Service): number {
  const text = JSON.stringify(document, (_, value: unknown) => {
    const [key, ...rest] = Object.keys(asObject(value))
    const isIntrinsic = rest.length === 0 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::'))
    if (!isIntrinsic) return value
    return (
      literalText(value, service) ?? `arn:aws:lambda:${service.region}:123456789012:${service.name}-${service.stage}`
    )
  })
  return (text ?? '').replace(/\s/g, '').length
}
