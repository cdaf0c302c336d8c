import { ts } from 'ts-morph'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, propertyName, unwrapAwait } from '../../syntax/nodes'
import type { Expression } from './ir'

/** A construct that has no exact form in a state machine. */
export interface Obstacle {
  readonly line: number
  readonly what: string
}

/** What names stand for in the part of a handler that becomes a workflow. */
export interface ReadScope {
  readonly module: SourceModule
  readonly evaluator: Evaluator
  /** Expressions that give the result of a task, and the variable that holds it. */
  readonly results: ReadonlyMap<ts.Node, string>
  /** Declarations made inside of the workflow. */
  readonly variables: ReadonlySet<ts.Node>
  /** Called for every name from outside; gives the path at which the input holds it, or nothing. */
  readonly outer: (name: ts.Identifier, declaration: ts.Node) => readonly string[] | undefined
  readonly obstacle: (node: ts.Node, what: string) => void
}

const NULL: Expression = { kind: 'literal', value: null }

/** Reads an expression; what has no exact form is reported, and reading goes on so that all is reported at once. */
export function readExpression(scope: ReadScope, expression: ts.Expression): Expression {
  const node = unwrapAwait(expression)
  const result = scope.results.get(node)
  if (result !== undefined) return { kind: 'variable', name: result, path: [] }
  if (ts.isStringLiteralLike(node)) return { kind: 'literal', value: node.text }
  if (ts.isNumericLiteral(node)) return { kind: 'literal', value: Number(node.text) }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { kind: 'literal', value: true }
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { kind: 'literal', value: false }
  if (node.kind === ts.SyntaxKind.NullKeyword) return NULL
  if (ts.isIdentifier(node)) return identifier(scope, node)
  if (isAccess(node)) return member(scope, node)
  if (ts.isObjectLiteralExpression(node)) return object(scope, node)
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    return { kind: 'not', operand: readExpression(scope, node.operand) }
  }
  if (ts.isConditionalExpression(node)) {
    return {
      kind: 'conditional',
      condition: readExpression(scope, node.condition),
      whenTrue: readExpression(scope, node.whenTrue),
      whenFalse: readExpression(scope, node.whenFalse),
    }
  }
  if (ts.isBinaryExpression(node)) return binary(scope, node)
  scope.obstacle(node, `"${shortText(node)}" has no exact form`)
  return NULL
}

function identifier(scope: ReadScope, node: ts.Identifier): Expression {
  const binding = scope.module.bindings.of(node)
  const [declaration] = binding?.declarations ?? []
  if (binding && declaration && scope.variables.has(declaration)) return { kind: 'variable', name: node.text, path: [] }
  const constant = scope.evaluator.evaluate(scope.module, node)
  if (constant.kind === 'literal' && constant.value !== undefined) return { kind: 'literal', value: constant.value }
  const path = declaration && scope.outer(node, declaration)
  if (path) return { kind: 'input', path }
  scope.obstacle(node, `"${node.text}" is not known in the workflow`)
  return NULL
}

function member(scope: ReadScope, node: ts.PropertyAccessExpression | ts.ElementAccessExpression): Expression {
  const name = accessedName(node)
  const target = readExpression(scope, node.expression)
  if (name === undefined || (target.kind !== 'input' && target.kind !== 'variable')) {
    scope.obstacle(node, `"${shortText(node)}" reads a computed member`)
    return NULL
  }
  if (name === 'length') scope.obstacle(node, `"${shortText(node)}" has no exact form`)
  return { ...target, path: [...target.path, name] }
}

function object(scope: ReadScope, node: ts.ObjectLiteralExpression): Expression {
  const properties = node.properties.flatMap((property) => {
    const name = property.name && propertyName(property.name)
    if (name !== undefined && ts.isPropertyAssignment(property))
      return [{ name, value: readExpression(scope, property.initializer) }]
    if (name !== undefined && ts.isShorthandPropertyAssignment(property))
      return [{ name, value: readExpression(scope, property.name) }]
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

function binary(scope: ReadScope, node: ts.BinaryExpression): Expression {
  const operator = LOGICAL.get(node.operatorToken.kind)
  if (operator)
    return {
      kind: 'logical',
      operator,
      left: readExpression(scope, node.left),
      right: readExpression(scope, node.right),
    }
  const equality = EQUALITY.get(node.operatorToken.kind)
  if (equality) return comparison(scope, node, equality)
  scope.obstacle(node, `"${shortText(node)}" has no exact form`)
  return NULL
}

/** A comparison with a literal; objects are compared by identity, which a workflow does not know. */
function comparison(
  scope: ReadScope,
  node: ts.BinaryExpression,
  { negated, strict }: { negated: boolean; strict: boolean },
): Expression {
  const left = readExpression(scope, node.left)
  const right = readExpression(scope, node.right)
  const [value, constant] = right.kind === 'literal' ? [left, right] : [right, left]
  const isUndefined = [node.left, node.right].some((side) => ts.isIdentifier(side) && side.text === 'undefined')
  if (constant.kind !== 'literal' || isUndefined) {
    scope.obstacle(node, `"${shortText(node)}" compares two unknown values`)
    return NULL
  }
  if (!strict && constant.value === null) return { kind: 'nullish', operand: value, negated }
  if (!strict) scope.obstacle(node, `"${shortText(node)}" compares loosely`)
  return { kind: 'equals', left: value, right: constant.value, negated }
}

export function shortText(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, ' ')
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
