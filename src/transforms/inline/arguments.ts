import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { isInert } from '../../syntax/inert'
import type { SourceModule } from '../../syntax/module'
import { isAccess, isProcessEnv, propertyName, propertyOf, propertyValue, unwrap, walk } from '../../syntax/nodes'
import type { Payload } from '../shared/payload'
import type { TransformContext } from '../transform'
import type { EventProperty } from './parameters'

/** The payload's values for the parameters, in order; `undefined` where the payload is no object literal with all of them. */
export function argumentsFor(
  { types }: Pick<TransformContext, 'types'>,
  { module }: Pick<InvokeSite, 'module'>,
  payload: Payload,
  properties: readonly EventProperty[],
): ts.Expression[] | undefined {
  if (payload.kind === 'none') return properties.length === 0 ? [] : undefined
  if (payload.kind !== 'json') return properties.length === 0 ? [] : undefined
  const literal = unwrap(payload.value)
  if (!ts.isObjectLiteralExpression(literal)) return undefined
  if (!literal.properties.every((p) => ts.isPropertyAssignment(p) || ts.isShorthandPropertyAssignment(p)))
    return undefined
  // what is written twice, or under a name that is made at run time, may be another value
  const names = literal.properties.map(({ name }) => name && propertyName(name))
  const isPlain = names.every((name) => name !== undefined && name !== '__proto__')
  if (!isPlain || new Set(names).size < names.length) return undefined
  const values = properties.map(({ name }) => propertyOf(literal, name))
  if (values.some((value) => value === undefined)) return undefined
  // what is not passed is not evaluated any more: it must not matter
  const others = literal.properties.filter(
    (p): p is ts.PropertyAssignment => ts.isPropertyAssignment(p) && !values.includes(p),
  )
  const isMissed = (value: ts.Expression) => !isInert(value) || mayFail(types, module, value)
  if (others.some(({ initializer }) => isMissed(initializer))) return undefined
  const passed = values.flatMap((value) => value ?? [])
  const isInOrder = passed.every((value, index) => index === 0 || value.pos > (passed[index - 1]?.pos ?? 0))
  const ordered = passed.map(propertyValue)
  // arguments are evaluated in their order: another one must not matter
  const isFree = ordered.every(isInert) && ordered.filter((value) => mayFail(types, module, value)).length < 2
  if (!isInOrder && !isFree) return undefined
  return ordered
}

/** Properties in the order in which a payload has them; those that it lacks come last. */
export function inOrderOf(payload: Payload, properties: readonly EventProperty[]): readonly EventProperty[] {
  const literal = payload.kind === 'json' ? unwrap(payload.value) : undefined
  if (!literal || !ts.isObjectLiteralExpression(literal)) return properties
  const names = literal.properties.map(({ name }) => name && propertyName(name))
  const place = ({ name }: EventProperty) => (names.includes(name) ? names.indexOf(name) : names.length)
  return [...properties].sort((one, other) => place(one) - place(other))
}

/** Whether an expression may read a member of what is not there: of a member of something. */
function mayFail(types: TransformContext['types'], module: SourceModule, value: ts.Expression): boolean {
  let may = false
  walk(value, (node) => {
    if (!isAccess(node) || node.questionDotToken || !isAccess(unwrap(node.expression))) return
    may ||= !isProcessEnv(unwrap(node.expression)) && types?.isObject(module, unwrap(node.expression)) !== true
  })
  return may
}
