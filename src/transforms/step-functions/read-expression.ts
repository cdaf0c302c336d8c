import { ts } from 'ts-morph'
import { accessedName, environmentKey, isAccess, propertyName, unwrap, unwrapAwait } from '../../syntax/nodes'
import type { Expression, Property } from './expression'
import { constantMember, hasGaps, isForJson, typeOf } from './facts'
import type { InputUse } from './inputs'
import { readMethod } from './read-methods'
import { readBinary, readUnary } from './read-operators'
import {
  declarationOf,
  isUndefined,
  type Position,
  placeText,
  type ReadScope,
  shortText,
  UNREADABLE,
  unreadable,
} from './read-scope'

/**
 * Reads an expression; what has no exact form is reported, and reading goes on so that all is reported at once.
 * @param position Whether the value only goes into JSON, or is looked at too.
 */
export function readExpression(scope: ReadScope, expression: ts.Expression, position: Position): Expression {
  const node = unwrapAwait(expression)
  const result = scope.resultOf(node)
  if (result) return result
  const literal = literalOf(node)
  if (literal) return literal
  if (isUndefined(node)) return { kind: 'undefined' }
  if (ts.isIdentifier(node)) return identifier(scope, node, { position, path: [] })
  if (isAccess(node)) return member(scope, node, position)
  if (ts.isObjectLiteralExpression(node)) return object(scope, node, position)
  if (ts.isArrayLiteralExpression(node)) return array(scope, node, position)
  if (ts.isTemplateExpression(node)) return template(scope, node)
  if (ts.isPrefixUnaryExpression(node) || ts.isTypeOfExpression(node)) return readUnary(scope, node)
  if (ts.isConditionalExpression(node)) return conditional(scope, node, position)
  if (ts.isBinaryExpression(node)) return readBinary(scope, node, position)
  if (ts.isCallExpression(node)) return readMethod(scope, node, position)
  return unreadable(scope, node, `"${shortText(node)}" has no exact form`)
}

function literalOf(node: ts.Expression): Expression | undefined {
  if (ts.isStringLiteralLike(node)) return { kind: 'literal', value: node.text }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { kind: 'literal', value: true }
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { kind: 'literal', value: false }
  if (node.kind === ts.SyntaxKind.NullKeyword) return { kind: 'literal', value: null }
  const isNegative = ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken
  const digits = isNegative ? unwrapAwait(node.operand) : node
  if (!ts.isNumericLiteral(digits)) return undefined
  const value = Number(digits.text)
  // JSON has no infinity, and no negative zero
  if (!Number.isFinite(value)) return undefined
  return { kind: 'literal', value: isNegative && value !== 0 ? -value : value }
}

function identifier(scope: ReadScope, node: ts.Identifier, use: InputUse): Expression {
  const declaration = declarationOf(scope, node)
  const variable = declaration && (scope.variables.get(declaration) ?? scope.argument?.(declaration, use.position))
  if (variable === UNREADABLE) return UNREADABLE
  if (variable) return use.position === 'looked-at' ? lookedAt(scope, node, variable) : variable
  if (declaration && scope.errors.has(declaration))
    return unreadable(scope, node, `the caught error "${node.text}" is used as a whole: use its name and its message`)
  const constant = scope.evaluator.evaluate(scope.module, node)
  if (constant.kind === 'literal' && constant.value !== undefined) return { kind: 'literal', value: constant.value }
  const variableOfProcess = constant.kind === 'environment' ? scope.environment?.(constant.key, node) : undefined
  if (variableOfProcess) return variableOfProcess
  const path = scope.outer(node, declaration, use)
  return path ? { kind: 'input', path } : UNREADABLE
}

function lookedAt(scope: ReadScope, node: ts.Node, value: Expression): Expression {
  return isForJson(value)
    ? unreadable(scope, node, `"${shortText(node)}" may hold "undefined", which becomes null between states`)
    : value
}

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression

function member(scope: ReadScope, node: Access, position: Position): Expression {
  const key = environmentKey(node)
  if (key !== undefined)
    return (
      scope.environment?.(key, node) ??
      unreadable(scope, node, `"${shortText(node)}" is read: give it to a constant before the first call`)
    )
  const caught = caughtMember(scope, node)
  if (caught) return caught
  const name = accessedName(node)
  if (name === undefined) return element(scope, node as ts.ElementAccessExpression)
  const object = unwrapAwait(node.expression)
  if (name === 'length') {
    const subject = readExpression(scope, object, 'looked-at')
    if (subject === UNREADABLE) return UNREADABLE
    return { kind: 'method', name, subject, arguments: [], isForJson: false, at: placeText(scope, node) }
  }
  const target = memberTarget(scope, object, name, position)
  if (target === UNREADABLE) return UNREADABLE
  if (target.kind === 'input' || target.kind === 'variable') {
    return { ...target, path: [...target.path, name] }
  }
  const constant = constantMember(target, name)
  if (constant) return constant
  const type = typeOf(target)
  if (type && type !== 'object') return unreadable(scope, node, `"${shortText(node)}" reads a member of no object`)
  return { kind: 'member', object: target, name }
}

