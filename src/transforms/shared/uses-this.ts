import { ts } from 'ts-morph'

/** Whether a function reads `this` or `arguments`, which it would lose or get in another form behind a new handler. */
export function usesThis(node: ts.Node): boolean {
  let found = false
  const visit = (child: ts.Node): void => {
    if (child.kind === ts.SyntaxKind.ThisKeyword || (ts.isIdentifier(child) && child.text === 'arguments')) found = true
    if (!ts.isFunctionDeclaration(child) && !ts.isFunctionExpression(child)) ts.forEachChild(child, visit)
  }
  ts.forEachChild(node, visit)
  return found
}
