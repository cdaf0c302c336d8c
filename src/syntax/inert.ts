import { ts } from 'ts-morph'
import { isAssignmentOperator } from './bind'
import { isAccess, isFunctionNode, requiredModule, unwrap } from './nodes'

/** Calls that have no effect but their value. */
const INERT_CALLS =
  /^(JSON\.stringify|Buffer\.from|String|fromUtf8|toUtf8|new TextEncoder\(\)\.encode|(\w+\.)?captureAWS(Client|v3Client)?)$/

/** Whether evaluating an expression does nothing that anyone could miss: it makes a value and no more. */
export function isInert(expression: ts.Expression): boolean {
  const node = unwrap(expression)
  if (isLeaf(node)) return true
  if (isAccess(node)) return isInert(node.expression)
  if (ts.isTemplateExpression(node)) return node.templateSpans.every((span) => isInert(span.expression))
  if (ts.isObjectLiteralExpression(node)) return node.properties.every(isInertProperty)
  if (ts.isArrayLiteralExpression(node)) {
    return node.elements.every((element) => isInert(ts.isSpreadElement(element) ? element.expression : element))
  }
  if (ts.isNewExpression(node)) return (node.arguments ?? []).every(isInert) && isClientName(node.expression)
  return ts.isCallExpression(node) ? isInertCall(node) : isInertOperation(node)
}

function isLeaf(node: ts.Expression): boolean {
  if (ts.isIdentifier(node) || ts.isLiteralExpression(node) || isFunctionNode(node)) return true
  return LEAVES.has(node.kind)
}

const LEAVES = new Set([
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
  ts.SyntaxKind.ThisKeyword,
])

function isInertOperation(node: ts.Expression): boolean {
  if (ts.isConditionalExpression(node)) return [node.condition, node.whenTrue, node.whenFalse].every(isInert)
  if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.ExclamationToken && isInert(node.operand)
  if (!ts.isBinaryExpression(node) || isAssignmentOperator(node.operatorToken.kind)) return false
  return isInert(node.left) && isInert(node.right)
}

function isInertCall(node: ts.CallExpression): boolean {
  if (requiredModule(node) !== undefined) return true
  return INERT_CALLS.test(node.expression.getText()) && node.arguments.every(isInert)
}

function isInertProperty(property: ts.ObjectLiteralElementLike): boolean {
  if (ts.isPropertyAssignment(property)) return isInert(property.initializer)
  if (ts.isSpreadAssignment(property)) return isInert(property.expression)
  return ts.isShorthandPropertyAssignment(property) || ts.isMethodDeclaration(property)
}

/** SDK clients and commands, and encoders: constructing them does nothing yet. */
function isClientName(callee: ts.Expression): boolean {
  return /(^|\.)(Lambda|LambdaClient|Invoke(Async)?Command|TextEncoder|TextDecoder|NodeHttpHandler|Agent)$/.test(
    callee.getText(),
  )
}
