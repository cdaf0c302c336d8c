import { locate } from '../../load/locate'
import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { refuse } from '../transform'

/**
 * Checks that settings of a function, which a rewrite depends on, are the same for every deployment: what is written holds
 * for all stages.
 * @throws Refused `depends-on-stage`
 */
export function checkStages(
  site: InvokeSite,
  { service, function: fn }: FunctionRef,
  settings: readonly string[],
): void {
  const name = settings.find((setting) => fn.chosen.includes(setting))
  if (name === undefined) return
  const path = name in fn.data ? ['functions', fn.key, name] : ['provider', name]
  const at = locate(service.document, path)
  const message = `"${name}" of "${fn.key}" may be another one for another stage; what follows from it would hold for "${service.stage}" only.`
  refuse(site, 'depends-on-stage', message, at && { file: service.config, line: at.line })
}
