import { ts } from 'ts-morph'
import { nameNodeOf, statementOf } from '../../analysis/function-place'
import type { WrapperLevel } from '../../scan/site'
import { lineAfter } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import { isAccess } from '../../syntax/nodes'
import { indentAt, sourceStyle } from '../../syntax/style'
import type { SourceEdit } from '../file-change'
import { mentionOf, usesOf } from './export-ranges'

/** The edits that export a function wherever the one beside it is exported by its name. */
export function besideInExports(
  module: SourceModule,
  name: ts.Identifier,
  added: string,
  reason: string,
): SourceEdit[] {
  return mentionsOf(module, name).map((use): SourceEdit => {
    const { parent } = use
    const list = ts.isBinaryExpression(parent) ? undefined : parent
    const at = list ? list.end : lineAfter(module.text, parent.parent.end)
    return { start: at, end: at, text: list ? inList(module, list, added) : assigned(module, parent, added), reason }
  })
}

/** Whether a function that stands beside a helper can be exported as that is. */
export function isExportedBeside({ module, node }: WrapperLevel): boolean {
  const statement = statementOf(node)
  const name = nameNodeOf(node)
  if (!statement || !name) return false
  // `export function`, `exports.invoke = …`: what stands beside it is written alike
  const isOwn = ts.isExpressionStatement(statement) || /^export\b/.test(statement.getText(module.ast))
  return isOwn || mentionsOf(module, name).length > 0
}

function mentionsOf(module: SourceModule, name: ts.Identifier): readonly ts.Node[] {
  // a file has one default export
  return usesOf(module, name).filter(
    (use) => !ts.isExportAssignment(use.parent) && mentionOf(module, use) !== undefined,
  )
}

function inList(module: SourceModule, entry: ts.Node, added: string): string {
  const { ast, text } = module
  const before = text.slice(entry.parent.getStart(ast), entry.getStart(ast))
  return before.includes('\n')
    ? `,${sourceStyle(module).eol}${indentAt(text, entry.getStart(ast))}${added}`
    : `, ${added}`
}

/** `exports.invoke = invoke` → `exports.sendMessage = sendMessage`. */
function assigned(module: SourceModule, assignment: ts.Node, added: string): string {
  const { eol, semicolons } = sourceStyle(module)
  const { left } = assignment as ts.BinaryExpression
  const owner = isAccess(left) ? left.expression.getText(module.ast) : 'exports'
  const isLineEnd = module.text[lineAfter(module.text, assignment.parent.end) - 1] === '\n'
  const line = `${owner}.${added} = ${added}${semicolons ? ';' : ''}`
  return isLineEnd ? line + eol : eol + line
}
