import { ts } from 'ts-morph'
import type { SourceModule } from './module'

/**
 * Top-level names that a file declares more often than the language allows. A parser does not mind them, but the file
 * would not load: "Identifier … has already been declared".
 */
export function redeclaredNames(module: SourceModule): string[] {
  return [...module.bindings.topLevel].flatMap(([name, { declarations }]) => {
    const lexical = declarations.filter(isLexical).length
    const others = declarations.filter(isHoisted).length
    return lexical > 1 || (lexical === 1 && others > 0) ? [name] : []
  })
}

/** `const`, `let`, `class` and imports of values: one of a name. Types, namespaces and enums may meet others. */
function isLexical(node: ts.Node): boolean {
  if (ts.isImportSpecifier(node)) return !node.isTypeOnly && !node.parent.parent.isTypeOnly
  if (ts.isImportClause(node)) return !node.isTypeOnly
  if (ts.isNamespaceImport(node)) return !node.parent.isTypeOnly
  return ts.isClassDeclaration(node) || (isVariable(node) && !isVar(node))
}

/** `var` and functions: any number of a name, but none beside a lexical one. */
function isHoisted(node: ts.Node): boolean {
  return (ts.isFunctionDeclaration(node) && !!node.body) || (isVariable(node) && isVar(node))
}

function isVariable(node: ts.Node): node is ts.VariableDeclaration | ts.BindingElement {
  return ts.isVariableDeclaration(node) || ts.isBindingElement(node)
}

function isVar(node: ts.VariableDeclaration | ts.BindingElement): boolean {
  return !(ts.getCombinedNodeFlags(node) & ts.NodeFlags.BlockScoped)
}
