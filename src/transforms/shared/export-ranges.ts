import { ts } from 'ts-morph'
import { isExportsObject, isModuleExports } from '../../syntax/exports'
import { wholeLines } from '../../syntax/lines'
import { listItems } from '../../syntax/lists'
import type { SourceModule } from '../../syntax/module'
import { isAccess, type Range } from '../../syntax/nodes'

/** Where a file exports something by its name, beside its declaration. */
export function exportRanges(module: SourceModule, name: ts.Identifier): Range[] {
  return usesOf(module, name).flatMap((use) => mentionOf(module, use) ?? [])
}

export function usesOf(module: SourceModule, name: ts.Identifier): readonly ts.Node[] {
  return module.bindings.of(name)?.references ?? []
}

/** What goes where an export of a name goes; `undefined` where the name is used for something else. */
export function mentionOf(module: SourceModule, use: ts.Node): Range[] | undefined {
  const { parent } = use
  if (ts.isExportSpecifier(parent)) return without(module, parent.parent.elements, parent, parent.parent.parent)
  if (ts.isExportAssignment(parent)) return [wholeLines(module, parent)]
  if (ts.isBinaryExpression(parent) && parent.right === use && isExport(parent.left)) {
    return ts.isExpressionStatement(parent.parent) ? [wholeLines(module, parent.parent)] : undefined
  }
  if (!ts.isShorthandPropertyAssignment(parent) && !ts.isPropertyAssignment(parent)) return undefined
  const list = parent.parent
  const isExportList = ts.isBinaryExpression(list.parent) && isModuleExports(list.parent.left)
  return isExportList ? without(module, list.properties, parent, list.parent.parent) : undefined
}

function isExport(target: ts.Expression): boolean {
  return isAccess(target) && isExportsObject(target.expression)
}

/** One item less; the last item takes its statement along. */
function without(module: SourceModule, list: readonly ts.Node[], item: ts.Node, statement: ts.Node): Range[] {
  return list.length === 1 ? [wholeLines(module, statement)] : listItems(module.ast, list, (other) => other === item)
}
