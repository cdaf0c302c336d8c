import { ts } from 'ts-morph'
import { Doubts } from '../../analysis/trust/doubts'
import type { SourceModule } from '../../syntax/module'
import { isAccess, isFunctionNode, isProcessEnv, unwrap } from '../../syntax/nodes'
import type { TransformContext } from '../transform'

/** Whether an expression can be evaluated without an error, and whether that rests on declared types. */
export interface Safety {
  readonly isSafe: boolean
  readonly trustsTypes: boolean
}

/** Finds out whether an argument can be written where an error of it would be caught as one of the callee. */
export function safetyOf(
  { evaluator, types }: Pick<TransformContext, 'evaluator' | 'types'>,
  module: SourceModule,
  expression: ts.Expression,
): Safety {
  let trustsTypes = false
  const isThere = (node: ts.Expression): boolean => {
    if (isProcessEnv(node)) return true
    const isObject = !!types?.isObject(module, node) && !new Doubts(evaluator, types).of(module, node).isAbsent
    trustsTypes ||= isObject
    return isObject
  }
  const isSafe = (outer: ts.Expression): boolean => {
    const node = unwrap(outer)
    if (ts.isIdentifier(node) || ts.isLiteralExpression(node) || isFunctionNode(node) || WORDS.has(node.kind))
      return true
    if (isAccess(node)) {
      const isKeySafe = !ts.isElementAccessExpression(node) || isSafe(node.argumentExpression)
      return isKeySafe && isSafe(node.expression) && (!!node.questionDotToken || isThere(unwrap(node.expression)))
    }
    if (ts.isObjectLiteralExpression(node)) return node.properties.every(isSafeProperty)
    if (ts.isArrayLiteralExpression(node)) return node.elements.every((e) => !ts.isSpreadElement(e) && isSafe(e))
    if (ts.isTemplateExpression(node)) return node.templateSpans.every((span) => isSafe(span.expression))
    if (ts.isConditionalExpression(node)) return [node.condition, node.whenTrue, node.whenFalse].every(isSafe)
    if (ts.isPrefixUnaryExpression(node))
      return node.operator === ts.SyntaxKind.ExclamationToken && isSafe(node.operand)
    return (
      ts.isBinaryExpression(node) && CHOOSING.has(node.operatorToken.kind) && isSafe(node.left) && isSafe(node.right)
    )
  }
  const isSafeProperty = (property: ts.ObjectLiteralElementLike): boolean => {
    if (ts.isPropertyAssignment(property))
      return !ts.isComputedPropertyName(property.name) && isSafe(property.initializer)
    if (ts.isSpreadAssignment(property)) return isSafe(property.expression)
    return ts.isShorthandPropertyAssignment(property)
  }
  return { isSafe: isSafe(expression), trustsTypes }
}

const WORDS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
])

const CHOOSING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
])
