import { ts } from 'ts-morph'
import { functionOf } from '../../../analysis/callees'
import { callsOfFunction } from '../../../analysis/calls-of-function'
import { nameNodeOf, statementOf } from '../../../analysis/function-place'
import { wholeLines } from '../../../syntax/lines'
import type { SourceModule } from '../../../syntax/module'
import { type FunctionNode, isFunctionNode, walk } from '../../../syntax/nodes'
import { exportRanges } from '../../shared/export-ranges'
import { isHandedOn } from '../../shared/handed-on'
import type { Helper, TransformContext } from '../../transform'
import type { ReadSite } from '../read-site'

/** The functions that calls went through, or that decoded their answers: they go with their last use. */
export function helpersOf(context: TransformContext, read: readonly ReadSite[]): Helper[] {
  const functions = new Map<ts.Node, { module: SourceModule; node: FunctionNode }>()
  for (const { site, wrapped, answer } of read) {
    for (const { module, node } of wrapped?.levels ?? []) functions.set(node, { module, node })
    for (const { module, node } of decodersOf(context, site.module, answer.value)) functions.set(node, { module, node })
  }
  return [...functions.values()].flatMap(({ module, node }) => helperOf(context, module, node) ?? [])
}

function decodersOf({ evaluator }: TransformContext, module: SourceModule, value: ts.Expression | undefined) {
  const found: { module: SourceModule; node: FunctionNode }[] = []
  if (!value) return found
  walk(value, (node) => {
    // `decode(response)`, `.then(decode)`
    const fns = ts.isCallExpression(node) ? [node.expression, ...node.arguments.filter(ts.isIdentifier)] : []
    const fn = fns.map((callee) => functionOf(evaluator, module, callee)).find((known) => known !== undefined)
    // one of the same file goes as any other code that nothing uses
    if (fn && isFunctionNode(fn.node) && fn.module !== module) found.push({ module: fn.module, node: fn.node })
  })
  return found
}

function helperOf(context: TransformContext, module: SourceModule, node: FunctionNode): Helper | undefined {
  const statement = statementOf(node)
  const name = nameNodeOf(node)
  const calls = statement && name ? callsOfFunction(context, module, node) : undefined
  if (!statement || !name || !calls || isHandedOn(context, module, name.text)) return undefined
  const reason = `Nothing calls "${name.text}" any more.`
  const ranges = [wholeLines(module, statement), ...exportRanges(module, name)]
  const edits = ranges.map((range) => ({ ...range, text: '', reason }))
  return { node, calls, change: { module, edits, imports: [], declarations: [] } }
}
