import { asArray, asString, type ConfigObject, isObject } from '../../../load/document'
import { functionLogicalId, normalizedName } from '../../../load/naming'
import { functionOf } from '../../../load/service'
import { getAtt, ref } from '../../template'
import type { TemplateBuilder } from '../builder'

/** Logical id of a machine: from `id`, `name`, or its key. Source: `lib/naming.js` of serverless-step-functions 3.28.1. */
export function stateMachineLogicalId(key: string, machine: ConfigObject): string {
  const named = asString(machine.id) || asString(machine.name)
  return named ? normalizedName(named) : `${normalizedName(key)}StepFunctionsStateMachine`
}

/** What the plugin takes for an intrinsic: an object with a key of that form. */
export function isIntrinsic(value: unknown): value is ConfigObject {
  return isObject(value) && Object.keys(value).some((key) => key.startsWith('Fn::') || key === 'Ref')
}

/** `!GetAtt <function key>.Arn` and `!Ref <function key>` mean the function's logical id. */
export function withLogicalIds(builder: TemplateBuilder, value: unknown): unknown {
  const translated = (id: string) =>
    !(id in builder.resources) && functionOf(builder.service, id) ? functionLogicalId(id) : id
  if (!isObject(value)) return value
  if ('Ref' in value) return ref(translated(String(value.Ref)))
  const [id, attribute] = asArray(value['Fn::GetAtt']).map(String)
  if (id === undefined) return value
  // an attribute that is missing stays missing
  return attribute === undefined ? { 'Fn::GetAtt': [translated(id), null] } : getAtt(translated(id), attribute)
}
