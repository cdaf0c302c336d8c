import { asObject, isObject } from '../../load/document'
import { memberSpecs, type PropertySpecs, resourceSpec, type TypeSpec } from '../service-spec'
import type { Template } from '../template'
import type { Fault } from './fault'

type Path = readonly (string | number)[]

/** Required and unknown properties and types of values of the named resources, by AWS's resource schemas. */
export function schemaFaults(template: Template, ids: ReadonlySet<string>): Fault[] {
  return Object.entries(template.Resources)
    .filter(([id]) => ids.has(id))
    .flatMap(([logicalId, resource]) => {
      const spec = resourceSpec(resource.Type)
      // a custom resource has whatever properties its function reads
      if (!spec || resource.Type === 'AWS::CloudFormation::CustomResource') return []
      const path = ['Properties']
      return propertiesFaults(asObject(resource.Properties), spec.properties, path).map((fault) => ({
        ...fault,
        logicalId,
        message: `${logicalId} (${resource.Type}): ${fault.message}`,
      }))
    })
}

type BareFault = Pick<Fault, 'code' | 'message'> & { readonly path: Path }

function propertiesFaults(
  value: Readonly<Record<string, unknown>>,
  properties: PropertySpecs,
  path: Path,
): BareFault[] {
  const missing = Object.entries(properties)
    .filter(([name, { required }]) => required === true && value[name] === undefined)
    .map(([name]): BareFault => ({ code: 'missing-property', message: `${shown([...path, name])} is required.`, path }))
  const others = Object.entries(value).flatMap(([name, item]): BareFault[] => {
    const at = [...path, name]
    const property = properties[name]
    if (!property) return [{ code: 'unknown-property', message: `${shown(at)} is no property of it.`, path: at }]
    return valueFaults(item, property.type, at)
  })
  return [...missing, ...others]
}

function valueFaults(value: unknown, type: TypeSpec, path: Path): BareFault[] {
  // what an intrinsic comes to is known at deployment
  if (value === undefined || value === null || isIntrinsic(value)) return []
  switch (type.type) {
    case 'array':
      if (!Array.isArray(value)) return [wrongType(value, 'a list', path)]
      return value.flatMap((item, index) => valueFaults(item, type.element, [...path, index]))
    case 'map':
      if (!isObject(value)) return [wrongType(value, 'a map', path)]
      return Object.entries(value).flatMap(([key, item]) => valueFaults(item, type.element, [...path, key]))
    case 'ref':
      if (!isObject(value)) return [wrongType(value, 'a map', path)]
      return propertiesFaults(value, memberSpecs(type.reference), path)
    case 'union': {
      const results = type.types.map((option) => valueFaults(value, option, path))
      // several forms: the nearest miss tells most
      return results.reduce((best, result) => (result.length < best.length ? result : best))
    }
    default: {
      const form = SCALARS[type.type]
      return form && !form.takes(value) ? [wrongType(value, form.name, path)] : []
    }
  }
}

interface Scalar {
  readonly name: string
  readonly takes: (value: unknown) => boolean
}

const NUMBER: Scalar = { name: 'a number', takes: isNumeric }

/** CloudFormation takes numbers and truth values written as texts, and texts written as numbers. */
const SCALARS: Readonly<Record<string, Scalar>> = {
  string: { name: 'a text', takes: (value) => !isObject(value) && !Array.isArray(value) },
  number: NUMBER,
  integer: NUMBER,
  boolean: { name: 'true or false', takes: (value) => /^(true|false)$/i.test(String(value)) || hasVariable(value) },
}

function isNumeric(value: unknown): boolean {
  if (typeof value === 'number' || hasVariable(value)) return true
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
}

/** A variable that the deployment resolves. */
function hasVariable(value: unknown): boolean {
  return typeof value === 'string' && value.includes('${')
}

function wrongType(value: unknown, wanted: string, path: Path): BareFault {
  const found = Array.isArray(value) ? 'a list' : isObject(value) ? 'a map' : typeof value
  return { code: 'wrong-type', message: `${shown(path)} has to be ${wanted}, and is ${article(found)}.`, path }
}

function article(type: string): string {
  return type.startsWith('a ') ? type : type === 'string' ? 'a text' : `a ${type}`
}

function isIntrinsic(value: unknown): boolean {
  if (typeof value === 'string') return /^\$\{[^}]*\}$/.test(value)
  if (!isObject(value)) return false
  const [key, ...rest] = Object.keys(value)
  return key !== undefined && rest.length === 0 && (key === 'Ref' || key === 'Condition' || key.startsWith('Fn::'))
}

function shown(path: Path): string {
  return path
    .slice(1)
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1)
}
