import { LOCALE_VARIABLES } from '../../analysis/environment'
import { packageSetting, packagesUsed } from '../../analysis/package-settings'
import { type ProcessChange, processChanges } from '../../analysis/process-changes'
import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { refuse, type TransformContext } from '../transform'

/**
 * Code that a caller has loaded may change what the callee finds in its own Lambda as it was: built-in objects, the console,
 * variables of the environment, settings of packages.
 * @throws Refused
 */
export function checkCallerProcess(context: TransformContext, site: InvokeSite, callee: FunctionRef): void {
  const { program } = context.evaluator
  const { environment, logs, handler } = context.relocatable(callee)
  const used = handler && packagesUsed(context.evaluator, handler.module)
  // Lambda sets the time zone and the language itself
  const unset = environment.filter((name) => !(name in callee.function.environment) && !LOCALE_VARIABLES.includes(name))
  const isSeen = ({ kind, variable, isDefault }: ProcessChange): boolean => {
    if (kind === 'console') return logs
    if (isDefault) return unset.length > 0
    return kind === 'built-in' || (variable === undefined ? environment.length > 0 : environment.includes(variable))
  }
  for (const { function: caller } of site.callers) {
    const module = caller.handler && program.module(caller.handler.file)
    const change = module && processChanges(program, module).find(isSeen)
    const setting = module && used && packageSetting(context.evaluator, module, used)
    if (setting) {
      const message = `"${callee.function.key}" uses a package whose settings "${caller.key}" changes: "${setting.what}".`
      refuse(site, 'not-relocatable', message, setting)
    }
    if (!change) continue
    const message = `"${callee.function.key}" would see what "${caller.key}" changes in its own process: "${change.what}".`
    refuse(site, 'not-relocatable', message, change)
  }
}
