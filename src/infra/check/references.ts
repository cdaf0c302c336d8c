import { asArray, isObject } from '../../load/document'
import { parseVariables } from '../../load/variables'
import type { Resource } from '../template'

/** A name that a value refers to, and how. */
export interface Reference {
  /** Logical id, parameter, pseudo parameter, or whatever else stands there. */
  readonly name: string
  /** Attribute of `Fn::GetAtt`, or behind the dot of a `Fn::Sub`. */
  readonly attribute?: string
  /** Whether it stands in the text of a `Fn::Sub`. */
  readonly isSubstitution: boolean
}

/** Logical ids and parameters that a value refers to, by `Ref`, `Fn::GetAtt`, `Fn::Sub` and `DependsOn`. */
export function referencesOf(value: unknown): Set<string> {
  return new Set(allReferences(value).map(({ name }) => name))
}

/** Ids that a resource refers to, what it depends on included. */
export function resourceReferences(resource: Resource): Set<string> {
  const { DependsOn, ...rest } = resource
  const found = referencesOf(rest)
  for (const id of [DependsOn ?? []].flat()) found.add(id)
  return found
}

/** Every reference in a value. */
export function allReferences(value: unknown): Reference[] {
  const found: Reference[] = []
  collect(value, found)
  return found
}

function collect(value: unknown, found: Reference[]): void {
  if (Array.isArray(value)) for (const item of value) collect(item, found)
  else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (key === 'Ref' && typeof item === 'string') found.push({ name: item, isSubstitution: false })
      else if (key === 'Fn::GetAtt') addAttribute(item, found)
      else if (key === 'Fn::Sub') addSubstitutions(item, found)
      else collect(item, found)
    }
  }
}

function addAttribute(value: unknown, found: Reference[]): void {
  const [name, ...rest] = typeof value === 'string' ? value.split('.') : asArray(value)
  if (typeof name !== 'string') return
  const isKnown = rest.length > 0 && rest.every((part) => typeof part === 'string')
  found.push({ name, ...(isKnown && { attribute: rest.join('.') }), isSubstitution: false })
}

/** `${A}`, `${A.Arn}` of a `Fn::Sub`; `${!A}` is literal, and variables of the map are no references. */
function addSubstitutions(value: unknown, found: Reference[]): void {
  const [template, variables] = Array.isArray(value) ? value : [value, {}]
  if (isObject(variables)) collect(variables, found)
  if (typeof template !== 'string') return
  for (const [whole, inside = ''] of template.matchAll(/\$\{([^!}][^}]*)\}/g)) {
    const own = inside.trim()
    if (isObject(variables) && own in variables) continue
    // what only the deployment resolves is gone before CloudFormation sees the text
    if (parseVariables(whole).some((piece) => typeof piece !== 'string')) continue
    const [name = own, ...rest] = own.startsWith('AWS::') ? [own] : own.split('.')
    found.push({ name, ...(rest.length > 0 && { attribute: rest.join('.') }), isSubstitution: true })
  }
}
