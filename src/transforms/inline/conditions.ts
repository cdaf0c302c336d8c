import { environmentDifference, LOCALE_VARIABLES } from '../../analysis/environment'
import { witnessText } from '../../analysis/witness'
import { locate } from '../../load/locate'
import type { FunctionRef, ServiceFunction } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { isAsync } from '../../syntax/nodes'
import { type Place, refuse, type TransformContext } from '../transform'
import { checkVariables } from './copied-variables'

/** Variables that the runtime itself obeys: where they differ, the same code may do something else. */
const RUNTIME_VARIABLES = [...LOCALE_VARIABLES, 'NODE_OPTIONS']

/**
 * Checks that a callee gives the same answer wherever it runs, and that its callers can hold it.
 * @throws Refused
 */
export function checkCallee(context: TransformContext, site: InvokeSite, callee: FunctionRef): void {
  const { function: fn } = callee
  const { isRelocatable, witness, handler, environment } = context.relocatable(callee)
  if (!isRelocatable) {
    refuse(site, 'not-relocatable', `"${fn.key}": ${witness ? witnessText(witness) : 'unknown'}.`, witness)
  }
  const variable = environmentDifference(callee, site.callers, environment)
  if (variable !== undefined) refuse(site, 'not-relocatable', `"${fn.key}": ${variable}.`, placeIn(callee))
  checkVariables(context, site, callee)
  const major = Number(/^nodejs(\d+)/.exec(fn.runtime)?.[1] ?? Number.NaN)
  if (handler && !isAsync(handler.node) && !(major >= 24)) {
    const on = Number.isNaN(major) ? 'the configuration names no runtime' : `runs on ${fn.runtime}`
    refuse(site, 'sync-handler-returns-null', `The handler of "${fn.key}" is not async, and ${on}.`)
  }
  for (const caller of site.callers) {
    const difference = differenceOf(fn, caller.function)
    if (difference !== undefined) refuse(site, 'not-relocatable', difference, placeIn(callee))
  }
  if (fn.data.reservedConcurrency !== undefined) {
    const message = `"${fn.key}" has a reserved concurrency, which limits how often it runs at once.`
    refuse(site, 'not-relocatable', message, placeIn(callee, 'reservedConcurrency'))
  }
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