/** What a member is read of. The way from a name of the handler is told as a whole: other parts of it do not matter. */
function memberTarget(scope: ReadScope, object: ts.Expression, name: string, position: Position): Expression {
  const path = [name]
  let root = object
  while (isAccess(root) && !scope.resultOf(root)) {
    const own = accessedName(root)
    if (own === undefined || own === 'length') return readExpression(scope, object, 'looked-at')
    path.unshift(own)
    root = unwrapAwait(root.expression)
  }
  if (!ts.isIdentifier(root) || environmentKey(object) !== undefined) return readExpression(scope, object, 'looked-at')
  const declaration = declarationOf(scope, root)
  const isKnown =
    declaration &&
    (scope.variables.has(declaration) || scope.errors.has(declaration) || scope.isArgument?.(declaration))
  if (isKnown) return readExpression(scope, object, 'looked-at')
  const value = identifier(scope, root, { position, path })
  if (value.kind !== 'input') return value === UNREADABLE ? value : readExpression(scope, object, 'looked-at')
  return { ...value, path: [...value.path, ...path.slice(0, -1)] }
}

/** `error.name`, `error.message` of what `catch` is given. */
function caughtMember(scope: ReadScope, node: Access): Expression | undefined {
  const root = unwrap(node.expression)
  const declaration = ts.isIdentifier(root) ? declarationOf(scope, root) : undefined
  const variable = declaration && scope.errors.get(declaration)
  if (variable === undefined) return undefined
  const name = accessedName(node)
  if (name === 'name' || name === 'message') return { kind: 'variable', name: variable, path: [name] }
  return unreadable(scope, node, `"${shortText(node)}" is read: of a caught error only its name and message are known`)
}

function element(scope: ReadScope, node: ts.ElementAccessExpression): Expression {
  const object = readExpression(scope, node.expression, 'looked-at')
  const index = readExpression(scope, node.argumentExpression, 'looked-at')
  if (object === UNREADABLE || index === UNREADABLE) return UNREADABLE
  return { kind: 'element', object, index, isExact: false, at: placeText(scope, node) }
}

function object(scope: ReadScope, node: ts.ObjectLiteralExpression, position: Position): Expression {
  const at = placeText(scope, node)
  const parts = node.properties.flatMap((property, index): Property[] => {
    if (ts.isSpreadAssignment(property)) {
      const value = readExpression(scope, property.expression, 'looked-at')
      if (index > 0 && value !== UNREADABLE && hasGaps(value))
        scope.obstacle(property, `"${shortText(property)}" spreads an object whose members may be undefined`)
      return [{ kind: 'spread', value }]
    }
    const name = property.name && propertyName(property.name)
    const key =
      name ?? (property.name && ts.isComputedPropertyName(property.name) ? computed(scope, property.name) : undefined)
    if (key !== undefined && key !== '__proto__') {
      if (ts.isPropertyAssignment(property))
        return [{ kind: 'property', name: key, value: readExpression(scope, property.initializer, position) }]
      if (ts.isShorthandPropertyAssignment(property))
        return [{ kind: 'property', name: key, value: readExpression(scope, property.name, position) }]
    }
    scope.obstacle(property, `"${shortText(property)}" is no plain property`)
    return []
  })
  const plain = parts.flatMap((part) =>
    part.kind === 'property' && typeof part.name === 'string' ? [{ name: part.name, value: part.value }] : [],
  )
  if (plain.length < parts.length) return { kind: 'merged', parts, at }
  // of a name that is given twice, the last value counts
  return { kind: 'object', properties: [...new Map(plain.map((property) => [property.name, property])).values()] }
}

function computed(scope: ReadScope, name: ts.ComputedPropertyName): Expression {
  return readExpression(scope, name.expression, 'looked-at')
}

function array(scope: ReadScope, node: ts.ArrayLiteralExpression, position: Position): Expression {
  const items = node.elements.flatMap((item) => {
    if (ts.isOmittedExpression(item)) {
      scope.obstacle(node, `"${shortText(node)}" has holes`)
      return []
    }
    const isSpread = ts.isSpreadElement(item)
    return [
      { value: readExpression(scope, isSpread ? item.expression : item, isSpread ? 'looked-at' : position), isSpread },
    ]
  })
  return { kind: 'array', items, isForJson: position === 'json', at: placeText(scope, node) }
}

function template(scope: ReadScope, node: ts.TemplateExpression): Expression {
  const text = (value: string): Expression[] => (value === '' ? [] : [{ kind: 'literal', value }])
  const parts = [
    ...text(node.head.text),
    ...node.templateSpans.flatMap(({ expression, literal }) => [
      readExpression(scope, expression, 'looked-at'),
      ...text(literal.text),
    ]),
  ]
  return { kind: 'text', parts, at: placeText(scope, node) }
}

function conditional(scope: ReadScope, node: ts.ConditionalExpression, position: Position): Expression {
  const condition = readExpression(scope, node.condition, 'looked-at')
  return scope.conditionally((): Expression => {
    const whenTrue = readExpression(scope, node.whenTrue, position)
    const whenFalse = readExpression(scope, node.whenFalse, position)
    return { kind: 'conditional', condition, whenTrue, whenFalse }
  })
}
