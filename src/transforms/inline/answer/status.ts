import { ts } from 'ts-morph'
import { rewrap } from '../../../syntax/nodes'
import { type Question, questionOf, type Role } from './condition'

/** A place whose text says what an invocation always answers. */
export interface Fold {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The status of an invocation that was waited for and answered. */
const STATUS = '200'

/**
 * What takes the place of a status that is read: the number, where it is only handed on. `undefined` where something is done
 * with it that would read oddly with a number.
 * @param node `response.StatusCode`.
 */
export function foldedStatus(node: ts.Expression): Fold | undefined {
  const whole = rewrap(node)
  const { parent } = whole
  const ast = node.getSourceFile()
  const at = (from: ts.Node, text: string): Fold => ({ start: from.getStart(ast), end: from.end, text })
  if (ts.isShorthandPropertyAssignment(parent)) return at(parent, `${parent.name.text}: ${STATUS}`)
  if (ts.isTemplateSpan(parent)) {
    const start = ast.text.lastIndexOf('${', whole.getStart(ast))
    return { start, end: parent.literal.getStart(ast) + 1, text: STATUS }
  }
  // `response.StatusCode ?? 200`
  const outer = isDefaulted(parent, whole) ? rewrap(parent) : whole
  const isHandedOn =
    (ts.isPropertyAssignment(outer.parent) && outer.parent.initializer === outer) ||
    (ts.isVariableDeclaration(outer.parent) && ts.isIdentifier(outer.parent.name)) ||
    (ts.isCallExpression(outer.parent) && outer.parent.expression !== outer) ||
    ts.isReturnStatement(outer.parent)
  return isHandedOn ? at(outer, STATUS) : undefined
}

function isDefaulted(node: ts.Node, left: ts.Node): node is ts.BinaryExpression {
  if (!ts.isBinaryExpression(node) || node.left !== left) return false
  const { kind } = node.operatorToken
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken
}

/**
 * `response.StatusCode === 200 && price.isNet`: the part of a condition that is always so goes, or one of an `||` that never
 * is. `undefined` where that does not answer the question.
 */
export function foldedCondition(
  node: ts.Expression,
  roleOf: (node: ts.Expression) => Role | undefined,
): Fold | undefined {
  let part: ts.Expression = rewrap(node)
  let asked: Question | undefined
  while (ts.isExpression(part.parent)) {
    const wider = questionOf(part.parent, roleOf)
    if (!wider) break
    part = rewrap(part.parent)
    asked = wider
  }
  const { parent } = part
  if (!ts.isBinaryExpression(parent)) return undefined
  const { kind } = parent.operatorToken
  const isNeutral =
    (kind === ts.SyntaxKind.AmpersandAmpersandToken && asked === 'always') ||
    (kind === ts.SyntaxKind.BarBarToken && asked === 'never')
  if (!isNeutral) return undefined
  const ast = node.getSourceFile()
  return parent.left === part
    ? { start: parent.getStart(ast), end: parent.right.getStart(ast), text: '' }
    : { start: parent.left.end, end: parent.end, text: '' }
}
