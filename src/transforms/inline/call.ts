import type { InvokeSite } from '../../scan/site'
import { isInert } from '../../syntax/inert'
import { isAsync } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/source-file'
import { sourceStyle } from '../../syntax/style'
import type { FoundHandler } from '../shared/handler-form'
import type { Payload } from '../shared/payload'
import type { Obligation, TransformContext } from '../transform'
import { type ArgumentLife, argumentObligation, resultObligation } from './boundary'
import { argumentsFor, type CallText } from './caller'
import type { Library } from './library'
import { type ParameterShape, parameterShape } from './parameters'
import type { ReadSite } from './read-site'

/** Properties as parameters, where every site can pass them; else the event. */
export function shapeFor(context: TransformContext, read: readonly ReadSite[], found: FoundHandler): ParameterShape {
  const shape = parameterShape(found.module, found.form.node)
  if (shape.kind === 'event') return shape
  const fits = read.every(({ site, payload }) => {
    const values = argumentsFor(payload, shape.properties)
    return values !== undefined && argumentObligation(context, site, values).isStable
  })
  return fits ? shape : { kind: 'event' }
}

/** The call that takes the place of an invocation, and what it rests on. */
export function callOf(
  context: TransformContext,
  { site, payload, answer }: ReadSite,
  found: FoundHandler,
  shape: ParameterShape,
  library: Library | undefined,
): { call: CallText; obligations: Obligation[] } {
  const passed = argumentsOf(context, site, payload, shape)
  const callee = { module: found.module, node: found.form.node }
  const result = resultObligation(context, site, answer.parse, callee, passed.life)
  return {
    call: {
      name: library?.name ?? localName(found),
      args: passed.args,
      isAsync: library ? library.isAsync : isAsync(found.form.node),
      result: result.result,
      library: library?.file,
    },
    obligations: [passed.obligation, result.obligation],
  }
}

interface Arguments {
  readonly args: readonly string[]
  readonly life: ArgumentLife
  readonly obligation: Obligation
}

function argumentsOf(context: TransformContext, site: InvokeSite, payload: Payload, shape: ParameterShape): Arguments {
  if (shape.kind === 'event') return wholeArgument(context, site, payload)
  const values = argumentsFor(payload, shape.properties) ?? []
  const { life, obligation } = argumentObligation(context, site, values)
  return { args: values.map((value) => value.getText(site.module.ast)), life, obligation }
}

/** The whole payload as the one argument, cloned where it might change on its way through JSON. */
function wholeArgument(context: TransformContext, site: InvokeSite, payload: Payload): Arguments {
  const { ast } = site.module
  if (payload.kind === 'none') return emulated('{}', 'Without a payload the callee gets an empty object.')
  if (payload.kind === 'text') {
    const text = payload.expression.getText(ast)
    return emulated(`JSON.parse(${text})`, 'The payload is parsed from its text, as the invocation did.')
  }
  const { isStable, maybeUndefined, life, obligation } = argumentObligation(context, site, [payload.value])
  const text = payload.value.getText(ast)
  if (maybeUndefined && !payload.isEncoded) {
    // `undefined` is no payload
    const type = context.types?.typeOf(site.module, payload.value)
    if (isStable && type?.maybeUndefined === false) return { args: [text], life, obligation: TRUSTED }
    const message = 'An undefined payload reaches the callee as an empty object.'
    return isStable && isInert(payload.value) && !isTypeScript(site.module.file)
      ? { ...emulated(`${text} === undefined ? {} : ${text}`, message), life }
      : emulated(`JSON.parse(JSON.stringify(${text}) ?? ${quoted(site, '{}')})`, message)
  }
  return { args: [isStable ? text : `JSON.parse(JSON.stringify(${text}))`], life, obligation }
}

const TRUSTED: Obligation = {
  code: 'argument-json',
  status: 'waived',
  message: 'By its declared type the payload comes through JSON unchanged (trust-types).',
}

function quoted({ module }: InvokeSite, text: string): string {
  return sourceStyle(module).quote === 'single' ? `'${text}'` : `"${text}"`
}

function emulated(argument: string, message: string): Arguments {
  return { args: [argument], life: 'own', obligation: { code: 'argument-json', status: 'emulated', message } }
}

/** The name by which a handler is called in its own file. */
function localName({ form }: FoundHandler): string {
  return 'name' in form ? form.name.text : ''
}
