import { ts } from 'ts-morph'
import { accessedName, environmentKey, isProcessEnv } from '../nodes'
import { fieldOf, superMemberOf } from './classes'
import type { Evaluator, Scope } from './evaluator'
import { exportOf } from './modules'
import { ELEMENT, type ExternalValue, literal, oneOf, parametersIn, UNDEFINED, unknown, type Value } from './value'

/** `target.name`, `target['name']`, `target[key]`. */
export function accessOf(
  evaluator: Evaluator,
  { module, frame }: Scope,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
): Value | undefined {
  const key = environmentKey(node)
  if (key !== undefined) return { kind: 'environment', key }
  if (isProcessEnv(node)) return { kind: 'external', module: '', path: ['process', 'env'] }
  const name = accessedName(node)
  if (node.expression.kind === ts.SyntaxKind.SuperKeyword && name !== undefined)
    return superMemberOf(evaluator, { module, frame }, node, name)
  const target = evaluator.evaluate(module, node.expression, frame)
  if (name !== undefined) return memberOf(evaluator, target, name)
  if (!ts.isElementAccessExpression(node)) return undefined
  return entryOf(evaluator, target, evaluator.evaluate(module, node.argumentExpression, frame))
}

/** `table[key]`: the entry where the key is known, else one of all entries. */
export function entryOf(evaluator: Evaluator, target: Value, key: Value): Value | undefined {
  if (key.kind === 'literal' && (typeof key.value === 'string' || typeof key.value === 'number')) {
    return memberOf(evaluator, target, String(key.value))
  }
  if (key.kind === 'one-of') {
    return oneOf(key.values.map((value) => entryOf(evaluator, target, value) ?? unknown('a key')))
  }
  if (parametersIn(key).length > 0 && isTable(target)) return { kind: 'lookup', target, key, path: [] }
  if (target.kind === 'object' && !target.open && target.properties.size > 0) {
    return oneOf([...target.properties.values()])
  }
  return target.kind === 'array' && !target.open && target.elements.length > 0 ? oneOf(target.elements) : undefined
}

function isTable(target: Value): boolean {
  return (
    target.kind === 'object' || target.kind === 'parameter' || (target.kind === 'external' && isEnvironment(target))
  )
}

/** A property of a value. */
export function memberOf(evaluator: Evaluator, target: Value, name: string): Value {
  switch (target.kind) {
    case 'object':
      return target.properties.get(name) ?? (target.open ? unknown(name) : UNDEFINED)
    case 'array': {
      if (name === ELEMENT) return target.elements.length > 0 ? oneOf(target.elements) : unknown('an element')
      if (name === 'length') return target.open ? unknown(name) : literal(target.elements.length)
      return target.elements[Number(name)] ?? (target.open ? unknown(name) : UNDEFINED)
    }
    case 'external':
      return isEnvironment(target) ? { kind: 'environment', key: name } : memberOfPackage(target, name)
    case 'namespace':
      return exportOf(evaluator, target.module, name)
    case 'parameter':
    case 'lookup':
      return { ...target, path: [...target.path, name] }
    case 'instance':
    case 'class':
      return fieldOf(evaluator, target, name)
    case 'one-of':
      return oneOf(target.values.map((value) => memberOf(evaluator, value, name)))
    case 'fallback':
      return oneOf([memberOf(evaluator, target.first, name), memberOf(evaluator, target.second, name)])
    default:
      return unknown(name)
  }
}

/** The constants of the AWS SDK are the texts that they are named after: `InvocationType.Event`. */
function memberOfPackage(target: ExternalValue, name: string): Value {
  const [member, ...deeper] = target.path
  // what a dynamic import gives of a CommonJS package
  if (member === undefined && name === 'default' && target.module !== '') return target
  const isConstant = target.module === '@aws-sdk/client-lambda' && member === 'InvocationType' && deeper.length === 0
  return isConstant ? literal(name) : { ...target, path: [...target.path, name] }
}

function isEnvironment(value: { module: string; path: readonly string[] }): boolean {
  return value.path.length === 2 && value.path[0] === 'process' && value.path[1] === 'env'
}
