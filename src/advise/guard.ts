import { ts } from 'ts-morph'
import { walk } from '../syntax/nodes'
import { type Comparison, comparisonOf, isWrittenAlike } from './comparison'

/** What decides whether a statement is done: one expression is one of some texts. */
export interface Guard extends Comparison {
  /** The whole `if` or `switch`, with all that is beside the statement in it. */
  readonly statement: ts.IfStatement | ts.SwitchStatement
}

/**
 * Reads what a statement stands behind: an `if` without `else` but `else if`, or a `switch` without a default that does
 * something. Its branches exclude each other, so that each can be asked for by itself.
 */
export function guardOf(statement: ts.Statement): Guard | undefined {
  const { parent: block } = statement
  const isBraced = ts.isBlock(block) && (ts.isIfStatement(block.parent) || ts.isCaseClause(block.parent))
  const branch = isBraced ? block : statement
  const { parent } = branch
  if (ts.isIfStatement(parent) && parent.thenStatement === branch) return ofIf(parent)
  return ts.isCaseClause(parent) ? ofCase(parent) : undefined
}

/** The statements that a guard decides on; `undefined` where it holds a comment, which would be lost with it. */
export function guardedStatements(guard: ts.Statement): readonly ts.Statement[] | undefined {
  if (hasComment(guard.getText())) return undefined
  const found: ts.Statement[] = []
  walk(guard, (node) => {
    const isBranch = ts.isIfStatement(node) || ts.isSwitchStatement(node) || ts.isBlock(node)
    if (ts.isStatement(node) && !isBranch && !ts.isBreakStatement(node)) found.push(node)
  })
  return found
}

function ofIf(own: ts.IfStatement): Guard | undefined {
  let top = own
  while (ts.isIfStatement(top.parent) && top.parent.elseStatement === top) top = top.parent
  const branches: { readonly node: ts.IfStatement; readonly comparison: Comparison }[] = []
  for (let node: ts.Statement | undefined = top; node; ) {
    if (!ts.isIfStatement(node)) return undefined
    const comparison = comparisonOf(node.expression)
    if (!comparison) return undefined
    branches.push({ node, comparison })
    node = node.elseStatement
  }
  const { subject, values = [] } = branches.find(({ node }) => node === own)?.comparison ?? {}
  if (!subject || !branches.every(({ comparison }) => isWrittenAlike(comparison.subject, subject))) return undefined
  const isExclusive = branches.length === 1 || isDistinct(branches.flatMap(({ comparison }) => comparison.values))
  return isExclusive ? { statement: top, subject, values } : undefined
}

function ofCase(own: ts.CaseClause): Guard | undefined {
  const { clauses } = own.parent
  const values: string[] = []
  for (const clause of clauses) {
    if (ts.isDefaultClause(clause)) {
      if (clause !== clauses.at(-1) || !clause.statements.every(ts.isBreakStatement)) return undefined
      continue
    }
    if (!ts.isStringLiteralLike(clause.expression) || !endsItself(clause)) return undefined
    values.push(clause.expression.text)
  }
  if (!isDistinct(values)) return undefined
  const end = clauses.indexOf(own)
  let start = end
  while (clauses[start - 1]?.statements.length === 0) start--
  return {
    statement: own.parent.parent,
    subject: own.parent.parent.expression,
    values: values.slice(start, end + 1),
  }
}

/** Whether nothing goes on to the next clause, but where a clause is empty. */
function endsItself(clause: ts.CaseClause): boolean {
  const { statements } = clause
  if (statements.length === 0 || clause === clause.parent.clauses.at(-1)) return true
  const last = statements.at(-1)
  const end = last && ts.isBlock(last) ? last.statements.at(-1) : last
  return !!end && ts.isBreakStatement(end) && !end.label
}

function isDistinct(values: readonly string[]): boolean {
  return new Set(values).size === values.length
}

function hasComment(text: string): boolean {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, text)
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan())
    if (token === ts.SyntaxKind.SingleLineCommentTrivia || token === ts.SyntaxKind.MultiLineCommentTrivia) return true
  return false
}
