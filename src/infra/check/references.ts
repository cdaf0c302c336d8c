import { asArray, isObject } from '../../load/document'
import type { Resource } from '../template'

/** Logical ids and parameters that a value refers to, by `Ref`, `Fn::GetAtt`, `Fn::Sub` and `DependsOn`. */
export function referencesOf(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) for (const item of value) referencesOf(item, found)
  else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (key === 'Ref' && typeof item === 'string') found.add(item)
      else if (key === 'Fn::GetAtt') addAttribute(item, found)
      else if (key === 'Fn::Sub') addSubstitutions(item, found)
      else referencesOf(item, found)
    }
  }
  return found
}

/** Ids that a resource refers to, what it depends on included. */
export function resourceReferences(resource: Resource): Set<string> {
  const { DependsOn, ...rest } = resource
  const found = referencesOf(rest)
  for (const id of [DependsOn ?? []].flat()) found.add(id)
  return found
}

function addAttribute(value: unknown, found: Set<string>): void {
  const id = typeof value === 'string' ? value.split('.')[0] : asArray(value)[0]
  if (typeof id === 'string') found.add(id)
}

/** `${A}`, `${A.Arn}` of a `Fn::Sub`; `${!A}` is literal, and variables of the map are no references. */
function addSubstitutions(value: unknown, found: Set<string>): void {
  const [template, variables] = Array.isArray(value) ? value : [value, {}]
  if (isObject(variables)) referencesOf(variables, found)
  if (typeof template !== 'string') return
  for (const [, name = ''] of template.matchAll(/\$\{([^!}][^}]*)\}/g)) {
    if (!isObject(variables) || !(name in variables)) found.add(name.split('.')[0] ?? name)
  }
}
