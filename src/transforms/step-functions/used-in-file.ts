import { ts } from 'ts-morph'
import { isExportsObject } from '../../syntax/exports'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, rewrap, walk } from '../../syntax/nodes'

/** Whether a file does something with what it exports under a name, other than to export it. */
export function isUsedInFile(module: SourceModule, name: string): boolean {
  const entry = module.exports.named.get(name)
  if (!entry) return true
  const node = entry.kind === 'declaration' ? entry.node : entry.kind === 'expression' ? entry.expression : undefined
  const named = node && nameOf(node)
  const references = named ? (module.bindings.of(named)?.references ?? []) : []
  return references.some((reference) => !isExported(reference)) || isReadOfExports(module, name)
}

function nameOf(node: ts.Node): ts.Identifier | undefined {
  if (ts.isIdentifier(node)) return node
  if (!ts.isVariableDeclaration(node) && !ts.isFunctionDeclaration(node) && !ts.isFunctionExpression(node))
    return undefined
  return node.name && ts.isIdentifier(node.name) ? node.name : undefined
}

/** `export { handler }`, `module.exports = { handler }`, `exports.handler = handler`, `export default handler`. */
function isExported(reference: ts.Identifier): boolean {
  const { parent } = reference
  if (ts.isExportSpecifier(parent) || ts.isExportAssignment(parent)) return true
  const isListed =
    ts.isShorthandPropertyAssignment(parent) || (ts.isPropertyAssignment(parent) && parent.initializer === reference)
  const value = isListed ? parent.parent : reference
  const { parent: assignment } = value
  return (
    ts.isBinaryExpression(assignment) &&
    assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    assignment.right === value &&
    (isExportsObject(assignment.left) || (isAccess(assignment.left) && isExportsObject(assignment.left.expression)))
  )
}

/** Whether `exports.handler`, or all of `exports`, is anything but assigned to. */
function isReadOfExports(module: SourceModule, name: string): boolean {
  let isRead = false
  walk(module.ast, (node) => {
    if (isRead || !ts.isExpression(node) || !isExportsObject(node)) return
    const outer = rewrap(node)
    const { parent } = outer
    // `exports` of `module.exports` is no object of its own
    if (isAccess(parent) && parent.expression !== outer) return
    const target = isAccess(parent) ? rewrap(parent) : outer
    if (isAccess(parent) && accessedName(parent) !== undefined && accessedName(parent) !== name) return
    const assignment = target.parent
    isRead = !(ts.isBinaryExpression(assignment) && assignment.left === target)
  })
  return isRead
}
