import { ts } from 'ts-morph'
import { isGivenValue } from '../../analysis/mutations'
import { trustedType } from '../../analysis/trust/trusted-type'
import { useOfBinding } from '../../analysis/uses'
import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { isInert } from '../../syntax/inert'
import { accessedName, isAccess, isAsync, unwrap } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/source-file'
import { sourceStyle } from '../../syntax/style'
import { atMargin } from '../shared/moved-text'
import type { Payload } from '../shared/payload'
import { calledFrom } from '../shared/specifier'
import { type CallTypes, type Obligation, refuse, type TransformContext } from '../transform'
import { argumentsFor, inOrderOf } from './arguments'
import { type ArgumentLife, type ArgumentUse, argumentObligation, resultObligation } from './boundary'
import type { CallText } from './call-text'
import { type HeldConstant, heldConstant } from './held-payload'
import type { InlinedHandler } from './inlined-handler'
import { keepsAwait } from './kept-await'
import type { Library } from './library'
import { type NameMaker, nameMaker } from './local-names'
import { needsAsync } from './needs-async'
import { type ParameterShape, parameterShape } from './parameters'
import type { ReadSite } from './read-site'
import { safetyOf } from './safe-argument'
import { withoutTypes } from './told-types'
import { trustMessage } from './trust-message'
import { caughtUse } from './wrapper/caught'

/** Properties as parameters, where every site can pass them; else the event. */
export function shapeFor(context: TransformContext, read: readonly ReadSite[], found: InlinedHandler): ParameterShape {
  const own = parameterShape(found.module, found.form.node)
  const [first] = read
  if (own.kind === 'event' || !first || tellsOfSyntax(context, read, found)) return { kind: 'event' }
  // the order of the callers, unless a default may need what stands before it
  const hasDefaults = own.properties.some(({ initializer }) => initializer !== undefined)
  const shape: ParameterShape = hasDefaults ? own : { ...own, properties: inOrderOf(first.payload, own.properties) }
  return fits(context, read, shape) ? shape : { kind: 'event' }
}

/** Whether every site can pass what a function takes. */
export function fits(context: TransformContext, read: readonly ReadSite[], shape: ParameterShape): boolean {
  if (shape.kind === 'event') return true
  const { properties } = shape
  return read.every(({ site, payload, callee }) => {
    const values = argumentsFor(context, site, payload, properties)
    const changes = changesOfMembers(context, callee)
    // one property that is passed twice is one object, and two literals are two
    const isOnce = changes === 0 || new Set(properties.map(({ name }) => name)).size === properties.length
    return (
      values !== undefined && isOnce && argumentObligation(context, site, values, { changes, mayLack: false }).isStable
    )
  })
}

/** How many levels of the properties of its event a callee changes. */
function changesOfMembers(context: TransformContext, callee: FunctionRef): number {
  return Math.max(0, context.relocatable(callee).changesEvent - 1)
}

/**
 * Whether a caller reads the message of an error in whose text the engine may quote the code: `event.order.lines is not
 * iterable`.
 */
function tellsOfSyntax(context: TransformContext, read: readonly ReadSite[], { form }: InlinedHandler): boolean {
  const [parameter] = form.node.parameters
  const isRead = read.some(
    ({ answer, wrapped, site }) =>
      answer.failure?.uses.some(({ as }) => as === 'message') ||
      (wrapped?.rewords && wrapped.keepsMessage && caughtUse(context, site).passesMessage),
  )
  return isRead && !!parameter && ts.isIdentifier(parameter.name)
}

