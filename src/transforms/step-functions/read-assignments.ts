import { ts } from 'ts-morph'
import { isLogCall } from '../../syntax/loggers'
import { accessedName, isAccess, unwrap, unwrapAwait } from '../../syntax/nodes'
import type { Expression, Property } from './expression'
import type { Step } from './ir'
import { aliasOf } from './local-changes'
import { COMPOUND, combined } from './read-operators'
import { declarationOf, placeText, shortText, UNREADABLE } from './read-scope'
import type { StatementReader } from './read-statements'
import { waitOf } from './read-waits'

/** Reads statements that change variables: `x = …`, `x += …`, `x++`, `list.push(…)`, `object.key = …`. */
export class AssignmentReader {
  constructor(private readonly reader: StatementReader) {}

  statement(node: ts.ExpressionStatement): Step[] {
    return this.effect(node.expression, node)
  }

  /** What an expression does whose value nobody reads. */
  effect(outer: ts.Expression, node: ts.Node): Step[] {
    const { reader } = this
    const expression = unwrap(outer)
    const wait = waitOf(reader, expression)
    if (wait) return [wait]
    if (ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.CommaToken)
      return [...this.effect(expression.left, node), ...this.effect(expression.right, node)]
    if (ts.isBinaryExpression(expression)) {
      const operator = expression.operatorToken.kind
      if (operator === ts.SyntaxKind.EqualsToken) return this.assign(expression.left, expression.right, undefined, node)
      const compound = COMPOUND.get(operator)
      if (compound !== undefined) return this.assign(expression.left, expression.right, compound, node)
    }
    const isUpdate = ts.isPrefixUnaryExpression(expression) || ts.isPostfixUnaryExpression(expression)
    const update = isUpdate ? COMPOUND.get(expression.operator) : undefined
    if (isUpdate && update !== undefined) return this.assign(expression.operand, undefined, update, node)
    if (
      ts.isCallExpression(expression) &&
      isAccess(expression.expression) &&
      accessedName(expression.expression) === 'push'
    )
      return this.push(expression, expression.expression, node)
    if (reader.calls.makesCall(expression) || reader.helpers.isCall(expression))
      return reader.choices.branches(expression, node, 'looked-at', () => [])
    reader.obstacle(node, this.reason(node, expression))
    return []
  }

  private reason(node: ts.Node, expression: ts.Expression): string {
    const call = unwrapAwait(expression)
    const name = ts.isCallExpression(call) ? call.expression.getText() : ''
    const text = `"${shortText(node)}"`
    if (/^console\b/.test(name)) return `${text} writes a log, which a state machine does not`
    const isLog = ts.isCallExpression(call) && isLogCall(call)
    return isLog ? `${text} may do more than write a log` : `${text} has no form in a state machine`
  }

  /** Without a value it is one. */
  private assign(
    target: ts.Expression,
    value: ts.Expression | undefined,
    operator: ts.SyntaxKind | undefined,
    node: ts.Node,
  ): Step[] {
    const { reader } = this
    const left = unwrap(target)
    const renamed = operator === undefined ? reader.errors.renamed(left, value, node) : undefined
    if (renamed) return renamed
    if (isAccess(left)) return this.member(left, value, operator, node)
    const kept = ts.isIdentifier(left) && operator === undefined ? reader.errors.kept(left, node) : undefined
    if (kept) return kept
    const declaration = ts.isIdentifier(left) ? declarationOf(reader.scope, left) : undefined
    if (!declaration || !ts.isIdentifier(left)) return this.unknown(node)
    const write = (given: Expression): Step[] => {
      if (given === UNREADABLE) return []
      const held = reader.variables.held.get(declaration)
      if (held === UNREADABLE) return []
      const own = this.combine(held, operator, given, node)
      const assignment = own && reader.variables.assign(declaration, own)
      if (!assignment) return this.unknown(node)
      return reader.assign([assignment], node)
    }
    if (!value) return write({ kind: 'literal', value: 1 })
    return operator === undefined
      ? reader.choices.branches(value, node, 'looked-at', write)
      : write(reader.expression(value))
  }

