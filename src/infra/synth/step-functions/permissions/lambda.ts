import { asObject, type ConfigObject, isObject } from '../../../../load/document'
import type { TemplateBuilder } from '../../builder'
import { withLogicalIds } from '../names'
import { isRuntimeValue, type Permission, parameter, pseudoArn } from './permission'

const INVOKE = 'lambda:InvokeFunction'
const FUNCTION = 'arn:${AWS::Partition}:lambda:${AWS::Region}:'
const ANY_FUNCTION = /^arn:aws(-[a-z]+)*:lambda/

/** A task whose resource is `lambda:invoke`: the function is a parameter. */
export function lambdaInvoke(builder: TemplateBuilder, state: ConfigObject): Permission[] {
  if (isRuntimeValue(state, 'FunctionName')) {
    return [{ action: INVOKE, resource: parameter(state, 'AllowedFunctions') || '*' }]
  }
  const name = parameter(state, 'FunctionName')
  if (typeof name === 'string') return [{ action: INVOKE, resource: arnsOfName(name) }]
  if (isObject(name) && 'Fn::GetAtt' in name) return [{ action: INVOKE, resource: withAliases(builder, name) }]
  if (!isObject(name) || !('Ref' in name)) return [{ action: INVOKE, resource: name }]
  const functionArn = withLogicalIds(builder, name)
  const arn = `${FUNCTION}\${AWS::AccountId}:function:\${functionArn}`
  return [{ action: INVOKE, resource: [pseudoArn(arn, { functionArn }), pseudoArn(`${arn}:*`, { functionArn })] }]
}

/** A whole ARN, `account:function:name`, or a name. */
function arnsOfName(name: string): unknown[] {
  if (ANY_FUNCTION.test(name)) return [name, `${name}:*`]
  const segments = name.split(':')
  const isPartial = segments.length === 3 && /^\d+$/.test(segments[0] ?? '')
  const arn = isPartial ? FUNCTION + name : `${FUNCTION}\${AWS::AccountId}:function:${name}`
  return [pseudoArn(arn), pseudoArn(`${arn}:*`)]
}

/** A task whose resource is the function itself. */
export function directInvoke(builder: TemplateBuilder, resource: unknown): Permission[] {
  return [{ action: INVOKE, resource: withAliases(builder, withoutAlias(resource)) }]
}

export function isFunctionArn(resource: unknown): boolean {
  return typeof resource === 'string' && /arn:aws(-[a-z]+)*:lambda/.test(resource)
}

function withAliases(builder: TemplateBuilder, arn: unknown): unknown[] {
  const functionArn = isObject(arn) ? withLogicalIds(builder, asObject(arn)) : arn
  return [functionArn, pseudoArn('${functionArn}:*', { functionArn })]
}

function withoutAlias(resource: unknown): unknown {
  if (typeof resource !== 'string' || !ANY_FUNCTION.test(resource)) return resource
  const parts = resource.split(':')
  return parts.length === 8 ? parts.slice(0, 7).join(':') : resource
}
