import { startEffect } from '../../../analysis/load-effect'
import type { FunctionRef } from '../../../load/service'
import { placeOf } from '../../../syntax/parse'
import { exportMentions } from '../../shared/export-mentions'
import type { FoundHandler } from '../../shared/handler-form'
import type { TransformContext } from '../../transform'

/** Settings by which a function does something to its calls that a workflow does not. */
const LIMITING: Readonly<Record<string, string>> = {
  reservedConcurrency: 'it limits how often it runs at once',
  condition: 'it is only there on a condition',
}

/** Why a function must stay one for what it is, whoever calls it. */
export function ownReasons(context: TransformContext, found: FoundHandler, { function: fn }: FunctionRef): string[] {
  const { module, form } = found
  const { usedAt } = exportMentions(module, form)
  const effect = startEffect(module)
  return [
    ...(context.options.keepCallees ? ['--keep-callees asks for it'] : []),
    ...Object.entries(LIMITING).flatMap(([name, why]) => (fn.data[name] === undefined ? [] : [why])),
    ...(usedAt === undefined ? [] : [`its file uses its handler in line ${usedAt}`]),
    ...(effect
      ? [`its file does something when it is loaded, in line ${placeOf(module.ast, effect.getStart(module.ast)).line}`]
      : []),
  ]
}
