import { ts } from 'ts-morph'
import { isExportsObject, isModuleExports } from '../../syntax/exports'
import { wholeLines } from '../../syntax/lines'
import { listItems } from '../../syntax/lists'
import type { SourceModule } from '../../syntax/module'
import { isAccess, type Range } from '../../syntax/nodes'

/** Where a file exports something by its name, beside its declaration; of several names, what goes where all of them go. */
export function exportRanges(module: SourceModule, ...names: readonly ts.Identifier[]): Range[] {
  const uses = names.flatMap((name) => usesOf(module, name))
  const ranges = uses.flatMap((use) => mentionOf(module, use, uses) ?? [])
  return [...new Map(ranges.map((range) => [`${range.start} ${range.end}`, range])).values()]
}

export function usesOf(module: SourceModule, name: ts.Identifier): readonly ts.Node[] {
  return module.bindings.of(name)?.references ?? []
}

/**
 * What goes where an export of a name goes; `undefined` where the name is used for something else.
 * @param others Exports that go with it: those of one list go together.
 */
export function mentionOf(module: SourceModule, use: ts.Node, others: readonly ts.Node[] = []): Range[] | undefined {
  const { parent } = use
  const goes = (item: ts.Node) => item === parent || others.some((other) => other.parent === item)
  if (ts.isExportSpecifier(parent)) return without(module, parent.parent.elements, goes, parent.parent.parent)
  if (ts.isExportAssignment(parent)) return [wholeLines(module, parent)]
  if (ts.isBinaryExpression(parent) && parent.right === use && isExport(parent.left)) {
    return ts.isExpressionStatement(parent.parent) ? [wholeLines(module, parent.parent)] : undefined
  }
  if (!ts.isShorthandPropertyAssignment(parent) && !ts.isPropertyAssignment(parent)) return undefined
  const list = parent.parent
  const isExportList = ts.isBinaryExpression(list.parent) && isModuleExports(list.parent.left)
  return isExportList ? without(module, list.properties, goes, list.parent.parent) : undefined
}

function isExport(target: ts.Expression): boolean {
  return isAccess(target) && isExportsObject(target.expression)
}

/** Some items less; the last ones take their statement along. */
function without(
  module: SourceModule,
  list: readonly ts.Node[],
  goes: (item: ts.Node) => boolean,
  statement: ts.Node,
): Range[] {
  return list.every(goes) ? [wholeLines(module, statement)] : listItems(module.ast, list, goes)
}
