import { ts } from 'ts-morph'
import { environmentDifference, LOCALE_VARIABLES } from '../../analysis/environment'
import type { HandlerCode } from '../../analysis/relocatable'
import { witnessText } from '../../analysis/witness'
import { locate } from '../../load/locate'
import type { FunctionRef, ServiceFunction } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { type FunctionNode, isAsync } from '../../syntax/nodes'
import { placeOf as lineOf } from '../../syntax/parse'
import { checkStages } from '../shared/chosen-settings'
import { type Place, refuse, type TransformContext } from '../transform'
import { checkCallerProcess } from './caller-process'
import { checkVariables } from './copied-variables'
import { hasExits } from './inlined-handler'
import { throwsOnlyErrors } from './thrown'

/** Variables that the runtime itself obeys: where they differ, the same code may do something else. */
const RUNTIME_VARIABLES = [...LOCALE_VARIABLES, 'NODE_OPTIONS']

/**
 * Checks that a callee gives the same answer wherever it runs, and that its callers can hold it.
 * @throws Refused
 */
export function checkCallee(context: TransformContext, site: InvokeSite, callee: FunctionRef): void {
  const { function: fn } = callee
  // a function whose handler the stage chooses is one that the stage chooses
  checkStages(site, callee, ['handler', 'memorySize', 'runtime', 'layers'])
  for (const caller of site.callers) checkStages(site, caller, ['handler', 'memorySize', 'runtime'])
  const { isRelocatable, witness, handler, environment } = context.relocatable(callee)
  if (!isRelocatable) {
    refuse(site, 'not-relocatable', `"${fn.key}": ${witness ? witnessText(witness) : 'unknown'}.`, witness)
  }
  const variable = environmentDifference(callee, site.callers, environment)
  if (variable !== undefined) refuse(site, 'not-relocatable', `"${fn.key}": ${variable}.`, placeIn(callee))
  checkVariables(context, site, callee)
  checkCallerProcess(context, site, callee)
  if (handler) checkRuntime(context, site, fn, handler)
  for (const caller of site.callers) {
    const difference = differenceOf(fn, caller.function)
    if (difference !== undefined) refuse(site, 'not-relocatable', difference, placeIn(callee))
  }
  if (fn.data.reservedConcurrency !== undefined) {
    const message = `"${fn.key}" has a reserved concurrency, which limits how often it runs at once.`
    refuse(site, 'not-relocatable', message, placeIn(callee, 'reservedConcurrency'))
  }
}

/**
 * How Lambda calls a handler changed with Node 24: up to 22, what a handler returns that is not async is lost; since then
 * there are no callbacks.
 * @throws Refused
 */
function checkRuntime(
  { evaluator }: TransformContext,
  site: InvokeSite,
  { key, runtime }: ServiceFunction,
  handler: HandlerCode,
): void {
  const major = Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? Number.NaN)
  const on = Number.isNaN(major) ? 'the configuration names no runtime' : `runs on ${runtime}`
  const isCallback = hasExits(handler)
  if (!(major < 24) && (isCallback || lengthOf(handler.node) >= 3))
    refuse(site, 'callback-handler-deprecated', `The handler of "${key}" takes a callback, and ${on}.`)
  if (!isCallback && !isAsync(handler.node) && !(major >= 24))
    refuse(site, 'sync-handler-returns-null', `The handler of "${key}" is not async, and ${on}.`)
  const exit = handler.answers?.exits.find(({ kind, value }) => kind === 'error' && value && ts.isIdentifier(value))
  // what is caught may be nothing: then the callback has no error
  if (exit && !throwsOnlyErrors(evaluator, handler))
    refuse(
      site,
      'not-relocatable',
      `"${key}" calls its callback with what it caught, and that may be no error.`,
      placeOf(handler, exit.call),
    )
}

/** The number of parameters that a function says it has: those before the first with a default. */
function lengthOf({ parameters }: FunctionNode): number {
  const end = parameters.findIndex(({ initializer, dotDotDotToken }) => !!initializer || !!dotDotDotToken)
  return end < 0 ? parameters.length : end
}

function placeOf({ module }: HandlerCode, node: ts.Node): Place {
  return { file: module.file, line: lineOf(module.ast, node.getStart(module.ast)).line }
}

/** Where the configuration speaks of a function. */
function placeIn({ service, function: fn }: FunctionRef, ...path: string[]): Place | undefined {
  const at = locate(service.document, ['functions', fn.key, ...path])
  return at && { file: service.config, line: at.line }
}

/** What the callee's Lambda has that the caller's has not. */
function differenceOf(callee: ServiceFunction, caller: ServiceFunction): string | undefined {
  if (caller.runtime !== callee.runtime) {
    return `"${callee.key}" runs on ${callee.runtime}, "${caller.key}" on ${caller.runtime}.`
  }
  if (caller.memorySize < callee.memorySize) {
    return `"${callee.key}" has ${callee.memorySize} MB, "${caller.key}" only ${caller.memorySize} MB.`
  }
  const layers = ({ data }: ServiceFunction) => JSON.stringify(data.layers ?? [])
  if (layers(callee) !== '[]' && layers(callee) !== layers(caller)) {
    return `"${callee.key}" has layers of its own, and what they hold is not known.`
  }
  const variable = RUNTIME_VARIABLES.find(
    (name) => JSON.stringify(caller.environment[name]) !== JSON.stringify(callee.environment[name]),
  )
  return variable === undefined ? undefined : `"${callee.key}" and "${caller.key}" have different ${variable}.`
}
