import { ts } from 'ts-morph'
import { accessedName, isAccess } from '../syntax/nodes'

/** Where a file reads, by name, what only errors have. */
export function mentionOfError(ast: ts.SourceFile): ts.Node | undefined {
  const visit = (node: ts.Node): ts.Node | undefined => (isMention(node) ? node : ts.forEachChild(node, visit))
  return visit(ast)
}

function isMention(node: ts.Node): boolean {
  if (isAccess(node)) return isTelling(accessedName(node)) && !isTarget(node)
  if (ts.isBindingElement(node)) {
    const key = node.propertyName ?? node.name
    return ts.isObjectBindingPattern(node.parent) && !ts.isObjectBindingPattern(key) && isTelling(key.getText())
  }
  if (!ts.isStringLiteralLike(node) || !isTelling(node.text)) return false
  return ts.isCallExpression(node.parent) || ts.isBinaryExpression(node.parent)
}

function isTarget(node: ts.Node): boolean {
  const { parent } = node
  return (
    ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.left === node
  )
}

/** `trace` alone says nothing: loggers have one. */
function isTelling(name: string | undefined): boolean {
  return name === 'errorMessage' || name === 'errorType'
}
