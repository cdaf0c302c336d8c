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
    if (ts.isVariableStatement(statement)) {
      return !statement.declarationList.declarations.every(({ initializer }) => !initializer || isInert(initializer))
    }
    if (ts.isExpressionStatement(statement)) return !isExportAssignment(statement.expression)
    return ts.isClassDeclaration(statement) || ts.isModuleDeclaration(statement)
  })
}

/** `exports.a = …`, `module.exports = …` of something inert, and `'use strict'`. */
function isExportAssignment(expression: ts.Expression): boolean {
  if (ts.isStringLiteral(expression)) return true
  return (
    ts.isBinaryExpression(expression) &&
    /^(module\.)?exports\b/.test(expression.left.getText()) &&
    isInert(expression.right)
  )
}
