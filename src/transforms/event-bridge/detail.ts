import { ts } from 'ts-morph'
import type { InvokeSite, WrapperLevel } from '../../scan/site'
import type { SourceModule } from '../../syntax/module'
import { unwrap } from '../../syntax/nodes'
import type { Payload } from '../shared/payload'
import { givenTo } from '../shared/wrapper/given-to'
import { type Obligation, refuse, type TransformContext } from '../transform'

/**
 * Checks that the payload is an object: the detail of an event is nothing else.
 * @param levels The helpers between the call and the SDK: what one hands on is looked at where it is given.
 * @throws Refused `payload-not-object`
 */
export function checkDetail(
  context: TransformContext,
  site: InvokeSite,
  levels: readonly WrapperLevel[],
  payload: Payload,
): Obligation {
  const proved = (message: string): Obligation => ({ code: 'detail-object', status: 'proved', message })
  const value = payloadValue(payload)
  if (value === 'object') return proved('The payload is an object.')
  if (value === undefined) refuse(site, 'payload-not-object', 'The payload is a text that holds no object.')
  const places = givenTo(site, levels, value)
  for (const place of places) {
    if (isObjectValue(context, place.module, place.expression))
      return proved(`"${shown(place.expression)}" is an object.`)
    if (!context.types?.isObject(place.module, place.expression)) continue
    const message = `"${shown(place.expression)}" is an object by its type (trust-types).`
    return { code: 'detail-object', status: 'waived', message }
  }
  refuse(site, 'payload-not-object', `"${shown(places.at(-1)?.expression ?? value)}" is not known to be an object.`)
}

function shown(value: ts.Expression): string {
  const text = value.getText().replace(/\s+/g, ' ')
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

/** The value that the payload is the JSON of; `object` where there is nothing more to ask. */
function payloadValue(payload: Payload): ts.Expression | 'object' | undefined {
  if (payload.kind === 'none') return 'object'
  if (payload.kind === 'json') return payload.value
  const { expression, held } = payload
  if (held) return held.value
  return ts.isStringLiteralLike(expression) && isObjectText(expression.text) ? 'object' : undefined
}

function isObjectText(text: string): boolean {
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isObjectValue({ evaluator }: TransformContext, module: SourceModule, expression: ts.Expression): boolean {
  const value = evaluator.evaluate(module, unwrap(expression))
  // what has this decides by itself what its JSON is
  return value.kind === 'object' && !value.properties.has('toJSON') && isLiteral(module, unwrap(expression))
}

/** A literal without a method that decides what its JSON is, or a constant that holds one. */
function isLiteral(module: SourceModule, node: ts.Expression): boolean {
  if (ts.isObjectLiteralExpression(node)) return true
  const binding = ts.isIdentifier(node) ? module.bindings.of(node) : undefined
  const [declaration] = binding?.declarations ?? []
  const isConstant = binding?.writes.length === 0 && declaration && ts.isVariableDeclaration(declaration)
  return !!isConstant && !!declaration.initializer && ts.isObjectLiteralExpression(unwrap(declaration.initializer))
}
