import { ts } from 'ts-morph'
import type { InvokeSite } from '../../../scan/site'
import {
  accessedName,
  enclosingStatement,
  type FunctionNode,
  isAccess,
  isAsync,
  isFunctionNode,
  rewrap,
  unwrap,
} from '../../../syntax/nodes'
import { refuse } from '../../transform'
import type { Answer } from './answer'
import { type Coder, type Decoded, decodedAnswer, madeByHelper, madeOfAnswer, madeOfPayload } from './decode'
import { readParameter } from './read-answer'

/** A callback that takes the answer: the call before it goes on to be a promise. */
export interface Continuation {
  /** The call that gives the promise. */
  readonly promise: ts.Expression
  readonly parameter: ts.ParameterDeclaration
  readonly callback: FunctionNode
}

/** `.then(callback)` behind a promise; `undefined` where none follows. */
function thenOf(promise: ts.Expression): ts.CallExpression | undefined {
  const { parent } = promise
  if (!isAccess(parent) || parent.expression !== promise || accessedName(parent) !== 'then') return undefined
  const call = rewrap(parent).parent
  return ts.isCallExpression(call) && call.expression === rewrap(parent) ? call : undefined
}

/**
 * Reads an answer that is taken by `.then(…)`; `undefined` where it is not.
 * @param promise The call, with `.promise()`.
 * @throws Refused
 */
export function readThen(site: InvokeSite, coder: Coder, promise: ts.Expression): Answer | undefined {
  if (!thenOf(promise)) return undefined
  let form: Decoded['form'] | 'response' = 'response'
  for (let at = promise, then = thenOf(at); then; at = rewrap(then), then = thenOf(at)) {
    const [callback, ...others] = then.arguments
    if (!callback || others.length > 0) refuse(site, 'response-form', 'The answer is taken by more than one callback.')
    const made = decodedBy(site, coder, callback, form)
    if (made === undefined) {
      if (form !== 'response') refuse(site, 'response-form', 'The payload is decoded in several steps.')
      return readContinuation(site, coder, promise, callback)
    }
    if (made === 'value') return settled(site, rewrap(then))
    form = made
  }
  refuse(site, 'response-form', 'The answer is passed on before it is decoded.')
}

/** What a callback makes of the answer, where it does nothing but decode it. */
function decodedBy(
  site: InvokeSite,
  coder: Coder,
  callback: ts.Expression,
  form: Decoded['form'] | 'response',
): Decoded['form'] | undefined {
  const node = unwrap(callback)
  if (node.getText() === 'JSON.parse') return form === 'text' || form === 'buffer' ? 'value' : undefined
  if (form === 'response') {
    const own = site.sdk === 'v2' ? 'text' : 'bytes'
    return isFunctionNode(node) ? madeOfAnswer(coder, node, own) : decodedAnswer(coder, node, own)
  }
  return isFunctionNode(node) ? madeOfPayload(coder, node, form) : madeByHelper(coder, node, form)
}

/** A promise of the result: what awaits it, or gives it to whoever does, gets the result itself. */
function settled(site: InvokeSite, whole: ts.Expression): Answer {
  const isAwaited = ts.isAwaitExpression(whole.parent)
  const value = isAwaited ? (whole.parent as ts.AwaitExpression) : unwrap(whole)
  const anchor = enclosingStatement(value)
  if (!anchor) refuse(site, 'response-form', 'The response is passed on as it is.')
  const needsPromise = !isAwaited && !isReturnedByAsync(whole)
  return { value, isText: false, anchor, isApart: false, removed: [], failure: undefined, needsPromise }
}

function readContinuation(site: InvokeSite, coder: Coder, promise: ts.Expression, callback: ts.Expression): Answer {
  const node = unwrap(callback)
  const [parameter, ...others] = isFunctionNode(node) ? node.parameters : []
  if (!isFunctionNode(node) || !parameter || others.length > 0 || parameter.initializer || parameter.dotDotDotToken)
    refuse(site, 'response-form', 'The response is passed on as it is.')
  const answer = readParameter(site, coder, parameter.name)
  return { ...answer, needsPromise: true, continuation: { promise, parameter, callback: node } }
}

/** Whether an expression is what an async function returns: it may be a promise or not. */
export function isReturnedByAsync(from: ts.Expression): boolean {
  const { parent } = rewrap(from)
  if (isFunctionNode(parent)) return isAsync(parent)
  if (!ts.isReturnStatement(parent)) return false
  let around: ts.Node = parent
  while (!ts.isFunctionLike(around)) around = around.parent
  return isFunctionNode(around) && isAsync(around)
}
