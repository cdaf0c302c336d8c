import { ts } from 'ts-morph'
import { functionOf } from '../../../analysis/callees'
import type { InvokeCall } from '../../../scan/site'
import type { Evaluator } from '../../../syntax/evaluate/evaluator'
import { accessedName, contains, isAccess, rewrap, unwrap } from '../../../syntax/nodes'
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
    return isNothing(unwrap(parent.right)) ? { node: rewrap(parent), form } : undefined
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

/** What stands for a payload that is not there: `'{}'`, `[]`, `new Uint8Array()`. */
function isNothing(node: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0
  if (ts.isNewExpression(node))
    return node.expression.getText() === 'Uint8Array' && (node.arguments ?? []).every((one) => isNothing(unwrap(one)))
  return ts.isLiteralExpression(node)
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

/**
 * What a function makes of the answer as a whole, where it does no more than decode it:
 * `const decode = (response) => JSON.parse(Buffer.from(response.Payload).toString())`.
 * @param form What the payload of an answer is.
 */
export function decodedAnswer(
  { evaluator, module }: Coder,
  callee: ts.Expression,
  form: Decoded['form'],
): Form | undefined {
  const helper = functionOf(evaluator, module, unwrap(callee))
  return helper && madeOfAnswer({ evaluator, module: helper.module }, helper.node, form)
}

/** The same for a function that is known. */
export function madeOfAnswer(coder: Coder, node: ts.FunctionLikeDeclaration, form: Form): Form | undefined {
  const [parameter, ...others] = node.parameters
  const result = onlyResult(node)
  if (!parameter || !result || others.length > 0 || parameter.initializer || parameter.dotDotDotToken) return undefined
  const payload = payloadIn(coder, parameter.name)
  const made = payload ? decodedFrom(coder, { node: payload, form }) : handedOver(coder, parameter.name, form)
  return made && unwrap(made.node) === unwrap(result) ? made.form : undefined
}

/** `(response) => decode(response)`. */
function handedOver(coder: Coder, name: ts.BindingName, form: Form): Decoded | undefined {
  const use = onlyUseOf(coder, name)
  const call = use && rewrap(use).parent
  if (!use || !call || !ts.isCallExpression(call) || call.arguments.length !== 1 || call.expression === rewrap(use))
    return undefined
  // one that hands the answer to itself would never end
  const inner = functionOf(coder.evaluator, coder.module, unwrap(call.expression))
  const isOwn = !inner || contains(inner.node, call)
  const made = isOwn ? undefined : decodedAnswer(coder, call.expression, form)
  return made && decodedFrom(coder, { node: rewrap(call), form: made })
}

/** The one use of the payload: `response.Payload`, or the name of it. */
function payloadIn(coder: Coder, name: ts.BindingName): ts.Expression | undefined {
  if (ts.isObjectBindingPattern(name)) {
    const [element, ...others] = name.elements
    const isPayload = element && (element.propertyName ?? element.name).getText() === 'Payload' && !element.initializer
    return isPayload && others.length === 0 ? onlyUseOf(coder, element.name) : undefined
  }
  const { parent } = onlyUseOf(coder, name) ?? name
  return isAccess(parent) && accessedName(parent) === 'Payload' ? parent : undefined
}

/** The use of a name that is used once, and never set again. */
function onlyUseOf({ module }: Pick<Coder, 'module'>, name: ts.BindingName): ts.Identifier | undefined {
  const binding = ts.isIdentifier(name) ? module.bindings.of(name) : undefined
  const [use, ...more] = binding?.references ?? []
  return more.length === 0 && binding?.writes.length === 0 ? use : undefined
}

/** `const decode = (payload) => JSON.parse(Buffer.from(payload).toString())`: a function that does no more than decode. */
export function madeByHelper({ evaluator, module }: Coder, callee: ts.Expression, form: Form): Form | undefined {
  const helper = functionOf(evaluator, module, callee)
  return helper && madeOfPayload({ evaluator, module: helper.module }, helper.node, form)
}

/** The same for a function that is known. */
export function madeOfPayload(coder: Coder, node: ts.FunctionLikeDeclaration, form: Form): Form | undefined {
  const [parameter, ...others] = node.parameters
  const result = onlyResult(node)
  if (!parameter || !result || others.length > 0 || parameter.initializer) return undefined
  const use = onlyUseOf(coder, parameter.name)
  const made = use && decodedFrom(coder, { node: use, form })
  return made && unwrap(made.node) === unwrap(result) ? made.form : undefined
}

/** What a function that is not async returns, where it does nothing else. */
function onlyResult({ body, modifiers }: ts.FunctionLikeDeclaration): ts.Expression | undefined {
  if (modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)) return undefined
  if (!body || !ts.isBlock(body)) return body
  const [only, ...others] = body.statements
  return only && others.length === 0 && ts.isReturnStatement(only) ? only.expression : undefined
}
