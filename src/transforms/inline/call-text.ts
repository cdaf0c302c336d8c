import { ts } from 'ts-morph'
import { isAssignmentOperator } from '../../syntax/bind'
import { isAccess } from '../../syntax/nodes'
import type { NameMaker } from './local-names'

/** How a call of the library function is written at one site. */
export interface CallText {
  readonly name: string
  /** Whether the result is awaited. */
  readonly isAsync: boolean
  /** Whether a promise of the result is asked for. */
  readonly isPromise: boolean
  /** Arguments, as text. */
  readonly args: readonly string[]
  /** What is done to the result. */
  readonly result: 'as-is' | 'clone' | 'clone-or-null' | 'null-for-undefined' | 'text' | 'text-or-null'
  /** Whether the result is told to be `any`, as it was when it was parsed. */
  readonly isAny: boolean
  /** Where the function is imported from; `undefined` where it stands in the same file. */
  readonly specifier: string | undefined
  /** Constants that are made before the call, where making them must not end in its `catch`. */
  readonly before: readonly { readonly name: string; readonly text: string }[]
  /** What becomes of an error of the callee: it goes on, goes to the caller's own branch, or becomes what it was. */
  readonly onError: 'throws' | 'branch' | 'payload'
  /** Names for what is declared at the site. */
  readonly fresh: NameMaker
}

/** The expression that stands where the answer was decoded. */
export function callText(call: CallText, value?: ts.Expression): string {
  const plain = `${call.name}(${call.args.join(', ')})`
  if (call.isPromise && call.isAny && call.result === 'as-is')
    return value && bindsCloser(value, 'as') ? `(${plain} as Promise<any>)` : `${plain} as Promise<any>`
  if (call.isPromise && call.result !== 'as-is')
    return `${plain}.then((result) => ${resultText('result', call.result)})`
  const awaited = call.isAsync ? `await ${plain}` : plain
  const text = resultText(awaited, call.result)
  const operator = operatorOf(call)
  if (call.isAny && !call.result.startsWith('clone')) {
    const told = `${operator === 'nullish' ? `(${text})` : text} as any`
    return value && bindsCloser(value, 'as') ? `(${told})` : told
  }
  return value && operator && bindsCloser(value, operator) ? `(${text})` : text
}

/** The operator that the text of a call has outermost. */
function operatorOf({ result, isAsync }: CallText): 'nullish' | 'await' | undefined {
  if (result === 'null-for-undefined') return 'nullish'
  return result === 'as-is' && isAsync ? 'await' : undefined
}

/** Whether what stands around an expression would take only a part of the operator that takes its place. */
function bindsCloser(value: ts.Expression, operator: 'nullish' | 'await' | 'as'): boolean {
  const { parent } = value
  const isTarget = isAccess(parent) || ts.isCallExpression(parent) || ts.isTaggedTemplateExpression(parent)
  if (isTarget && 'expression' in parent && parent.expression === value) return true
  if (ts.isTaggedTemplateExpression(parent) || ts.isNonNullExpression(parent)) return true
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken
    if (operator === 'await') return kind === ts.SyntaxKind.AsteriskAsteriskToken && parent.left === value
    return kind !== ts.SyntaxKind.CommaToken && !isAssignmentOperator(kind)
  }
  const isUnary =
    ts.isPrefixUnaryExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isVoidExpression(parent) ||
    ts.isAwaitExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isTypeAssertionExpression(parent)
  if (operator === 'as' && (ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent))) return false
  return operator !== 'await' && isUnary
}

/** What is done to a result. */
export function resultText(awaited: string, result: CallText['result']): string {
  switch (result) {
    case 'clone':
      return `JSON.parse(JSON.stringify(${awaited}))`
    case 'clone-or-null':
      // what has no JSON (a function that every object inherits) is `null` too
      return `JSON.parse(JSON.stringify(${awaited}) ?? null)`
    case 'null-for-undefined':
      return `${awaited} ?? null`
    case 'text':
      return `JSON.stringify(${awaited})`
    case 'text-or-null':
      return `JSON.stringify(${awaited} ?? null)`
    case 'as-is':
      return awaited
  }
}
