import { asObject, asString } from '../../load/document'
import type { FunctionRef, Service } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { freshVariable } from '../shared/environment'
import { kebabCase, pascalCase } from '../shared/names'
import { isFrameworkBefore } from '../shared/tools'
import { refuse, type TransformContext } from '../transform'

/** How an event is told from others, on both sides. */
export interface EventNames {
  /** The source as the configuration of a service writes it, with the stage as a variable: `shop-${sls:stage}`. */
  readonly sourceIn: (service: Service) => string
  /** The variable of the callers that holds it: `EVENT_SOURCE`. */
  readonly sourceVariable: string
  /** `ShipOrder` */
  readonly detailType: string
}

/**
 * The names of the events of a call. All stages of an account share a bus: an event must reach the rule of its own stage
 * only, as the invocation reached the function of that stage.
 * @throws Refused `several-callers` where the callers are of several services.
 */
export function eventNames(context: TransformContext, site: InvokeSite, callee: FunctionRef): EventNames {
  const [service, ...others] = new Set(site.callers.map((caller) => caller.service))
  if (!service || others.length > 0) {
    refuse(site, 'several-callers', 'Functions of several services reach the call, and an event has one source.')
  }
  return {
    sourceIn: (reader) => `${kebabCase(fixedName(service))}-${stageVariable(context, reader)}`,
    sourceVariable: freshVariable(context, service, 'EVENT_SOURCE'),
    detailType: detailType(context, callee),
  }
}

/** The name of a service without the variables in it. */
function fixedName(service: Service): string {
  const { service: raw } = asObject(service.document.value)
  const text = asString(raw) ?? asString(asObject(raw).name) ?? service.name
  return text.replace(/\$\{[^}]*\}/g, ' ').trim() || 'service'
}

/** Where the framework may be too old for `sls:stage`, the stage as its configuration has it, or what that is short for. */
function stageVariable({ workspace }: TransformContext, service: Service): string {
  if (!isFrameworkBefore(workspace, service, [2, 50])) return '${sls:stage}'
  const written = asString(asObject(asObject(service.document.value).provider).stage)
  return written?.includes('${opt:stage') ? '${self:provider.stage}' : "${opt:stage, self:provider.stage, 'dev'}"
}

/** After the callee; with its service where functions of several services have the same key. */
function detailType({ services, options }: TransformContext, { service, function: fn }: FunctionRef): string {
  const asked = options.detailTypes[fn.key]
  if (asked !== undefined) return asked
  const own = pascalCase(fn.key)
  const isShared = services.some(
    (other) => other !== service && other.functions.some(({ key }) => pascalCase(key) === own),
  )
  return isShared ? pascalCase(`${service.name}-${fn.key}`) : own
}
