import { ts } from 'ts-morph'
import { functionOf } from '../../../analysis/callees'
import type { InvokeCall } from '../../../scan/site'
import type { Evaluator } from '../../../syntax/evaluate/evaluator'
import { accessedName, isAccess, rewrap, unwrap } from '../../../syntax/nodes'
import { isBufferFrom, isSdkUtf8, isTextCodec, isUtf8 } from '../../shared/codec'

/** What a payload has been made of on its way: SDK v2 gives a text, SDK v3 bytes. */
export type Form = 'bytes' | 'buffer' | 'text' | 'value'

/** An expression that holds a payload, or what it was made of. */
export interface Decoded {
  readonly node: ts.Expression
  readonly form: Form
}

/** Where a payload is decoded, and what looks into functions that decode. */
export type Coder = Pick<InvokeCall, 'module'> & { readonly evaluator: Evaluator }

/** Follows a payload outward through what decodes it, within one expression. */
export function decodedFrom(site: Coder, from: Decoded): Decoded {
  let at: Decoded = { node: rewrap(from.node), form: from.form }
  for (let next = step(site, at); next; next = step(site, at)) at = next
  return at
}

/** One step outward; `undefined` where the payload is not decoded further. */
function step(site: Coder, { node, form }: Decoded): Decoded | undefined {
  if (form === 'value') return undefined
  const { parent } = node
  // `payload ?? '{}'`: there is always one
  if (ts.isBinaryExpression(parent) && parent.left === node && isFallback(parent.operatorToken.kind))
    return ts.isLiteralExpression(unwrap(parent.right)) ? { node: rewrap(parent), form } : undefined
  if (ts.isCallExpression(parent) && parent.expression !== node) {
    const made = madeBy(site, parent, form)
    return made && { node: rewrap(parent), form: made }
  }
  if (ts.isNewExpression(parent)) {
    const isBytes = parent.expression.getText() === 'Uint8Array' && form !== 'text' && parent.arguments?.length === 1
    return isBytes ? { node: rewrap(parent), form: 'bytes' } : undefined
  }
  if (!isAccess(parent) || parent.expression !== node) return undefined
  const call = rewrap(parent).parent
  if (!ts.isCallExpression(call) || call.expression !== rewrap(parent)) return undefined
  const name = accessedName(parent)
  // a byte array's own `toString` gives numbers
  const isDecoder = name === 'transformToString' || (name === 'toString' && form !== 'bytes')
  return isDecoder && isUtf8(call.arguments[0]) ? { node: rewrap(call), form: 'text' } : undefined
}

function isFallback(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.BarBarToken || operator === ts.SyntaxKind.QuestionQuestionToken
}

function madeBy(site: Coder, call: ts.CallExpression, form: Form): Form | undefined {
  const { module } = site
  const callee = unwrap(call.expression)
  if (callee.getText() === 'JSON.parse') return call.arguments.length === 1 && form !== 'bytes' ? 'value' : undefined
  if (isBufferFrom(callee) && isUtf8(call.arguments[1])) return form === 'bytes' ? 'buffer' : form
  if (isTextCodec(module, callee, 'decode') || isSdkUtf8(module, callee, 'toUtf8')) return 'text'
  if (callee.getText() === 'String' && form !== 'bytes') return 'text'
  return call.arguments.length === 1 ? madeByHelper(site, callee, form) : undefined
}

/** `const decode = (payload) => JSON.parse(Buffer.from(payload).toString())`: a function that does no more than decode. */
function madeByHelper({ evaluator, module }: Coder, callee: ts.Expression, form: Form): Form | undefined {
  const helper = functionOf(evaluator, module, callee)
  const [parameter, ...others] = helper?.node.parameters ?? []
  const result = helper && onlyResult(helper.node)
  if (!helper || !result || !parameter || others.length > 0 || !ts.isIdentifier(parameter.name)) return undefined
  const binding = helper.module.bindings.of(parameter.name)
  const [use, ...more] = binding?.references ?? []
  if (!use || more.length > 0 || binding?.writes.length !== 0 || parameter.initializer) return undefined
  const made = decodedFrom({ evaluator, module: helper.module }, { node: use, form })
  return unwrap(made.node) === unwrap(result) ? made.form : undefined
}

function onlyResult({ body, modifiers }: ts.FunctionLikeDeclaration): ts.Expression | undefined {
  if (modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)) return undefined
  if (!body || !ts.isBlock(body)) return body
  const [only, ...others] = body.statements
  return only && others.length === 0 && ts.isReturnStatement(only) ? only.expression : undefined
}
