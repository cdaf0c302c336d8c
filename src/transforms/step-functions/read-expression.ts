import { ts } from 'ts-morph'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import { accessedName, environmentKey, isAccess, propertyName, unwrapAwait } from '../../syntax/nodes'
import type { InputUse } from './inputs'
import type { Expression } from './ir'

/** What names stand for in the part of a handler that becomes a workflow. */
export interface ReadScope {
  readonly module: SourceModule
  readonly evaluator: Evaluator
  /** Expressions that give the result of a task, and the variable that holds it. */
  readonly results: ReadonlyMap<ts.Node, string>
  /** Declarations made inside of the workflow, and what they hold. */
  readonly variables: ReadonlyMap<ts.Node, Expression>
  /** Called for every other name; gives the path at which the input holds it, or reports why it cannot. */
  readonly outer: (
    name: ts.Identifier,
    declaration: ts.Node | undefined,
    use: InputUse,
  ) => readonly string[] | undefined
  readonly obstacle: (node: ts.Node, what: string) => void
}

type Position = InputUse['position']

/** Stands for what cannot be read; it is reported where it stands, and not again by what it is a part of. */
export const UNREADABLE: Expression = { kind: 'literal', value: null }

/**
 * Reads an expression; what has no exact form is reported, and reading goes on so that all is reported at once.
 * @param position Whether the value only goes into JSON, or is looked at too.
 */
export function readExpression(scope: ReadScope, expression: ts.Expression, position: Position): Expression {
  const node = unwrapAwait(expression)
  const result = scope.results.get(node)
  if (result !== undefined) return { kind: 'variable', name: result, path: [] }
  const literal = literalOf(node)
  if (literal) return literal
  if (ts.isIdentifier(node)) return identifier(scope, node, { position, path: [] })
  if (isAccess(node)) return member(scope, node, position)
  if (ts.isObjectLiteralExpression(node)) return object(scope, node, position)
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    return { kind: 'not', operand: readExpression(scope, node.operand, 'looked-at') }
  }
  if (ts.isConditionalExpression(node)) {
    return {
      kind: 'conditional',
      condition: readExpression(scope, node.condition, 'looked-at'),
      whenTrue: readExpression(scope, node.whenTrue, position),
      whenFalse: readExpression(scope, node.whenFalse, position),
    }
  }
  if (ts.isBinaryExpression(node)) return binary(scope, node, position)
  return unreadable(scope, node, `"${shortText(node)}" has no exact form`)
}

function unreadable(scope: ReadScope, node: ts.Node, what: string): Expression {
  scope.obstacle(node, what)
  return UNREADABLE
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
  const [declaration] = scope.module.bindings.of(node)?.declarations ?? []
  const variable = declaration && scope.variables.get(declaration)
  if (variable) return variable
  const constant = scope.evaluator.evaluate(scope.module, node)
  if (constant.kind === 'literal' && constant.value !== undefined) return { kind: 'literal', value: constant.value }
  const path = scope.outer(node, declaration, use)
  return path ? { kind: 'input', path } : UNREADABLE
}

function member(
  scope: ReadScope,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  position: Position,
): Expression {
  if (environmentKey(node) !== undefined)
    return unreadable(scope, node, `"${shortText(node)}" is read: give it to a constant before the first call`)
  const path: string[] = []
  let root: ts.Expression = node
  while (isAccess(root)) {
    const name = accessedName(root)
    if (name === undefined) return unreadable(scope, node, `"${shortText(node)}" reads a computed member`)
    if (name === 'length') return unreadable(scope, node, `"${shortText(node)}" has no exact form`)
    path.unshift(name)
    root = unwrapAwait(root.expression)
    if (scope.results.has(root)) break
  }
  const target = ts.isIdentifier(root)
    ? identifier(scope, root, { position, path })
    : readExpression(scope, root, 'looked-at')
  if (target === UNREADABLE) return UNREADABLE
  if (target.kind !== 'input' && target.kind !== 'variable')
    return unreadable(scope, node, `"${shortText(node)}" reads a member of a composed value`)
  return { ...target, path: [...target.path, ...path] }
}

function object(scope: ReadScope, node: ts.ObjectLiteralExpression, position: Position): Expression {
  const properties = node.properties.flatMap((property) => {
    const name = property.name && propertyName(property.name)
    if (name !== undefined && name !== '__proto__') {
      if (ts.isPropertyAssignment(property))
        return [{ name, value: readExpression(scope, property.initializer, position) }]
      if (ts.isShorthandPropertyAssignment(property))
        return [{ name, value: readExpression(scope, property.name, position) }]
    }
    scope.obstacle(property, `"${shortText(property)}" is no plain property`)
    return []
  })
  // of a name that is given twice, the last value counts
  const byName = new Map(properties.map((property) => [property.name, property]))
  return { kind: 'object', properties: [...byName.values()] }
}

const EQUALITY = new Map<ts.SyntaxKind, { negated: boolean; strict: boolean }>([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, { negated: false, strict: true }],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, { negated: true, strict: true }],
  [ts.SyntaxKind.EqualsEqualsToken, { negated: false, strict: false }],
  [ts.SyntaxKind.ExclamationEqualsToken, { negated: true, strict: false }],
])

const LOGICAL = new Map<ts.SyntaxKind, 'and' | 'or' | 'nullish'>([
  [ts.SyntaxKind.AmpersandAmpersandToken, 'and'],
  [ts.SyntaxKind.BarBarToken, 'or'],
  [ts.SyntaxKind.QuestionQuestionToken, 'nullish'],
])

function binary(scope: ReadScope, node: ts.BinaryExpression, position: Position): Expression {
  const operator = LOGICAL.get(node.operatorToken.kind)
  if (operator)
    return {
      kind: 'logical',
      operator,
      left: readExpression(scope, node.left, 'looked-at'),
      right: readExpression(scope, node.right, position),
    }
  const equality = EQUALITY.get(node.operatorToken.kind)
  if (equality) return comparison(scope, node, equality)
  return unreadable(scope, node, `"${shortText(node)}" has no exact form`)
}

/** A comparison with a literal; objects are compared by identity, which a workflow does not know. */
function comparison(
  scope: ReadScope,
  node: ts.BinaryExpression,
  { negated, strict }: { negated: boolean; strict: boolean },
): Expression {
  if ([node.left, node.right].some(isUndefined))
    return unreadable(scope, node, `"${shortText(node)}" asks for "undefined"`)
  const left = readExpression(scope, node.left, 'looked-at')
  const right = readExpression(scope, node.right, 'looked-at')
  if (left === UNREADABLE || right === UNREADABLE) return UNREADABLE
  const [value, constant] = right.kind === 'literal' ? [left, right] : [right, left]
  if (constant.kind !== 'literal') return unreadable(scope, node, `"${shortText(node)}" compares two unknown values`)
  if (!strict && constant.value === null) return { kind: 'nullish', operand: value, negated }
  if (!strict) return unreadable(scope, node, `"${shortText(node)}" compares loosely`)
  return { kind: 'equals', left: value, right: constant.value, negated }
}

export function isUndefined(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === 'undefined'
}

export function shortText(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, ' ')
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
