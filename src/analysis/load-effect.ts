import { ts } from 'ts-morph'
import { isAssignmentOperator } from '../syntax/bind'
import { isInert } from '../syntax/inert'
import type { SourceModule } from '../syntax/module'
import { walk } from '../syntax/nodes'
import { isTypeScript } from '../syntax/source-file'

/** Whether an import is gone when the code runs: it says so, or TypeScript finds only types in it. */
export function isErasedImport(module: SourceModule, node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly
  if (node.importClause?.isTypeOnly) return true
  if (!isTypeScript(module.file)) return false
  const own = module.bindings.all.filter(({ declarations }) =>
    declarations.some((declaration) => declaration.pos >= node.pos && declaration.end <= node.end),
  )
  return own.length > 0 && own.every(({ references }) => references.every(isTypeUse))
}

function isTypeUse(reference: ts.Identifier): boolean {
  let node: ts.Node = reference
  while (ts.isQualifiedName(node.parent)) node = node.parent
  return ts.isTypeReferenceNode(node.parent) || ts.isTypeQueryNode(node.parent)
}

/**
 * The first statement of a callee's own file that is there for what it does: a call that is a statement, an import without
 * names, a check that throws. What such a statement does, happens no more where the callee is gone. Clients that are made are not meant.
 */
export function startEffect(module: SourceModule): ts.Node | undefined {
  return module.ast.statements.find((statement) => {
    if (ts.isImportDeclaration(statement)) return !statement.importClause
    if (ts.isExpressionStatement(statement)) return isCall(statement.expression) || isChange(statement.expression)
    // `if (…) dotenv.config()`, a loop that fills a table
    return isControl(statement) && !isIdle(statement)
  })
}

/** An assignment to anything but the exports. */
function isChange(expression: ts.Expression): boolean {
  return (
    (ts.isBinaryExpression(expression) &&
      isAssignmentOperator(expression.operatorToken.kind) &&
      !/^(this|(module\.)?exports)\b/.test(expression.left.getText())) ||
    ts.isDeleteExpression(expression) ||
    ts.isPostfixUnaryExpression(expression) ||
    (ts.isPrefixUnaryExpression(expression) && !isInert(expression))
  )
}

function isControl(statement: ts.Statement): boolean {
  return (
    ts.isIfStatement(statement) ||
    ts.isIterationStatement(statement, true) ||
    ts.isTryStatement(statement) ||
    ts.isSwitchStatement(statement) ||
    ts.isBlock(statement) ||
    ts.isThrowStatement(statement)
  )
}

/** Whether nothing in a statement is called or given a value. */
function isIdle(statement: ts.Statement): boolean {
  let isSo = !ts.isThrowStatement(statement)
  walk(statement, (node) => {
    const isAct = ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isThrowStatement(node)
    if (isAct || (ts.isExpression(node) && isChange(node))) isSo = false
    return isSo && !ts.isFunctionLike(node)
  })
  return isSo
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
  if (ts.isClassDeclaration(statement)) return isInertClass(statement)
  if (ts.isEnumDeclaration(statement))
    return statement.members.every(({ initializer }) => !initializer || isInert(initializer))
  return INERT_STATEMENTS.has(statement.kind)
}

const INERT_STATEMENTS = new Set([
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.TypeAliasDeclaration,
  ts.SyntaxKind.ImportDeclaration,
  ts.SyntaxKind.ImportEqualsDeclaration,
  ts.SyntaxKind.ExportDeclaration,
  ts.SyntaxKind.EmptyStatement,
])

/** A class that runs nothing where it is declared. */
function isInertClass({ members, heritageClauses, modifiers }: ts.ClassDeclaration): boolean {
  if (modifiers?.some(ts.isDecorator)) return false
  const bases = (heritageClauses ?? []).filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
  return (
    bases.every(({ types }) => types.every(({ expression }) => isInert(expression))) && members.every(isInertMember)
  )
}

function isInertMember(member: ts.ClassElement): boolean {
  if (ts.isClassStaticBlockDeclaration(member)) return false
  if (ts.canHaveDecorators(member) && ts.getDecorators(member)?.length) return false
  if (member.name && ts.isComputedPropertyName(member.name) && !isInert(member.name.expression)) return false
  const isStatic = ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static
  return !isStatic || !ts.isPropertyDeclaration(member) || !member.initializer || isInert(member.initializer)
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
