import { ts } from 'ts-morph'
import type { SourceModule } from '../../../syntax/module'
import {
  contains,
  enclosingFunction,
  type FunctionNode,
  isAccess,
  rewrap,
  unwrap,
  unwrapAwait,
  walkOwn,
} from '../../../syntax/nodes'
import type { Call } from '../calls'
import { changeOf } from '../local-changes'

/** The code of a chain, as far as it matters what of it can stay JavaScript. */
export interface ChainCode {
  readonly module: SourceModule
  readonly handler: FunctionNode
  readonly region: readonly ts.Statement[]
  readonly calls: readonly Call[]
  /** Calls that are refused already. */
  readonly unreadable: readonly ts.Node[]
}

/** What runs in the function of steps: a whole statement, or a value of one. */
export type Part =
  | { readonly kind: 'statement'; readonly node: ts.Statement }
  | {
      readonly kind: 'value'
      readonly node: ts.Expression
      /** Whether it is what the handler returns: it only becomes JSON. */
      readonly isAnswer: boolean
    }

/**
 * The part of a chain around something without an exact form that can stay JavaScript: it calls none of the functions, does
 * not jump out of itself, and runs once where it stands. `undefined` where there is none.
 */
export function partAround(code: ChainCode, node: ts.Node): Part | undefined {
  const own = ownStatement(code, node)
  if (!own) return undefined
  const statement = withLoops(code, own)
  if (isMovable(code, statement)) return { kind: 'statement', node: statement }
  return valueAround(code, own, node)
}

function hasCall({ calls, unreadable }: ChainCode, node: ts.Node): boolean {
  return (
    calls.some(({ site, answer }) => contains(node, site.call) || (answer && contains(node, answer.parse))) ||
    unreadable.some((call) => contains(node, call))
  )
}

/** The innermost statement that the workflow itself runs: what a callback without calls does is a part of its statement. */
function ownStatement(code: ChainCode, node: ts.Node): ts.Statement | undefined {
  let found: ts.Statement | undefined
  for (let own = node; own !== code.handler; own = own.parent) {
    if (!own || ts.isSourceFile(own)) return undefined
    if (ts.isStatement(own) && !ts.isBlock(own)) found ??= own
    if (!ts.isFunctionLike(own)) continue
    // a function that is run for each item of a list; any other one may be called from elsewhere
    if (!hasCall(code, own)) found = undefined
    else if (!isItemFunction(own)) return undefined
  }
  return found && code.region.some((statement) => contains(statement, found as ts.Statement)) ? found : undefined
}

/** `async (item) => …` of `list.map(async (item) => …)`. */
function isItemFunction(node: ts.Node): boolean {
  const call = ts.isArrowFunction(node) ? rewrap(node).parent : undefined
  return (
    call !== undefined &&
    ts.isCallExpression(call) &&
    isAccess(call.expression) &&
    call.expression.getText().endsWith('.map')
  )
}

/** The outermost loop around a statement that can go with it: one invocation for all of its rounds. */
function withLoops(code: ChainCode, statement: ts.Statement): ts.Statement {
  const fn = enclosingFunction(statement)
  let found = statement
  for (let own: ts.Node = statement; own !== fn && !ts.isSourceFile(own); own = own.parent) {
    if (ts.isIterationStatement(own, false) && !hasCall(code, own) && !jumpsOut(own)) found = own
  }
  return found
}

function isMovable(code: ChainCode, node: ts.Statement): boolean {
  if (hasCall(code, node) || jumpsOut(node)) return false
  if (ts.isIterationStatement(node, false)) return true
  if (ts.isVariableStatement(node)) return !isChangedLater(code, node)
  if (!ts.isExpressionStatement(node)) return false
  const inner = unwrap(node.expression)
  const isUpdate = ts.isPrefixUnaryExpression(inner) || ts.isPostfixUnaryExpression(inner)
  return !isUpdate && assignedValue(inner) === undefined
}

/** Whether a name that is declared is given another value, or changed, by other code. */
function isChangedLater({ module }: ChainCode, node: ts.VariableStatement): boolean {
  return declaredNames(node).some((name) => {
    const binding = module.bindings.of(name)
    if (!binding) return true
    const changes = [...binding.writes, ...binding.references.filter((reference) => changeOf(reference))]
    return changes.some((change) => !contains(node, change))
  })
}

/** The names that statements declare themselves, and not a block in them. */
export function declaredNames(...statements: readonly ts.Statement[]): ts.Identifier[] {
  const namesOf = (name: ts.BindingName): ts.Identifier[] =>
    ts.isIdentifier(name)
      ? [name]
      : name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesOf(element.name) : []))
  return statements.flatMap((statement) =>
    ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.flatMap(({ name }) => namesOf(name))
      : [],
  )
}

