import type { ts } from 'ts-morph'
import { isAccess, isFunctionNode, unwrap } from '../syntax/nodes'
import type { InvokeCall } from './site'

/** What goes by such a name is called with the answer. */
const CALLBACK_NAME = /^(cb|callback|done|next)$/i

/** The callback that a call of the SDK gets behind its parameters, in the form of either version. */
export function callbackOf({ call, style }: Pick<InvokeCall, 'call' | 'style'>): ts.Expression | undefined {
  const last = call.arguments.length > 1 && style !== 'wrapper' ? call.arguments.at(-1) : undefined
  if (!last || style === 'method') return last
  // SDK v3 takes options in the same place
  const node = unwrap(last)
  const name = isAccess(node) ? node.getText().split('.').at(-1) : node.getText()
  return isFunctionNode(node) || CALLBACK_NAME.test(name ?? '') ? last : undefined
}
