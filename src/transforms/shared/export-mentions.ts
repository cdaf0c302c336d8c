import { ts } from 'ts-morph'
import { isExportsObject, isModuleExports } from '../../syntax/exports'
import { wholeLines } from '../../syntax/lines'
import { listItems } from '../../syntax/lists'
import type { SourceModule } from '../../syntax/module'
import { accessedName, contains, isAccess, type Range, walk } from '../../syntax/nodes'
import type { HandlerForm } from './handler-form'

/** Where a file says that it exports a handler, beside the handler itself. */
export interface ExportMentions {
  /** What goes with the handler. */
  readonly ranges: readonly Range[]
  /** The line of code in the file that uses the handler: then it cannot go. 1-based. */
  readonly usedAt: number | undefined
}

/** Finds the places where a file exports a handler by name, and whether the file calls it itself. */
export function exportMentions(module: SourceModule, form: HandlerForm): ExportMentions {
  const uses = 'name' in form ? namesOf(module, form.name) : accessesOf(module, form.target)
  const ranges: Range[] = []
  for (const use of uses) {
    const mention = mentionOf(module, use)
    if (mention) ranges.push(...mention)
    else return { ranges: [], usedAt: ts.getLineAndCharacterOfPosition(module.ast, use.getStart(module.ast)).line + 1 }
  }
  return { ranges, usedAt: undefined }
}

/** Where a file exports something by its name, beside its declaration. */
export function exportRanges(module: SourceModule, name: ts.Identifier): Range[] {
  return namesOf(module, name).flatMap((use) => mentionOf(module, use) ?? [])
}

/** Whether a handler calls itself. */
export function isRecursive(module: SourceModule, form: HandlerForm): boolean {
  return 'name' in form && namesOf(module, form.name).some((use) => contains(form.node, use))
}

function namesOf(module: SourceModule, name: ts.Identifier): readonly ts.Node[] {
  return module.bindings.of(name)?.references ?? []
}

/** Other uses of `exports.price` than its assignment. */
function accessesOf({ ast }: SourceModule, target: ts.Expression): ts.Node[] {
  const found: ts.Node[] = []
  walk(ast, (node) => {
    if (node === target || !isAccess(node) || !isExportsObject(node.expression)) return
    if (accessedName(node) === accessedName(target)) found.push(node)
  })
  return found
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
