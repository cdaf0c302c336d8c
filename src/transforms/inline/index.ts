import { ts } from 'ts-morph'
import type { FunctionRef } from '../../load/service'
import { refKey } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { SourceModule } from '../../syntax/module'
import { isAsync, unwrap } from '../../syntax/nodes'
import { type Answer, readAnswer } from '../shared/answer'
import { readParams } from '../shared/call-params'
import { type FoundHandler, findHandlerForm } from '../shared/handler-form'
import { camelCase, pascalCase } from '../shared/names'
import { type Payload, readPayload } from '../shared/payload'
import { resolvedCallee } from '../shared/target'
import {
  attempt,
  type Obligation,
  type Proposal,
  type Refusal,
  refuse,
  type Transform,
  type TransformContext,
} from '../transform'
import { argumentObligation, resultObligation } from './boundary'
import { whatNeeds } from './callee-life'
import { argumentsFor, type CallText, rewriteCaller } from './caller'
import { buildLibrary, type Library } from './library'
import { libraryFile } from './library-file'
import { type ParameterShape, parameterShape } from './parameters'

/** A callee that needs nothing of its own Lambda becomes a function call. */
export const inline: Transform = {
  name: 'inline',
  group(context, site) {
    const target = context.sites[site]?.target
    if (target?.status !== 'resolved') return [site]
    const key = refKey(target.ref)
    return context.sites.flatMap((other, index) => {
      const isSame = other.target.status === 'resolved' && refKey(other.target.ref) === key
      return isSame && context.advice[index]?.verdict === 'inline' ? [index] : []
    })
  },
  propose(context, sites) {
    const refusals = new Map<number, Refusal>()
    const read: ReadSite[] = []
    for (const index of sites) {
      const result = attempt(() => readSite(context, index))
      if ('refusal' in result) refusals.set(index, result.refusal)
      else read.push(result.value)
    }
    const result = read.length > 0 ? attempt(() => propose(context, read, context.options.keepCallees)) : undefined
    if (result && 'refusal' in result) for (const { index } of read) refusals.set(index, result.refusal)
    return { proposal: result && 'value' in result ? result.value : undefined, refusals }
  },
}

/** A site whose parts are known. */
interface ReadSite {
  readonly index: number
  readonly site: InvokeSite
  readonly callee: FunctionRef
  readonly payload: Payload
  readonly answer: Answer
}

function readSite(context: TransformContext, index: number): ReadSite {
  const site = context.sites[index] as InvokeSite
  const { ref: callee } = resolvedCallee(site)
  if (site.invocation !== 'sync') refuse(site, 'dynamic-invocation-type', 'The invocation type is not fixed.')
  const payload = readPayload(site, readParams(site))
  const answer = readAnswer(site, { errorCheck: false })
  checkCallee(context, site, callee, payload)
  return { index, site, callee, payload, answer }
}

function checkCallee(context: TransformContext, site: InvokeSite, callee: FunctionRef, payload: Payload): void {
  const { function: fn } = callee
  const { isRelocatable, witness, mayThrow, handler } = context.relocatable(callee)
  if (!isRelocatable)
    refuse(site, 'not-relocatable', `"${fn.key}": ${witness?.what ?? 'unknown'} (${witness?.file}:${witness?.line}).`)
  const throws = mayThrow || mayRefuseEvent(context, { callee, payload })
  if (throws && context.options.errors === 'preserve') refuse(site, 'errors-not-preserved', `"${fn.key}" may throw.`)
  const major = Number(/^nodejs(\d+)/.exec(fn.runtime)?.[1] ?? Number.NaN)
  if (handler && !isAsync(handler.node) && !(major >= 24)) {
    refuse(site, 'sync-handler-returns-null', `The handler of "${fn.key}" is not async, and runs on ${fn.runtime}.`)
  }
  for (const caller of site.callers) {
    if (caller.function.runtime !== fn.runtime) {
      refuse(
        site,
        'not-relocatable',
        `"${fn.key}" runs on ${fn.runtime}, "${caller.function.key}" on ${caller.function.runtime}.`,
      )
    }
    if (caller.function.memorySize < fn.memorySize) {
      refuse(
        site,
        'not-relocatable',
        `"${fn.key}" has ${fn.memorySize} MB, "${caller.function.key}" only ${caller.function.memorySize} MB.`,
      )
    }
    for (const name of ['TZ', 'LANG', 'NODE_OPTIONS']) {
      if (JSON.stringify(caller.function.environment[name]) !== JSON.stringify(fn.environment[name])) {
        refuse(site, 'not-relocatable', `"${fn.key}" and "${caller.function.key}" have different ${name}.`)
      }
    }
  }
  if (fn.data.reservedConcurrency !== undefined) {
    refuse(site, 'not-relocatable', `"${fn.key}" has a reserved concurrency, which limits how often it runs at once.`)
  }
}