/** What a variable or a member is given, or what is added to a list: that is done by the workflow. */
function assignedValue(node: ts.Expression): readonly ts.Expression[] | undefined {
  if (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  )
    return [node.right]
  const callee = ts.isCallExpression(node) ? unwrap(node.expression) : undefined
  if (!callee || !isAccess(callee) || !ts.isIdentifier(unwrap(callee.expression))) return undefined
  return changeOf(unwrap(callee.expression)) ? [...(node as ts.CallExpression).arguments] : undefined
}

/** Whether a statement goes on elsewhere than behind itself, other than by throwing. */
function jumpsOut(statement: ts.Statement): boolean {
  let isFound = false
  walkOwn(statement, (node) => {
    isFound ||= ts.isReturnStatement(node) || ts.isYieldExpression(node) || ts.isLabeledStatement(node)
    if (!ts.isBreakOrContinueStatement(node)) return
    let target: ts.Node = node.parent
    const isTarget = (own: ts.Node) =>
      ts.isIterationStatement(own, false) || (ts.isBreakStatement(node) && ts.isSwitchStatement(own))
    while (target !== statement && !isTarget(target)) target = target.parent
    isFound ||= node.label !== undefined || !isTarget(target)
  })
  return isFound
}

function valueAround(code: ChainCode, statement: ts.Statement, node: ts.Node): Part | undefined {
  if (node === statement || !isRunOnce(statement, node) || isGathered(statement, node)) return undefined
  const found = largestValue(code, statement, node)
  if (!found) return undefined
  const isAnswer =
    ts.isReturnStatement(statement) &&
    !!statement.expression &&
    unwrapAwait(statement.expression) === unwrapAwait(found) &&
    enclosingFunction(statement) === code.handler
  return { kind: 'value', node: unwrapAwait(found), isAnswer }
}

/** Whether a part of a statement is evaluated when the statement begins, and is no place that is given a value. */
function isRunOnce(statement: ts.Statement, node: ts.Node): boolean {
  if (ts.isForOfStatement(statement)) return contains(statement.expression, node)
  if (ts.isIterationStatement(statement, false)) return false
  const given = ts.isExpressionStatement(statement) ? assignedValue(unwrap(statement.expression)) : undefined
  return !given || given.some((value) => contains(value, node))
}

/** The largest value around a node that is worked out without a call. */
function largestValue(code: ChainCode, statement: ts.Statement, node: ts.Node): ts.Expression | undefined {
  let found: ts.Expression | undefined
  for (let own = node; own !== statement; own = own.parent) {
    if (hasCall(code, own) || ts.isCaseClause(own)) break
    if (isValue(own)) found = own
    const bound = boundOf(code, statement, own)
    if (bound === 'outside') return undefined
    if (bound === 'edge') break
  }
  return found
}

/** Whether a part of a statement runs beside calls: they are made before it has failed, or done something. */
function isGathered(statement: ts.Statement, node: ts.Node): boolean {
  for (let own = node; own !== statement; own = own.parent)
    if (ts.isCallExpression(own) && /^Promise\s*\./.test(own.expression.getText())) return true
  return false
}

/** Where a value may not become larger: it is the payload of a call, the message of an error, or given to a variable. */
function boundOf({ calls }: ChainCode, statement: ts.Statement, own: ts.Node): 'edge' | 'outside' | undefined {
  const { parent } = own
  for (const { site, payload, inlined } of calls) {
    if (parent === site.call || (contains(site.call, own) && own !== site.call)) {
      if (payload.kind !== 'json' || inlined || !contains(site.call, payload.value)) return 'outside'
      if (payload.value === own || unwrapAwait(payload.value) === own) return 'edge'
    }
  }
  if (ts.isThrowStatement(statement)) return unwrap(statement.expression) === parent ? 'edge' : undefined
  if (!ts.isExpressionStatement(statement)) return undefined
  return assignedValue(unwrap(statement.expression))?.includes(own as ts.Expression) ? 'edge' : undefined
}

/** Whether an expression stands for a value, and not for a place, a name or a part of a list. */
function isValue(node: ts.Node): node is ts.Expression {
  if (!ts.isExpression(node) || ts.isSpreadElement(node) || ts.isOmittedExpression(node)) return false
  const { parent } = node
  if (ts.isIdentifier(node) && 'name' in parent && parent.name === node && !ts.isShorthandPropertyAssignment(parent))
    return false
  return !((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === node)
}
