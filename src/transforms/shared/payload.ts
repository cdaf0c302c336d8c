import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { propertyValue, unwrap } from '../../syntax/nodes'
import { refuse } from '../transform'
import type { CallParams } from './call-params'
import { isBufferFrom, isSdkUtf8, isTextCodec, isUtf8 } from './codec'

/** The payload of a call, taken out of what encodes it. */
export type Payload =
  | { readonly kind: 'none' }
  | JsonPayload
  /** A text that is JSON already: a literal, or a variable that holds `JSON.stringify` of something. */
  | {
      readonly kind: 'text'
      readonly expression: ts.Expression
      /** What the variable holds; absent for a literal. */
      readonly held?: JsonPayload
    }

/** `JSON.stringify(value)`, encoded or not. */
export interface JsonPayload {
  readonly kind: 'json'
  readonly value: ts.Expression
  readonly stringify: ts.CallExpression
  /** Whether `undefined` makes the call throw (it is encoded to bytes) rather than send no payload. */
  readonly isEncoded: boolean
}

/**
 * Reads the payload of a call.
 * @throws Refused `payload-opaque` where it is no plain JSON.
 */
export function readPayload(site: InvokeSite, { payload }: CallParams): Payload {
  if (!payload) return { kind: 'none' }
  const expression = unwrap(propertyValue(payload))
  const encoded = encodedText(site, expression)
  const inner = unwrap(encoded ?? expression)
  // a `TextEncoder` takes `undefined` for an empty text
  const isEncoded = ts.isCallExpression(expression) && !isTextCodec(site.module, expression.expression, 'encode')
  if (isStringify(inner)) return fromStringify(site, inner, encoded !== undefined && isEncoded)
  if (ts.isIdentifier(inner)) return fromVariable(site, inner, encoded !== undefined && isEncoded)
  if (ts.isStringLiteralLike(inner) && isJson(inner.text)) return { kind: 'text', expression: inner }
  refuse(site, 'payload-opaque', `The payload is "${expression.getText()}".`)
}

function fromStringify(site: InvokeSite, call: ts.CallExpression, isEncoded: boolean): Payload {
  const [value, replacer] = call.arguments
  if (!value) return { kind: 'none' }
  if (replacer && replacer.kind !== ts.SyntaxKind.NullKeyword && replacer.getText() !== 'undefined') {
    refuse(site, 'payload-opaque', 'The payload is made with a replacer.')
  }
  // the old operation asks for its arguments, too
  return { kind: 'json', value, stringify: call, isEncoded: isEncoded || site.operation === 'invokeAsync' }
}

/** `const payload = JSON.stringify(x)` before the call. */
function fromVariable(site: InvokeSite, name: ts.Identifier, isEncoded: boolean): Payload {
  const binding = site.module.bindings.of(name)
  const [declaration] = binding?.declarations ?? []
  const initializer =
    declaration && ts.isVariableDeclaration(declaration) && binding?.writes.length === 0
      ? declaration.initializer
      : undefined
  const inner = initializer && unwrap(initializer)
  if (inner && isStringify(inner)) {
    const payload = fromStringify(site, inner, isEncoded)
    return payload.kind === 'json' ? { kind: 'text', expression: name, held: payload } : payload
  }
  refuse(site, 'payload-opaque', `The payload is "${name.text}", which holds no plain JSON.`)
}

/** What an encoder is given: `Buffer.from(x)`, `new TextEncoder().encode(x)`, `fromUtf8(x)`. */
function encodedText({ module }: InvokeSite, node: ts.Expression): ts.Expression | undefined {
  if (!ts.isCallExpression(node)) return undefined
  const { expression: callee } = node
  const [first, encoding] = node.arguments
  const isEncoder =
    isBufferFrom(callee) ||
    isTextCodec(module, callee, 'encode') ||
    isSdkUtf8(module, callee, 'fromUtf8') ||
    isSdkUtf8(module, callee, 'fromString')
  return isEncoder && isUtf8(encoding) ? first : undefined
}

function isStringify(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && node.expression.getText() === 'JSON.stringify'
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
