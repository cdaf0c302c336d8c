import { ts } from 'ts-morph'
import { isInert } from '../syntax/inert'
import type { SourceModule } from '../syntax/module'

/** The first statement of a file that does something when the file is loaded. */
export function loadEffect(module: SourceModule): ts.Node | undefined {
  return module.ast.statements.find((statement) => {
    if (ts.isImportDeclaration(statement)) {
      const isLocal = ts.isStringLiteral(statement.moduleSpecifier) && statement.moduleSpecifier.text.startsWith('.')
      return !statement.importClause || (!statement.importClause.isTypeOnly && !isLocal)
    }
    return !isInertStatement(statement)
  })
}

/**
 * The first statement of a callee's own file that is there for what it does: a call that is a statement, an import without
 * names. What such a statement does, happens no more where the callee is gone. Clients that are made are not meant.
 */
export function startEffect(module: SourceModule): ts.Node | undefined {
  return module.ast.statements.find((statement) => {
    if (ts.isImportDeclaration(statement)) return !statement.importClause
    return ts.isExpressionStatement(statement) && isCall(statement.expression)
  })
}

function isCall(expression: ts.Expression): boolean {
  const node = ts.isAwaitExpression(expression) || ts.isVoidExpression(expression) ? expression.expression : expression
  return ts.isCallExpression(node) && !isInteropMark(node)
}

/** `Object.defineProperty(exports, '__esModule', { value: true })`, as compilers write it. */
function isInteropMark({ arguments: [target, name] }: ts.CallExpression): boolean {
  return target?.getText() === 'exports' && !!name && ts.isStringLiteral(name) && name.text === '__esModule'
}

/** Whether a top-level statement only declares and exports. What it imports is another matter. */
export function isInertStatement(statement: ts.Statement): boolean {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.every(({ initializer }) => !initializer || isInert(initializer))
  }
  if (ts.isExpressionStatement(statement)) return isExportAssignment(statement.expression)
  if (ts.isExportAssignment(statement)) return isInert(statement.expression)
  return INERT_STATEMENTS.has(statement.kind)
}

const INERT_STATEMENTS = new Set([
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.TypeAliasDeclaration,
  ts.SyntaxKind.EnumDeclaration,
  ts.SyntaxKind.ImportDeclaration,
  ts.SyntaxKind.ImportEqualsDeclaration,
  ts.SyntaxKind.ExportDeclaration,
  ts.SyntaxKind.EmptyStatement,
])

/** `exports.a = …`, `module.exports = …` of something inert, and `'use strict'`. */
function isExportAssignment(expression: ts.Expression): boolean {
  if (ts.isStringLiteral(expression)) return true
  return (
    ts.isBinaryExpression(expression) &&
    /^(module\.)?exports\b/.test(expression.left.getText()) &&
    isInert(expression.right)
  )
}