function propose(context: TransformContext, read: readonly ReadSite[], keep: boolean): Proposal {
  const [first] = read as [ReadSite]
  const { callee } = first
  const found = handlerOf(context, first.site, callee)
  const inlined = new Set(read.map(({ index }) => index))
  const needs = whatNeeds(context, callee, inlined)
  const isKept = keep || needs.length > 0
  const inSameFile = read.some(({ site }) => site.module === found.module)
  const library = inSameFile
    ? undefined
    : libraryOf(context, read, found, callee, shapeFor(context, read, found), isKept)
  const shape: ParameterShape = library ? library.shape : { kind: 'event' }
  const calls = read.map((entry) => callOf(context, entry, found, shape, library))
  return {
    transform: 'inline',
    sites: read.map(({ index }) => index),
    obligations: mergeObligations([
      ...calleeObligations(context, callee, read),
      ...calls.flatMap(({ obligations }) => obligations),
    ]),
    files: [
      ...read.map(({ site, answer }, index) => rewriteCaller(site, answer, (calls[index] as { call: CallText }).call)),
      ...(library?.calleeChange ? [library.calleeChange] : []),
    ],
    created: library ? [{ file: library.file, text: library.text }] : [],
    deleted: library && !library.calleeChange ? [found.module.file] : [],
    infra: isKept
      ? []
      : [{ service: callee.service, change: { kind: 'remove-function', function: callee.function.key } }],
    packages: [],
    notes: notes(callee, needs, isKept),
    // where something refers to the function after all, it stays
    ...(!isKept && { fallback: () => propose(context, read, true) }),
  }
}

function handlerOf(context: TransformContext, site: InvokeSite, { function: fn }: FunctionRef): FoundHandler {
  const found = fn.handler && findHandlerForm(context.evaluator, fn.handler)
  if (!found) refuse(site, 'handler-not-found', `The handler of "${fn.key}" is exported in a form that is not known.`)
  return found
}

/** Properties as parameters, where every site can pass them; else the event. */
function shapeFor(context: TransformContext, read: readonly ReadSite[], found: FoundHandler): ParameterShape {
  const shape = parameterShape(found.module, found.form.node)
  if (shape.kind === 'event') return shape
  const fits = read.every(({ site, payload }) => {
    const values = argumentsFor(payload, shape.properties)
    return values !== undefined && argumentObligation(context.evaluator, site, values, context.types).isStable
  })
  return fits ? shape : { kind: 'event' }
}

function libraryOf(
  context: TransformContext,
  read: readonly ReadSite[],
  { module, form }: FoundHandler,
  callee: FunctionRef,
  shape: ParameterShape,
  isKept: boolean,
): Library {
  const { needs } = context.relocatable(callee)
  const isAlone = module.exports.named.size === 1 && module.exports.stars.length === 0
  const others = context.services.some((service) =>
    service.functions.some(
      (fn) => fn.handler?.file === module.file && !(service === callee.service && fn.key === callee.function.key),
    ),
  )
  return buildLibrary({
    module,
    form,
    needs,
    shape,
    name: libraryName(callee, [module, ...read.map(({ site }) => site.module)]),
    file: libraryFile(
      context.workspace,
      module.file,
      read.map(({ site }) => site.module.file),
      callee.function.key,
    ),
    callee: isKept ? 'wrapped' : isAlone && !others ? 'removed' : 'dropped',
  })
}

/** A name that none of the files uses: the callee's, else one that says what a pure function does. */
function libraryName({ function: fn }: FunctionRef, modules: readonly SourceModule[]): string {
  const isFree = (name: string) => modules.every((module) => !module.bindings.isTaken(name))
  const candidates = [camelCase(fn.key), `compute${pascalCase(fn.key)}`]
  const free = candidates.find(isFree)
  if (free !== undefined) return free
  for (let number = 2; ; number++) if (isFree(`${candidates[1]}${number}`)) return `${candidates[1]}${number}`
}

