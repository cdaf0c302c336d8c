import { ts } from 'ts-morph'
import { isInert } from '../syntax/inert'
import type { SourceModule } from '../syntax/module'
import { walkOwn } from '../syntax/nodes'
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
    if (ts.isExpressionStatement(statement)) return isCall(statement.expression)
    return isGuard(statement)
  })
}

/** `if (!process.env.RATES) throw …`: a file that does not load answers nobody. */
function isGuard(statement: ts.Statement): boolean {
  let throws = ts.isThrowStatement(statement)
  if (ts.isIfStatement(statement))
    walkOwn(statement, (node) => {
      throws ||= ts.isThrowStatement(node)
    })
  return throws
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
