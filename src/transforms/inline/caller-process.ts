import { type ProcessChange, processChanges } from '../../analysis/process-changes'
import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { refuse, type TransformContext } from '../transform'

/**
 * Code that a caller has loaded may change what the callee finds in its own Lambda as it was: built-in objects, the console,
 * variables of the environment.
 * @throws Refused
 */
export function checkCallerProcess(context: TransformContext, site: InvokeSite, callee: FunctionRef): void {
  const { program } = context.evaluator
  const { environment, logs } = context.relocatable(callee)
  const isSeen = ({ kind, variable }: ProcessChange): boolean => {
    if (kind === 'console') return logs
    return kind === 'built-in' || (variable === undefined ? environment.length > 0 : environment.includes(variable))
  }
  for (const { function: caller } of site.callers) {
    const module = caller.handler && program.module(caller.handler.file)
    const change = module && processChanges(program, module).find(isSeen)
    if (!change) continue
    const message = `"${callee.function.key}" would see what "${caller.key}" changes in its own process: "${change.what}".`
    refuse(site, 'not-relocatable', message, change)
  }
}
