import { isObject } from '../../load/document'

/**
 * The coercions that the packager's schema validation makes before it compiles: AJV with `coerceTypes: 'array'`
 * (`config-schema-handler/resolve-ajv-validate.js` of osls 4.3.1). A value that cannot be coerced stays as it is.
 */
export type Shape = (value: unknown) => unknown

/** The scalar that a list of one stands for. */
function unlisted(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 && typeof value[0] !== 'object' ? value[0] : value
}

/** A string; a number or boolean becomes one. Where an intrinsic stands instead, its arguments become a list. */
export const text: Shape = (value) => {
  if (isObject(value) && typeof value['Fn::GetAtt'] === 'string')
    return { ...value, 'Fn::GetAtt': [value['Fn::GetAtt']] }
  const scalar = unlisted(value)
  return typeof scalar === 'number' || typeof scalar === 'boolean' ? String(scalar) : scalar
}

/** A number; a numeric string becomes one. */
export const number: Shape = (value) => {
  const scalar = unlisted(value)
  if (typeof scalar === 'boolean') return Number(scalar)
  return typeof scalar === 'string' && scalar.trim() !== '' && Number.isFinite(Number(scalar)) ? Number(scalar) : scalar
}

/** A boolean; `'true'`, `'false'`, 1 and 0 become one. */
export const flag: Shape = (value) => {
  const scalar = unlisted(value)
  if (scalar === 'true' || scalar === 1) return true
  return scalar === 'false' || scalar === 0 ? false : scalar
}

/** A list; a scalar becomes a list of one. */
export function list(item: Shape = asIs): Shape {
  return (value) => {
    if (Array.isArray(value)) return value.map(item)
    return value === undefined || value === null || isObject(value) ? value : [item(value)]
  }
}

/** A map with values of one kind. */
export function map(item: Shape): Shape {
  return (value) =>
    isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, item(entry)])) : value
}

/** An object with properties of its own kinds; others stay as they are. */
export function record(properties: Readonly<Record<string, Shape>>): Shape {
  return (value) => {
    if (!isObject(value)) return value
    const entries = Object.entries(value).map(([key, entry]) => {
      const shape = Object.hasOwn(properties, key) ? properties[key] : undefined
      return [key, shape && entry !== null ? shape(entry) : entry]
    })
    return Object.fromEntries(entries)
  }
}

/** One that needs no coercion, or that is different from form to form. */
export const asIs: Shape = (value) => value

/** The first shape that gives a value of its own kind: of `anyOf` with a scalar and an object. */
export function either(scalar: Shape, object: Shape): Shape {
  return (value) => (isObject(value) ? object(value) : scalar(value))
}