function callOf(
  context: TransformContext,
  { site, payload, answer }: ReadSite,
  found: FoundHandler,
  shape: ParameterShape,
  library: Library | undefined,
): { call: CallText; obligations: Obligation[] } {
  const { module } = site
  const result = resultObligation(site, answer.parse, { module: found.module, node: found.form.node }, context.types)
  const name = library?.name ?? localName(site, found)
  const isAsyncCall = library ? library.isAsync : isAsync(found.form.node)
  const base = { name, isAsync: isAsyncCall, result: result.result, library: library?.file }
  if (shape.kind === 'properties') {
    const values = argumentsFor(payload, shape.properties) ?? []
    const { obligation } = argumentObligation(context.evaluator, site, values, context.types)
    return {
      call: { ...base, args: values.map((value) => value.getText(module.ast)) },
      obligations: [obligation, result.obligation],
    }
  }
  const { text, obligation } = wholeArgument(context, site, payload)
  return { call: { ...base, args: [text] }, obligations: [obligation, result.obligation] }
}

/** The whole payload as the one argument, cloned where it might change on its way through JSON. */
function wholeArgument(
  context: TransformContext,
  site: InvokeSite,
  payload: Payload,
): { text: string; obligation: Obligation } {
  const { module } = site
  if (payload.kind === 'none') {
    return {
      text: '{}',
      obligation: {
        code: 'argument-json',
        status: 'emulated',
        message: 'Without a payload the callee gets an empty object.',
      },
    }
  }
  if (payload.kind === 'text') {
    const text = `JSON.parse(${payload.expression.getText(module.ast)})`
    return {
      text,
      obligation: {
        code: 'argument-json',
        status: 'emulated',
        message: 'The payload is parsed from its text, as the invocation did.',
      },
    }
  }
  const { isStable, obligation } = argumentObligation(context.evaluator, site, [payload.value], context.types)
  const text = payload.value.getText(module.ast)
  return { text: isStable ? text : `JSON.parse(JSON.stringify(${text}))`, obligation }
}

function localName(site: InvokeSite, { form }: FoundHandler): string {
  if (!('name' in form)) refuse(site, 'callee-shared', 'The callee stands in the same file, and has no name there.')
  return form.name.text
}

function calleeObligations(context: TransformContext, callee: FunctionRef, read: readonly ReadSite[]): Obligation[] {
  const { mayThrow: bodyMayThrow, logs } = context.relocatable(callee)
  const mayThrow = bodyMayThrow || read.some((entry) => mayRefuseEvent(context, entry))
  const { key } = callee.function
  return [
    { code: 'callee-known', status: 'proved', message: `The call reaches "${key}" and nothing else.` },
    logs
      ? {
          code: 'relocatable',
          status: 'waived',
          message: `"${key}" needs nothing of its own Lambda; its log lines move to the caller's log group.`,
        }
      : { code: 'relocatable', status: 'proved', message: `"${key}" needs nothing of its own Lambda.` },
    mayThrow
      ? {
          code: 'callee-errors',
          status: 'waived',
          message: `Where "${key}" throws, the caller now gets the exception; it got the error as if it were a result (errors=propagate).`,
        }
      : { code: 'callee-errors', status: 'proved', message: `"${key}" does not throw.` },
  ]
}

/** Taking `null` apart throws: `({ order }) => …` of a payload that may be null. */
function mayRefuseEvent(context: TransformContext, { callee, payload }: Pick<ReadSite, 'callee' | 'payload'>): boolean {
  const [event] = context.relocatable(callee).handler?.node.parameters ?? []
  const isObject =
    payload.kind === 'none' || (payload.kind === 'json' && ts.isObjectLiteralExpression(unwrap(payload.value)))
  return !!event && !ts.isIdentifier(event.name) && !isObject
}

/** The same obligation of several sites is told once; the weaker answer counts. */
function mergeObligations(list: readonly Obligation[]): Obligation[] {
  const rank = { proved: 0, emulated: 1, waived: 2 }
  const merged = new Map<string, Obligation>()
  for (const obligation of list) {
    const known = merged.get(obligation.code)
    if (!known || rank[obligation.status] > rank[known.status]) merged.set(obligation.code, obligation)
  }
  return [...merged.values()]
}

function notes({ function: fn }: FunctionRef, needs: readonly string[], isKept: boolean): string[] {
  if (isKept)
    return [
      `${fn.key}: the function stays${needs.length > 0 ? `, because ${needs.join('; ')}` : ''}; its handler calls the library function.`,
    ]
  return [
    `${fn.key}: the function and its log group go with this change. Callers outside of this repository cannot be seen: check that its Invocations metric falls to zero once the callers are deployed, then deploy the removal.`,
  ]
}
