import { ts } from 'ts-morph'
import { isInert } from '../../syntax/inert'
import { propertyOf, propertyValue, unwrap } from '../../syntax/nodes'
import type { Payload } from '../shared/payload'
import type { EventProperty } from './parameters'

/** The payload's values for the parameters, in order; `undefined` where the payload is no object literal with all of them. */
export function argumentsFor(payload: Payload, properties: readonly EventProperty[]): ts.Expression[] | undefined {
  if (payload.kind === 'none') return properties.length === 0 ? [] : undefined
  if (payload.kind !== 'json') return properties.length === 0 ? [] : undefined
  const literal = unwrap(payload.value)
  if (!ts.isObjectLiteralExpression(literal)) return undefined
  if (!literal.properties.every((p) => ts.isPropertyAssignment(p) || ts.isShorthandPropertyAssignment(p)))
    return undefined
  const values = properties.map(({ name }) => propertyOf(literal, name))
  if (values.some((value) => value === undefined)) return undefined
  // what is not passed is not evaluated any more: it must not matter
  const others = literal.properties.filter(
    (p): p is ts.PropertyAssignment => ts.isPropertyAssignment(p) && !values.includes(p),
  )
  if (!others.every((property) => isInert(property.initializer))) return undefined
  return values.flatMap((value) => (value ? [propertyValue(value)] : []))
}
