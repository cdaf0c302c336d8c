import { callsOfFunction } from '../../../analysis/calls-of-function'
import { nameNodeOf, statementOf } from '../../../analysis/function-place'
import type { WrapperLevel } from '../../../scan/site'
import { lineAfter, wholeLines } from '../../../syntax/lines'
import type { Helper, TransformContext } from '../../transform'
import { exportRanges } from '../export-ranges'
import { isHandedOn } from '../handed-on'

/**
 * A helper that calls were taken from, by others beside it: it goes with its last call.
 */
export function unusedHelper(context: TransformContext, { module, node }: WrapperLevel): Helper | undefined {
  const statement = statementOf(node)
  const name = nameNodeOf(node)
  const calls = statement && name ? callsOfFunction(context, module, node) : undefined
  if (!statement || !name || !calls || isHandedOn(context, module, name.text)) return undefined
  // what stands beside it begins where its line ends
  const { start } = wholeLines(module, statement)
  const ranges = [{ start, end: lineAfter(module.text, statement.end) }, ...exportRanges(module, name)]
  const edits = ranges.map((range) => ({ ...range, text: '', reason: `Nothing calls "${name.text}" any more.` }))
  return { node, calls, change: { module, edits, imports: [], declarations: [] } }
}
