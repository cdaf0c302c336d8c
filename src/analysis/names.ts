import { ts } from 'ts-morph'
import type { Binding } from '../syntax/bind'
import { isFunctionNode, unwrap } from '../syntax/nodes'

/** Whether an identifier is read, and is no name of a member or a label. */
export function isValuePosition(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node
  if (ts.isBindingElement(parent)) return parent.initializer === node
  return !ts.isLabeledStatement(parent) && !ts.isBreakOrContinueStatement(parent)
}

/** Whether an identifier is the name of an import, an export or a member where it is declared. */
export function isNamePosition(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isAccessor(parent))
    return parent.name === node
  return ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isMetaProperty(parent)
}

/** Whether a declaration brings a name in from another module. */
export function isImport(node: ts.Node): boolean {
  return (
    ts.isImportSpecifier(node) || ts.isImportClause(node) || ts.isNamespaceImport(node) || ts.isBindingElement(node)
  )
}

/** Whether a name always means one function. */
export function isLocalFunction(binding: Binding): boolean {
  const [declaration, another] = binding.declarations
  if (!declaration || another || binding.writes.length > 0) return false
  if (ts.isFunctionDeclaration(declaration)) return true
  return (
    ts.isVariableDeclaration(declaration) &&
    !!declaration.initializer &&
    isFunctionNode(unwrap(declaration.initializer))
  )
}
