import { ts } from 'ts-morph'
import { enclosingFunction, type FunctionNode, rewrap, walkOwn } from '../../syntax/nodes'

/** Where a call stands that nothing runs behind. */
export interface TailPlace {
  readonly node: ts.Statement | ts.Expression
  /** What would get an error that is thrown there. */
  readonly catches: readonly ts.CatchClause[]
  readonly isBeforeFinally: boolean
}

/** Where a call stands in a function: at an end of it, in the middle, or in another function. */
export function placeOfCall(fn: FunctionNode, call: ts.CallExpression): TailPlace | 'middle' | 'elsewhere' {
  if (enclosingFunction(call) !== fn) return 'elsewhere'
  const whole = rewrap(call)
  if (whole === fn.body) return { node: whole, catches: [], isBeforeFinally: false }
  const statement = whole.parent
  const isEnd = ts.isReturnStatement(statement) || (ts.isExpressionStatement(statement) && isLast(fn, statement))
  if (!isEnd) return 'middle'
  const catches: ts.CatchClause[] = []
  let isBeforeFinally = false
  for (let at: ts.Node = statement; at !== fn; at = at.parent) {
    if (!ts.isTryStatement(at.parent)) continue
    const { tryBlock, catchClause } = at.parent
    if (at === tryBlock && catchClause) catches.push(catchClause)
    isBeforeFinally ||= at.parent.finallyBlock !== undefined
  }
  return { node: statement, catches, isBeforeFinally }
}

/** Whether nothing runs in a function behind a statement of it. */
function isLast(fn: FunctionNode, statement: ts.Statement): boolean {
  const next = behind(statement)
  if (next && ts.isReturnStatement(next)) return true
  let at: ts.Node = statement
  for (; at !== fn.body; at = at.parent) {
    const { parent } = at
    if (ts.isCaseOrDefaultClause(parent)) {
      const isLastClause = parent.parent.clauses.at(-1) === parent
      const follows = behind(at)
      if (!isLastInList(parent.statements, at, follows) || !(isLastClause || follows)) return false
    } else if (ts.isBlock(parent)) {
      if (parent.statements.at(-1) !== at) return false
    } else if (!isTransparent(parent)) return false
  }
  return true
}

function isLastInList(statements: readonly ts.Statement[], at: ts.Node, follows: ts.Statement | undefined): boolean {
  return statements.at(-1) === (follows ?? at)
}

/** What stands around a statement and does nothing behind it. */
function isTransparent(node: ts.Node): boolean {
  return (
    ts.isIfStatement(node) ||
    ts.isTryStatement(node) ||
    ts.isCatchClause(node) ||
    ts.isSwitchStatement(node) ||
    ts.isCaseBlock(node)
  )
}

/** A bare `return` directly behind a statement, or a bare `break` in a `switch`. */
export function behind(node: ts.Node): ts.Statement | undefined {
  const { parent } = node
  if (!ts.isStatement(node) || !parent || !(ts.isBlock(parent) || ts.isCaseOrDefaultClause(parent))) return undefined
  const next = parent.statements[parent.statements.indexOf(node) + 1]
  if (!next) return undefined
  if (ts.isReturnStatement(next)) return next.expression ? undefined : next
  return ts.isBreakStatement(next) && !next.label && ts.isCaseOrDefaultClause(parent) ? next : undefined
}

/** Whether a statement stands in the body of a function itself. */
export function isStatementOf(fn: FunctionNode, statement: ts.Statement): boolean {
  return statement.parent === fn.body
}

/** Whether every way through a statement ends at one of `ends`, or in a `throw`. */
export function leavesAll(statement: ts.Node | undefined, ends: ReadonlySet<ts.Node>): boolean {
  if (!statement) return false
  if (ends.has(statement) || ts.isThrowStatement(statement)) return true
  if (ts.isBlock(statement)) return statement.statements.some((one) => leavesAll(one, ends))
  if (ts.isIfStatement(statement))
    return leavesAll(statement.thenStatement, ends) && leavesAll(statement.elseStatement, ends)
  if (ts.isTryStatement(statement)) {
    const { tryBlock, catchClause } = statement
    return leavesAll(tryBlock, ends) && (!catchClause || leavesAll(catchClause.block, ends))
  }
  if (!ts.isSwitchStatement(statement)) return false
  const { clauses } = statement.caseBlock
  const isOpen = (clause: ts.CaseOrDefaultClause, index: number) =>
    clause.statements.length === 0
      ? index === clauses.length - 1
      : !clause.statements.some((one) => leavesAll(one, ends))
  return clauses.some(ts.isDefaultClause) && !clauses.some(isOpen) && !hasBreak(statement.caseBlock, ends)
}

/** Whether a `break` leads out of a `switch` somewhere else than behind one of `ends`. */
function hasBreak(block: ts.CaseBlock, ends: ReadonlySet<ts.Node>): boolean {
  const behindEnds = new Set([...ends].map(behind))
  let found = false
  walkOwn(block, (node) => {
    if (ts.isBreakStatement(node)) found ||= !behindEnds.has(node)
  })
  return found
}
