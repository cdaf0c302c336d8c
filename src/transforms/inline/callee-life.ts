import type { FunctionRef } from '../../load/service'
import { handlerImporters } from '../shared/handler-importers'
import { mayTarget, mentionsOf, watchedBy } from '../shared/mentions'
import type { TransformContext } from '../transform'

/**
 * What still needs a callee once `inlined` are rewritten; empty where nothing does: no trigger, no other call, no
 * reference, no export. The answer is for people: it says why a callee stays.
 */
export function whatNeeds(context: TransformContext, callee: FunctionRef, inlined: ReadonlySet<number>): string[] {
  const { function: fn } = callee
  const reasons: string[] = []
  if (fn.events.length > 0) reasons.push('it has events of its own')
  if (fn.data.url !== undefined) reasons.push('it has a URL')
  const watched = watchedBy(fn)
  if (watched !== undefined) reasons.push(`it has "${watched}" of its own`)
  const others = context.sites.filter((site, index) => !inlined.has(index) && mayTarget(site.target, callee))
  const [other] = others
  if (other) reasons.push(`it is invoked at ${other.module.file}:${other.line}`)
  const unknown = context.sites.find(
    (site) => site.target.status === 'unresolved' && site.target.code === 'runtime-data',
  )
  if (unknown) reasons.push(`it may be invoked at ${unknown.module.file}:${unknown.line}`)
  const [importer] = fn.handler ? handlerImporters(context, fn.handler.file, fn.handler.export) : []
  if (importer) reasons.push(`${importer.file} imports its handler`)
  return [...reasons, ...mentionsOf(context, callee)]
}