  private unknown(node: ts.Node): Step[] {
    this.reader.obstacle(node, `"${shortText(node)}" changes something that the state machine does not hold`)
    return []
  }

  private combine(
    held: Expression | undefined,
    operator: ts.SyntaxKind | undefined,
    given: Expression,
    node: ts.Node,
  ): Expression | undefined {
    if (operator === undefined) return given
    return held && combined(operator, held, given, placeText(this.reader.scope, node))
  }

  /** `object.key = value` of an object of the workflow: another object takes its place. */
  private member(
    left: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    value: ts.Expression | undefined,
    operator: ts.SyntaxKind | undefined,
    node: ts.Node,
  ): Step[] {
    const { reader } = this
    const own = this.changed(left.expression, node)
    if (!own) return []
    const known = accessedName(left)
    const key = known ?? (ts.isElementAccessExpression(left) ? reader.expression(left.argumentExpression) : undefined)
    const at = placeText(reader.scope, node)
    const given: Expression = value ? reader.expression(value) : { kind: 'literal', value: 1 }
    if (key === undefined || key === UNREADABLE || given === UNREADABLE) return []
    if (operator !== undefined && typeof key !== 'string') return this.unknown(node)
    const old: Expression = { kind: 'member', object: own.held, name: String(key) }
    const next = this.combine(old, operator, given, node)
    if (!next) return this.unknown(node)
    const object: Property = { kind: 'spread', value: { kind: 'without', object: own.held, names: [], at } }
    const merged: Expression = { kind: 'merged', parts: [object, { kind: 'property', name: key, value: next }], at }
    return this.write(own.declaration, merged, node)
  }

  /** `list.push(item, …)` */
  private push(
    call: ts.CallExpression,
    callee: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    node: ts.Node,
  ): Step[] {
    const { reader } = this
    const own = this.changed(callee.expression, node)
    if (!own) return []
    const added = call.arguments.map((argument) => {
      const isSpread = ts.isSpreadElement(argument)
      return { value: reader.expression(isSpread ? argument.expression : argument), isSpread }
    })
    if (added.some(({ value }) => value === UNREADABLE)) return []
    const items = [{ value: own.held, isSpread: true }, ...added]
    return this.write(
      own.declaration,
      { kind: 'array', items, isForJson: false, at: placeText(reader.scope, node) },
      node,
    )
  }

  private write(declaration: ts.Node, value: Expression, node: ts.Node): Step[] {
    const assignment = this.reader.variables.assign(declaration, value)
    return assignment ? this.reader.assign([assignment], node) : this.unknown(node)
  }

  /** The variable whose list or object is changed, if nothing else holds it. */
  private changed(target: ts.Expression, node: ts.Node): { declaration: ts.Node; held: Expression } | undefined {
    const { reader } = this
    const name = unwrap(target)
    const binding = ts.isIdentifier(name) ? reader.module.bindings.of(name) : undefined
    const declaration = binding?.declarations[0]
    const held = declaration && reader.variables.held.get(declaration)
    if (held === UNREADABLE) return undefined
    if (!binding || !declaration || held?.kind !== 'variable' || !isOwn(declaration)) {
      this.unknown(node)
      return undefined
    }
    const alias = aliasOf(binding)
    if (!alias) return { declaration, held }
    const what = `"${shortText(node)}" changes what line ${reader.origin(alias).line} keeps elsewhere too`
    reader.obstacle(node, `${what}; a state machine keeps copies`)
    return undefined
  }
}

/** Whether a declaration makes the value that it holds: a literal, or what is made of other values. */
function isOwn(declaration: ts.Node): boolean {
  const value = ts.isVariableDeclaration(declaration) && declaration.initializer && unwrapAwait(declaration.initializer)
  if (!value) return false
  return ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value) || isMade(value)
}

/** `list.map(…)`, `JSON.parse(…)` */
function isMade(value: ts.Expression): boolean {
  const name = ts.isCallExpression(value) && isAccess(value.expression) ? accessedName(value.expression) : undefined
  return (
    name !== undefined &&
    ['map', 'filter', 'slice', 'concat', 'parse', 'keys', 'values', 'entries', 'split'].includes(name)
  )
}
