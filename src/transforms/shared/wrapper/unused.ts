import type { WrapperLevel } from '../../../scan/site'
import { lineAfter, wholeLines } from '../../../syntax/lines'
import type { Helper, TransformContext } from '../../transform'
import { callsOfFunction, isExportEntry } from '../calls-of-function'
import { nameNodeOf, statementOf } from '../function-place'

/**
 * A helper that calls were taken from, by others beside it: it goes with its last call. `undefined` where it is in a list
 * of exports, which gets the name of the other.
 */
export function unusedHelper(context: TransformContext, { module, node }: WrapperLevel): Helper | undefined {
  const statement = statementOf(node)
  const name = nameNodeOf(node)
  const calls = statement && name ? callsOfFunction(context, module, node) : undefined
  if (!statement || !name || !calls || module.bindings.of(name)?.references.some(isExportEntry)) return undefined
  // what stands beside it begins where its line ends
  const { start } = wholeLines(module, statement)
  const range = { start, end: lineAfter(module.text, statement.end) }
  const edits = [{ ...range, text: '', reason: `Nothing calls "${name.text}" any more.` }]
  return { node, calls, change: { module, edits, imports: [], declarations: [] } }
}