/** The call that takes the place of an invocation, and what it rests on. */
export function callOf(
  context: TransformContext,
  { site, callee: ref, payload, held, answer, onError }: ReadSite,
  found: InlinedHandler,
  shape: ParameterShape,
  library: Library | undefined,
  types?: CallTypes,
): { call: CallText; constant: HeldConstant | undefined; obligations: Obligation[] } {
  const fresh = nameMaker(context.sites, site)
  const constant =
    held && heldConstant(context, site, held, () => fresh('payload', `${library?.name ?? 'call'}Payload`))
  const passed = constant?.argument
    ? argumentOf(constant.argument, shape)
    : argumentsOf(context, site, payload, shape, found, ref)
  const callee = library?.callee ?? { module: found.module, node: found.form.node, answers: found.answers }
  const result = resultObligation(context, site, answer, callee, passed.life, context.relocatable(ref).changesEvent > 0)
  const mayPromise = isAsync(found.form.node) || needsAsync(context.evaluator, callee)
  const givesPromise = library ? library.isAsync : mayPromise
  if (answer.needsPromise && !library && !isAsync(found.form.node))
    refuse(site, 'response-form', 'A promise is asked for, and the callee gives none.')
  if (answer.taken && library?.isAsync)
    refuse(site, 'response-form', `The answer goes to a callback, and "${library.name}" gives a promise.`)
  const isCaught = onError === 'branch' || onError === 'payload'
  // an argument is made before there is a promise that could fail
  const apart =
    isCaught && !answer.needsPromise && !constant?.argument
      ? outsideOfTry(context, site, passed, fresh)
      : { args: passed.args, before: [], obligations: [] }
  return {
    call: {
      name: library?.name ?? localName(found),
      args: types ? withoutTypes(apart.args, passed.values, types) : apart.args,
      before: apart.before,
      isAsync: answer.needsPromise !== true && (givesPromise || keepsAwait(context, site, answer)),
      isPromise: answer.needsPromise === true,
      result: result.result,
      specifier: library && calledFrom(context, site.module, library.file),
      isAny: types?.result === true && !answer.isText,
      onError: isCaught ? onError : 'throws',
      fresh,
    },
    constant,
    obligations: [passed.obligation, result.obligation, ...apart.obligations],
  }
}

/** An argument that cannot be made is no error of the callee: it must not end in the `catch` around the call. */
function outsideOfTry(
  context: TransformContext,
  { module }: InvokeSite,
  { args, values }: Arguments,
  fresh: NameMaker,
): Pick<CallText, 'args' | 'before'> & { readonly obligations: Obligation[] } {
  const before: { name: string; text: string }[] = []
  const obligations: Obligation[] = []
  const passed = args.map((text, index) => {
    const value = values[index]
    const safety = value && safetyOf(context, module, value)
    if (safety?.isSafe) {
      if (safety.trustsTypes) obligations.push(trusted(text))
      return text
    }
    const known = value && accessedName(unwrap(value))
    const name = fresh(...(known ? [known] : []), 'payload')
    before.push({ name, text })
    return name
  })
  return { args: passed, before, obligations }
}

interface Arguments {
  readonly args: readonly string[]
  /** The expressions that the texts are, where they are no more than that. */
  readonly values: readonly (ts.Expression | undefined)[]
  readonly life: ArgumentLife
  readonly obligation: Obligation
}

function argumentsOf(
  context: TransformContext,
  site: InvokeSite,
  payload: Payload,
  shape: ParameterShape,
  callee: InlinedHandler,
  ref: FunctionRef,
): Arguments {
  if (shape.kind === 'event') {
    const { changesEvent: changes } = context.relocatable(ref)
    return wholeArgument(context, site, payload, { changes, mayLack: onlyReadsEvent(context, callee) })
  }
  const values = argumentsFor(context, site, payload, shape.properties) ?? []
  const use = { changes: changesOfMembers(context, ref), mayLack: false }
  const { life, obligation } = argumentObligation(context, site, values, use)
  return { args: values.map((value) => atMargin(site.module, value)), values, life, obligation }
}

