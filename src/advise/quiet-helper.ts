import { ts } from 'ts-morph'
import type { WrapperLevel } from '../scan/site'
import { isAssignmentOperator } from '../syntax/bind'
import { isInert } from '../syntax/inert'
import { isLogCall } from '../syntax/loggers'
import { accessedName, contains, isAccess, walk } from '../syntax/nodes'

/** Whether a helper does nothing beside its call that anyone could see but log lines: once is as good as twice. */
export function isQuiet({ node, call: { call } }: WrapperLevel): boolean {
  let isAll = true
  walk(node, (child) => {
    if (isChange(child)) isAll = false
    if (ts.isNewExpression(child)) isAll &&= isInert(child) || KNOWN.test(child.expression.getText())
    if (ts.isCallExpression(child) && child !== call) isAll &&= isQuietCall(child, call)
  })
  return isAll
}

const KNOWN = /Error$|^Promise$|Command$/

/** Methods of what a call answers, and of promises. */
const OF_ANSWERS = /^(promise|then|catch|finally|toString|transformToString|decode)$/

function isQuietCall(child: ts.CallExpression, call: ts.CallExpression): boolean {
  const callee = child.expression.getText().replace(/\s/g, '')
  if (isInert(child) || isLogCall(child)) return true
  if (isAccess(child.expression) && OF_ANSWERS.test(accessedName(child.expression) ?? '')) return true
  return /^JSON\.(parse|stringify)$/.test(callee) || (callee === 'Buffer.from' && !contains(child, call))
}

function isChange(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) return isAssignmentOperator(node.operatorToken.kind)
  if (ts.isPostfixUnaryExpression(node) || ts.isDeleteExpression(node) || ts.isYieldExpression(node)) return true
  return (
    ts.isPrefixUnaryExpression(node) &&
    (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
  )
}
