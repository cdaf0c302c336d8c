import { ts } from 'ts-morph'
import { unwrapAwait } from '../../syntax/nodes'
import type { Expression } from './expression'
import { isDefined } from './facts'
import type { Step } from './ir'
import { readExpression } from './read-expression'
import type { Position } from './read-scope'
import { type StatementReader, statementsOf } from './read-statements'

const LOGICAL = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
])

/** Reads `if`, and values that are chosen among calls: only the chosen one is made. */
export class ChoiceReader {
  constructor(private readonly reader: StatementReader) {}

  statement(node: ts.IfStatement): Step[] {
    const { reader } = this
    const condition = reader.expression(node.expression)
    return [
      {
        kind: 'choice',
        condition,
        whenTrue: reader.block(statementsOf(node.thenStatement)),
        whenFalse: node.elseStatement ? reader.block(statementsOf(node.elseStatement)) : [],
        origin: reader.origin(node),
      },
    ]
  }

  /** A value that is chosen among calls: `test ? await one() : await other()`, `known ?? await find()`. */
  branches(node: ts.Expression, statement: ts.Node, position: Position, use: (value: Expression) => Step[]): Step[] {
    const inner = unwrapAwait(node)
    const origin = this.reader.origin(statement)
    const choose = (condition: Expression, whenTrue: () => Step[], whenFalse: () => Step[]): Step[] => [
      {
        kind: 'choice',
        condition,
        whenTrue: this.reader.withBefore(whenTrue),
        whenFalse: this.reader.withBefore(whenFalse),
        origin,
      },
    ]
    const rest = (side: ts.Expression) => () => this.branches(side, statement, position, use)
    if (
      ts.isConditionalExpression(inner) &&
      [inner.whenTrue, inner.whenFalse].some((side) => this.reader.calls.makesCall(side))
    )
      return choose(this.reader.expression(inner.condition), rest(inner.whenTrue), rest(inner.whenFalse))
    if (ts.isBinaryExpression(inner) && this.reader.calls.makesCall(inner.right)) {
      const left = () => this.reader.expression(inner.left)
      const operator = inner.operatorToken.kind
      if (operator === ts.SyntaxKind.AmpersandAmpersandToken) {
        const test = left()
        return choose(test, rest(inner.right), () => use(test))
      }
      if (operator === ts.SyntaxKind.BarBarToken) {
        const test = left()
        return choose(test, () => use(test), rest(inner.right))
      }
      if (operator === ts.SyntaxKind.QuestionQuestionToken) {
        const value = left()
        return choose({ kind: 'nullish', operand: value, negated: true }, () => use(value), rest(inner.right))
      }
    }
    const read = readExpression(this.reader.scope, node, this.reader.frame === 'function' ? 'looked-at' : position)
    if (this.reader.frame === 'function' && position === 'json' && ts.isReturnStatement(statement) && !isDefined(read))
      this.reader.noValue(statement)
    return use(read)
  }

  /** Whether a value is chosen among calls. */
  isChosen(initializer: ts.Expression): boolean {
    const inner = unwrapAwait(initializer)
    if (ts.isConditionalExpression(inner))
      return [inner.whenTrue, inner.whenFalse].some((side) => this.reader.calls.makesCall(side))
    return (
      ts.isBinaryExpression(inner) && this.reader.calls.makesCall(inner.right) && LOGICAL.has(inner.operatorToken.kind)
    )
  }
}
