import { ts } from 'ts-morph'
import { isSameAnywhere, wayTo } from '../../analysis/undisturbed'
import type { InvokeSite } from '../../scan/site'
import { isInert } from '../../syntax/inert'
import { wholeLines } from '../../syntax/lines'
import { contains, enclosing, enclosingFunction, unwrap } from '../../syntax/nodes'
import { placeOf } from '../../syntax/parse'
import { sourceStyle } from '../../syntax/style'
import type { SourceEdit } from '../file-change'
import type { Payload } from '../shared/payload'
import { refuse, type TransformContext } from '../transform'
import { argumentObligation } from './boundary'
import { safetyOf } from './safe-argument'

/** A payload in the constant that holds the parameters, or the command, of a call. */
export interface HeldPayload {
  readonly declaration: ts.VariableDeclaration
  readonly payload: Payload & { readonly kind: 'json' }
  /** Whether it is made where the constant stands, and not at the call. */
  readonly stays: boolean
}

/**
 * Finds out where a payload is to be made that stands in a constant before the call; `undefined` where it is made at the
 * call anyway, or may as well be.
 * @throws Refused `payload-opaque` where it can be made at neither place.
 */
export function heldPayload(context: TransformContext, site: InvokeSite, payload: Payload): HeldPayload | undefined {
  if (payload.kind !== 'json' || contains(site.call, payload.value)) return undefined
  const { value } = payload
  const { module } = site
  const declaration = enclosing(value, ts.isVariableDeclaration)
  if (!declaration) refuseHeld(site, value, 'is made apart from the call')
  if (isSameAnywhere(module, value)) return undefined
  const way = wayTo(module, declaration, value, site.call)
  const isMovable = isInert(value) && !way.isDisturbed
  if (isMovable && (!way.mayLeave || safetyOf(context, module, value).isSafe)) return undefined
  if (enclosingFunction(declaration) !== enclosingFunction(site.call))
    refuseHeld(site, value, 'is made outside of the function that sends it')
  const isOwn = [declaration.name, ...site.call.arguments.map(unwrap)].every((name) => {
    const binding = ts.isIdentifier(name) ? module.bindings.of(name) : undefined
    return !ts.isIdentifier(name) || binding?.references.length === 1
  })
  if (!isOwn || !ts.isIdentifier(declaration.name))
    refuseHeld(site, value, 'is made before the call, in a constant that something else uses, too')
  const list = declaration.parent
  const isAlone = ts.isVariableDeclarationList(list) && list.declarations.length === 1
  return { declaration, payload, stays: !(way.isEmpty && isAlone) }
}

function refuseHeld(site: InvokeSite, value: ts.Expression, what: string): never {
  const { file, ast } = site.module
  const { line } = placeOf(ast, value.getStart(ast))
  refuse(site, 'payload-opaque', `The payload ${what}: make it at the call.`, { file, line })
}

/** What becomes of the constant of a payload. */
export interface HeldConstant {
  readonly edit: SourceEdit
  /** What the call passes, where the payload stays. */
  readonly argument: string | undefined
}

/**
 * The text of a payload in the place of the parameters that it was made for; nothing, where the payload is made at the call.
 * @param fresh Gives the name of the text.
 */
export function heldConstant(
  { evaluator, types }: TransformContext,
  site: InvokeSite,
  { declaration, payload, stays }: HeldPayload,
  fresh: () => string,
): HeldConstant {
  const { module } = site
  const statement = declaration.parent.parent
  if (!stays) {
    const reason = 'The payload is made at the call.'
    return { edit: { ...wholeLines(module, statement), text: '', reason }, argument: undefined }
  }
  const name = fresh()
  const { maybeUndefined } = argumentObligation({ evaluator, types }, site, [payload.value], {
    changes: 0,
    mayLack: false,
  })
  const isNothing = maybeUndefined && !ts.isObjectLiteralExpression(unwrap(payload.value))
  // where there is nothing to encode, that throws
  const isEncoded = isNothing && payload.isEncoded
  const json = payload.stringify.getText(module.ast)
  const text = `${name} = ${isEncoded ? `Buffer.from(${json})` : json}`
  const quote = sourceStyle(module).quote === 'single' ? "'" : '"'
  const read = isEncoded ? `${name}.toString()` : isNothing ? `${name} ?? ${quote}{}${quote}` : name
  const start = declaration.getStart(module.ast)
  return {
    edit: { start, end: declaration.end, text, reason: 'The payload is made where it was.' },
    argument: `JSON.parse(${read})`,
  }
}
