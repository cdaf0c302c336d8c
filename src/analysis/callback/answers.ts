import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { type FunctionNode, isAsync, unwrap } from '../../syntax/nodes'
import { type Answering, answeringCall, contextSetting } from './calls'
import { behind, isStatementOf, leavesAll, placeOfCall } from './tail'

/** Where a handler gives its answer, by its callback or its context: nothing runs behind it. */
export interface Exit extends Answering {
  /** The statement that makes the call; the body of the handler, where that is no more than the call. */
  readonly node: ts.Statement | ts.Expression
  /** A bare `return` or `break` behind it. */
  readonly after: ts.Statement | undefined
  /** The `catch` clauses that would get an error that is thrown there. */
  readonly catches: readonly ts.CatchClause[]
}

/** A handler that answers through its callback, or its context, as the last thing on every path. */
export interface CallbackAnswers {
  /** None for a handler that answers with what it returns. */
  readonly exits: readonly Exit[]
  /** `context.callbackWaitsForEmptyEventLoop = false`: of no effect where nothing is left to wait for. */
  readonly settings: readonly ts.ExpressionStatement[]
}

/** What keeps the answers of a handler from being those of a function. */
export interface CallbackTrouble {
  /** In words, as the rest of a sentence: `it hands its callback on`. */
  readonly what: string
  readonly at: ts.Node
}

/**
 * Reads how a handler answers through its callback (`callback(null, result)`) or its context (`context.succeed(result)`).
 * `undefined` where it uses neither, or its context for something else.
 */
export function callbackAnswers(
  module: SourceModule,
  node: FunctionNode,
): CallbackAnswers | CallbackTrouble | undefined {
  const [, context, callback] = node.parameters
  const settings = usesOf(module, context).flatMap((use) => settingOf(node, use) ?? [])
  const answering = usesOf(module, context).filter((use) => !settingOf(node, use))
  const exits: Exit[] = []
  for (const [uses, isCallback] of [
    [answering, false],
    [usesOf(module, callback), true],
  ] as const) {
    for (const use of uses) {
      const call = answeringCall(module, use, isCallback)
      if (!call) return isCallback ? { what: 'it hands its callback on', at: use } : undefined
      const exit = 'what' in call ? call : exitOf(node, call)
      if ('what' in exit) return exit
      exits.push(exit)
    }
  }
  return allAnswered(node, exits) ?? (exits.length + settings.length > 0 ? { exits, settings } : undefined)
}

/** What is in the way where a handler answers so, though each of its answers is fine. */
function allAnswered(node: FunctionNode, exits: readonly Exit[]): CallbackTrouble | undefined {
  const [first] = exits
  if (!first) return undefined
  if (isAsync(node)) return { what: 'it is async, and calls its callback as well', at: first.call }
  const statements = exits.map((exit) => exit.node)
  const isWhole = ts.isBlock(node.body ?? node) ? leavesAll(node.body as ts.Block, new Set(statements)) : true
  if (!isWhole) return { what: 'it may end without calling its callback', at: node }
  return valueReturned(node, exits) ?? caughtError(exits)
}

/** The statement in which a handler sets something of its context. */
function settingOf(node: FunctionNode, use: ts.Identifier): ts.ExpressionStatement | undefined {
  const setting = contextSetting(use)
  return setting && isStatementOf(node, setting) ? setting : undefined
}

export function isTrouble(found: CallbackAnswers | CallbackTrouble | undefined): found is CallbackTrouble {
  return found !== undefined && 'what' in found
}

function usesOf(module: SourceModule, parameter: ts.ParameterDeclaration | undefined): readonly ts.Identifier[] {
  const name = parameter && ts.isIdentifier(parameter.name) ? parameter.name : undefined
  return (name && module.bindings.of(name)?.references) ?? []
}

function exitOf(handler: FunctionNode, answering: Answering): Exit | CallbackTrouble {
  const { call } = answering
  const place = placeOfCall(handler, call)
  if (place === 'elsewhere') return { what: 'it calls its callback in another function, which may run later', at: call }
  if (place === 'middle') return { what: 'it calls its callback and goes on', at: call }
  const { node, catches, isBeforeFinally } = place
  if (isBeforeFinally) return { what: 'it calls its callback where a "finally" is around it', at: call }
  return { ...answering, node, after: behind(node), catches }
}

/** An error that is thrown must not end in a `catch` of the handler, except in one that calls back with it. */
function caughtError(exits: readonly Exit[]): CallbackTrouble | undefined {
  const exit = exits.find(({ kind, catches }) => kind === 'error' && !catches.every((one) => isPassedOn(one, exits)))
  return exit && { what: 'it calls its callback with an error where a "catch" is around it', at: exit.call }
}

/** `catch (error) { callback(error) }`: as if it were not there. */
export function isPassedOn({ variableDeclaration, block }: ts.CatchClause, exits: readonly Exit[]): boolean {
  const [first, ...others] = block.statements
  const exit = exits.find(({ node }) => node === first)
  const name = variableDeclaration?.name
  const value = exit?.value && unwrap(exit.value)
  const isIt = !!value && !!name && ts.isIdentifier(value) && ts.isIdentifier(name) && value.text === name.text
  return exit?.kind === 'error' && isIt && others.every((one) => one === exit.after)
}

/** A handler that is not async loses what it returns. */
function valueReturned(handler: FunctionNode, exits: readonly Exit[]): CallbackTrouble | undefined {
  const known = new Set<ts.Node>(exits.flatMap(({ node, after }) => [node, ...(after ? [after] : [])]))
  let other: ts.Node | undefined
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return
    if (ts.isReturnStatement(node) && !known.has(node)) other ??= node
    ts.forEachChild(node, visit)
  }
  if (handler.body) ts.forEachChild(handler.body, visit)
  return other && { what: 'it may end without calling its callback', at: other }
}
