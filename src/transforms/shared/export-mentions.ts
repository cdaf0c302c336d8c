import { ts } from 'ts-morph'
import { isExportsObject } from '../../syntax/exports'
import type { SourceModule } from '../../syntax/module'
import { accessedName, contains, isAccess, type Range, walk } from '../../syntax/nodes'
import { mentionOf, usesOf } from './export-ranges'
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
  const uses = 'name' in form ? usesOf(module, form.name) : accessesOf(module, form.target)
  const ranges: Range[] = []
  for (const use of uses) {
    const mention = mentionOf(module, use)
    if (mention) ranges.push(...mention)
    else return { ranges: [], usedAt: ts.getLineAndCharacterOfPosition(module.ast, use.getStart(module.ast)).line + 1 }
  }
  return { ranges, usedAt: undefined }
}

/** Whether a handler calls itself, by the name that its file has for it or by that of its function expression. */
export function isRecursive(module: SourceModule, form: HandlerForm): boolean {
  const own = ts.isFunctionExpression(form.node) ? form.node.name : undefined
  const uses = 'name' in form ? usesOf(module, form.name) : []
  return [...uses, ...(own ? usesOf(module, own) : [])].some((use) => contains(form.node, use))
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
