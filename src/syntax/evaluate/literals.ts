import { ts } from 'ts-morph'
import type { SourceModule } from '../module'
import { propertyName } from '../nodes'
import type { Evaluator, Scope } from './evaluator'
import { exportsObject } from './modules'
import { literal, type ObjectValue, oneOf, text, UNDEFINED, type Value } from './value'

/** A template string, its unknown pieces kept as holes. */
export function templateOf(evaluator: Evaluator, { module, frame }: Scope, node: ts.TemplateExpression): Value {
  const parts: (string | Value)[] = [node.head.text]
  for (const span of node.templateSpans) {
    parts.push(evaluator.evaluate(module, span.expression, frame), span.literal.text)
  }
  return text(parts)
}

/** An object literal, with what its spreads bring. */
export function objectOf(evaluator: Evaluator, scope: Scope, node: ts.ObjectLiteralExpression): ObjectValue {
  const { module, frame } = scope
  const properties = new Map<string, Value>()
  let open = false
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      const value = evaluator.evaluate(module, property.expression, frame)
      open = spread(properties, value.kind === 'namespace' ? exportsObject(evaluator, value.module) : value) || open
      continue
    }
    const name = property.name && propertyKey(evaluator, scope, property.name)
    const value = propertyValue(evaluator, scope, property)
    if (name === undefined || !value) open = true
    else properties.set(name, value)
  }
  return { kind: 'object', properties, open }
}

function propertyValue(
  evaluator: Evaluator,
  { module, frame }: Scope,
  property: ts.ObjectLiteralElementLike,
): Value | undefined {
  if (ts.isPropertyAssignment(property)) return evaluator.evaluate(module, property.initializer, frame)
  if (ts.isShorthandPropertyAssignment(property)) return evaluator.evaluate(module, property.name, frame)
  return ts.isMethodDeclaration(property) ? { kind: 'function', node: property, module, frame } : undefined
}

function propertyKey(evaluator: Evaluator, { module, frame }: Scope, name: ts.PropertyName): string | undefined {
  const fixed = propertyName(name)
  if (fixed !== undefined || !ts.isComputedPropertyName(name)) return fixed
  const value = evaluator.evaluate(module, name.expression, frame)
  return value.kind === 'literal' ? String(value.value) : undefined
}

/** Copies what a spread brings; answers whether it may bring more than is known. */
function spread(into: Map<string, Value>, value: Value): boolean {
  if (value.kind === 'literal') return false
  if (value.kind === 'object') {
    for (const [name, property] of value.properties) into.set(name, property)
    return value.open
  }
  if (value.kind !== 'one-of') return true
  // `...(isAsync ? { InvocationType: 'Event' } : {})`
  let open = false
  for (const choice of value.values) {
    if (choice.kind !== 'object') {
      open ||= choice.kind !== 'literal'
      continue
    }
    open ||= choice.open
    for (const [name, property] of choice.properties) {
      into.set(name, oneOf([into.get(name) ?? UNDEFINED, property]))
    }
  }
  return open
}

/** An array literal, with what its spreads bring. */
export function arrayOf(evaluator: Evaluator, { module, frame }: Scope, node: ts.ArrayLiteralExpression): Value {
  const elements: Value[] = []
  let open = false
  for (const element of node.elements) {
    if (!ts.isSpreadElement(element)) {
      elements.push(evaluator.evaluate(module, element, frame))
      continue
    }
    const inner = evaluator.evaluate(module, element.expression, frame)
    if (inner.kind === 'array') elements.push(...inner.elements)
    open ||= inner.kind !== 'array' || inner.open
  }
  return { kind: 'array', elements, open }
}

/** An enum, as the object that it is at run time. */
export function enumerationOf(evaluator: Evaluator, module: SourceModule, node: ts.EnumDeclaration): Value {
  const properties = new Map<string, Value>()
  let next: number | undefined = 0
  for (const member of node.members) {
    const name = propertyName(member.name)
    const value: Value = member.initializer ? evaluator.evaluate(module, member.initializer) : literal(next)
    next = value.kind === 'literal' && typeof value.value === 'number' ? value.value + 1 : undefined
    if (name !== undefined) properties.set(name, value)
  }
  return { kind: 'object', properties, open: false }
}
