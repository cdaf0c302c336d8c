import { ts } from 'ts-morph'
import { paramsLiteral } from '../../../scan/params'
import type { InvokeSite } from '../../../scan/site'
import { accessedName, contains, enclosingFunction, isAccess, rewrap, unwrap, walk } from '../../../syntax/nodes'

/** Calls that one `Promise.all` waits for. */
export interface Gathering {
  /** `Promise.all(…)`. */
  readonly all: ts.CallExpression
  /** What stands for the message of a call: the body of the function that maps, or an item of the list. */
  readonly replaced: ts.Node
  /** The function that makes a call of each item; absent where the calls are listed. */
  readonly mapper: ts.ArrowFunction | undefined
  /** The list of calls, where they are listed. */
  readonly list: ts.ArrayLiteralExpression | undefined
}

/**
 * Reads what gathers a call: `await Promise.all(items.map((item) => send(item)))`, `await Promise.all([send(a), send(b)])`.
 * @returns Why the messages are sent one by one, where they are; `undefined` where nothing gathers the call.
 */
export function gatheringOf(site: InvokeSite): Gathering | string | undefined {
  const promise = promiseOf(site)
  const { parent } = promise
  if (ts.isArrayLiteralExpression(parent)) {
    const all = awaitedAll(parent)
    return all && read(site, { all, replaced: promise, mapper: undefined, list: parent })
  }
  if (isPutInList(site, promise)) return 'they are put in a list first, which is waited for later'
  const mapper = enclosingFunction(site.call)
  const call = mapper && ts.isExpression(mapper) ? rewrap(mapper).parent : undefined
  const isMap =
    call && ts.isCallExpression(call) && isAccess(call.expression) && accessedName(call.expression) === 'map'
  const all = isMap && call.arguments.length === 1 ? awaitedAll(call) : undefined
  if (!mapper || !all) return undefined
  if (!ts.isArrowFunction(mapper) || !isAllOf(mapper, promise)) return 'what makes them does more than that'
  return read(site, { all, replaced: mapper.body, mapper, list: undefined })
}

function read(site: InvokeSite, gathering: Gathering): Gathering | string {
  const { ast, bindings, text } = site.module
  const { replaced, all } = gathering
  const literal = paramsLiteral(site)
  if (!literal || !contains(replaced, literal)) return 'its parameters stand elsewhere'
  let waits = false
  walk(literal, (node) => {
    waits ||= ts.isAwaitExpression(node)
  })
  if (waits) return 'its payload is waited for'
  const name = ts.isPropertyAccessExpression(all.expression) ? all.expression.expression : all.expression
  if (ts.isIdentifier(name) && bindings.of(name)) return '"Promise" is another one there'
  const comments = commentsIn(text.slice(replaced.getStart(ast), replaced.end))
  return comments ? 'there is a comment in the call' : gathering
}

/** The promise of a call: of SDK v2 that of the request. */
function promiseOf({ call }: InvokeSite): ts.Expression {
  const { parent } = rewrap(call)
  const isPromise = isAccess(parent) && accessedName(parent) === 'promise' && ts.isCallExpression(parent.parent)
  return rewrap(isPromise ? (parent.parent as ts.CallExpression) : call)
}

/** Whether a function does nothing but wait for a promise, or return it. */
function isAllOf({ body }: ts.ArrowFunction, promise: ts.Expression): boolean {
  const awaited = ts.isAwaitExpression(promise.parent) ? rewrap(promise.parent) : promise
  if (!ts.isBlock(body)) return unwrap(body) === unwrap(awaited)
  const [only, ...others] = body.statements
  if (!only || others.length > 0 || awaited.parent !== only) return false
  return ts.isReturnStatement(only) || (ts.isExpressionStatement(only) && awaited !== promise)
}

/** `jobs.push(send(a))`, where `Promise.all(jobs)` waits for them. */
function isPutInList({ module }: InvokeSite, promise: ts.Expression): boolean {
  const { parent: push } = promise
  if (!ts.isCallExpression(push) || !ts.isPropertyAccessExpression(push.expression)) return false
  const { expression: list, name } = push.expression
  if (name.text !== 'push' || !ts.isIdentifier(list)) return false
  const uses = module.bindings.of(list)?.references ?? []
  return uses.some(({ parent }) => ts.isCallExpression(parent) && parent.expression.getText() === 'Promise.all')
}

/** `await Promise.all(…)` as a statement, around the one thing that it is given. */
function awaitedAll(given: ts.Expression): ts.CallExpression | undefined {
  const { parent: all } = rewrap(given)
  if (!ts.isCallExpression(all) || all.arguments.length !== 1 || unwrap(all.expression).getText() !== 'Promise.all')
    return undefined
  const { parent: waiting } = rewrap(all)
  return ts.isAwaitExpression(waiting) && ts.isExpressionStatement(rewrap(waiting).parent) ? all : undefined
}

function commentsIn(text: string): boolean {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, text)
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan())
    if (kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia) return true
  return false
}
