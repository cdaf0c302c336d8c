import { ts } from 'ts-morph'
import { PURE_FUNCTIONS } from '../../analysis/tables/globals'
import { ELEMENT_CALLBACKS, PRIMITIVE_ANSWERS } from '../../analysis/tables/methods'
import { isAssignmentOperator } from '../../syntax/bind'
import { isInert } from '../../syntax/inert'
import { accessedName, isAccess, isFunctionNode, unwrap, walk } from '../../syntax/nodes'

/** Functions of the language that only give a value. */
const OF_LANGUAGE =
  /^(Object\.(keys|values|entries|fromEntries)|Array\.(isArray|from)|JSON\.stringify|Buffer\.(from|byteLength)|Date\.now|performance\.now|(Math|Number)\.\w+)$/

/** Methods of lists and texts that give a part, or a copy. */
const OTHERS = new Set(['at', 'concat', 'flat', 'slice', 'toLocaleString', 'toReversed'])

/** Whether working out a value does no more than read others: whoever does not need the value need not do it. */
export function isOnlyRead(expression: ts.Expression): boolean {
  if (isInert(expression)) return true
  let isSo = true
  walk(expression, (node) => {
    isSo &&= doesNothing(node)
    return isSo
  })
  return isSo
}

function doesNothing(node: ts.Node): boolean {
  if (ts.isCallExpression(node)) return isReading(node)
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Date'
  if (ts.isBinaryExpression(node)) return !isAssignmentOperator(node.operatorToken.kind)
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node))
    return node.operator !== ts.SyntaxKind.PlusPlusToken && node.operator !== ts.SyntaxKind.MinusMinusToken
  if (isFunctionNode(node)) return ts.isArrowFunction(node) && !ts.isBlock(node.body)
  return !(
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isDeleteExpression(node) ||
    ts.isTaggedTemplateExpression(node)
  )
}

/** A function of the language, or a method by a name that only lists and texts have, given what those take. */
function isReading({ expression, arguments: given }: ts.CallExpression): boolean {
  const callee = unwrap(expression)
  const text = callee.getText().replace(/\s/g, '')
  if (PURE_FUNCTIONS.has(text) || OF_LANGUAGE.test(text)) return true
  const name = isAccess(callee) ? accessedName(callee) : undefined
  if (name === undefined) return false
  const [first] = given.map(unwrap)
  if (ELEMENT_CALLBACKS.has(name) || name === 'reduce') return !!first && isFunctionNode(first)
  // others join rooms and paths, and a regular expression remembers where it was
  if (name === 'join') return !first || (ts.isStringLiteralLike(first) && !/\w/.test(first.text))
  return OTHERS.has(name) || (name !== 'test' && PRIMITIVE_ANSWERS.has(name))
}