/** Whether a callee looks at members of its event only: then absent and undefined ones are the same to it. */
function onlyReadsEvent({ evaluator }: TransformContext, { module, form, answers }: InlinedHandler): boolean {
  const [parameter] = form.node.parameters
  const answering = [form.node, ...(answers?.exits.map(({ call }) => call) ?? [])]
  const isRead = (name: ts.BindingName): boolean => {
    if (!ts.isIdentifier(name))
      return name.elements.every((e) => !ts.isBindingElement(e) || (!e.dotDotDotToken && isRead(e.name)))
    const binding = module.bindings.of(name)
    return !!binding && useOfBinding(evaluator, module, binding, answering, [], isMemberGiven, true) === 'reads'
  }
  return !parameter || isRead(parameter.name)
}

/** `event.a = …`: the member is there from then on, whether it was or not. */
function isMemberGiven({ parent }: ts.Node): boolean {
  return isAccess(parent) && isGivenValue(parent)
}

/** The whole payload as the one argument, cloned where it might change on its way through JSON. */
function wholeArgument(context: TransformContext, site: InvokeSite, payload: Payload, use: ArgumentUse): Arguments {
  const { ast } = site.module
  if (payload.kind === 'none') return emulated('{}', 'Without a payload the callee gets an empty object.')
  if (payload.kind === 'text') {
    const text = payload.expression.getText(ast)
    return emulated(`JSON.parse(${text})`, 'The payload is parsed from its text, as the invocation did.')
  }
  const { isStable, maybeUndefined, life, obligation } = argumentObligation(context, site, [payload.value], use)
  const text = atMargin(site.module, payload.value)
  const type = maybeUndefined ? trustedType(context.evaluator, context.types, site.module, payload.value) : undefined
  if (isStable && type?.maybeUndefined === false)
    return { args: [text], values: [payload.value], life, obligation: trusted(text) }
  if (maybeUndefined && payload.isEncoded) {
    const encoded = `Buffer.from(${atMargin(site.module, payload.stringify)})`
    if (context.options.trustTypes === false)
      return emulated(`JSON.parse(${encoded}.toString())`, 'The payload is encoded and parsed, as the invocation did.')
    const args = [isStable ? text : `JSON.parse(JSON.stringify(${text}))`]
    return { args, values: [isStable ? payload.value : undefined], life, obligation: unencodable(text) }
  }
  if (maybeUndefined) {
    // `undefined` is no payload
    const message = 'An undefined payload reaches the callee as an empty object.'
    return isStable && isInert(payload.value) && !isTypeScript(site.module.file)
      ? { ...emulated(`${text} === undefined ? {} : ${text}`, message), life }
      : emulated(`JSON.parse(JSON.stringify(${text}) ?? ${quoted(site, '{}')})`, message)
  }
  const args = [isStable ? text : `JSON.parse(JSON.stringify(${text}))`]
  return { args, values: [isStable ? payload.value : undefined], life, obligation }
}

function trusted(text: string): Obligation {
  return {
    code: 'argument-json',
    status: 'waived',
    message: trustMessage('payload', { trusted: [text], mayOverflow: false, isMinusZero: false }),
  }
}

/** `Buffer.from(JSON.stringify(undefined))` throws. */
function unencodable(text: string): Obligation {
  const message = `Where "${text}" is undefined, it could not be encoded: that threw. Now the function is called with it (--no-trust-types keeps it).`
  return { code: 'argument-json', status: 'waived', message }
}

function quoted({ module }: InvokeSite, text: string): string {
  return sourceStyle(module).quote === 'single' ? `'${text}'` : `"${text}"`
}

function emulated(argument: string, message: string): Arguments {
  return {
    args: [argument],
    values: [undefined],
    life: 'own',
    obligation: { code: 'argument-json', status: 'emulated', message },
  }
}

/** What a call passes of a payload that stays where it was made. */
function argumentOf(argument: string, shape: ParameterShape): Arguments {
  const { args, ...rest } = emulated(argument, 'The payload is made where it was, and parsed from its text.')
  return { ...rest, args: shape.kind === 'event' ? args : [] }
}

/** The name by which a handler is called in its own file. */
function localName({ form }: InlinedHandler): string {
  return 'name' in form ? form.name.text : ''
}
