import { ts } from 'ts-morph'
import { applyEdits } from '../edit/edit'
import { endOf } from '../syntax/lines'
import { indentAt, sourceStyle } from '../syntax/style'
import type { SourceEdit } from '../transforms/file-change'
import type { GatheredValue, Proposal } from '../transforms/transform'
import type { MarkedChange } from './compose-source'
import { withoutEdits } from './same-edits'

/**
 * `const [price, stock] = await Promise.all([priceOf(order), stockOf(order)])`: where none of the calls gives a promise any
 * more, whichever rewrites they belong to, there is nothing to wait for, and each result gets a constant of its own.
 * @param changes Those of one file.
 */
export function withoutGatheredLists(
  changes: readonly MarkedChange[],
  accepted: readonly Proposal[],
): readonly MarkedChange[] {
  const values = accepted.flatMap(({ gathered }) => gathered ?? [])
  const lists = new Set(values.map(({ list }) => list))
  return [...lists].reduce((made, list) => withoutList(made, list, values), changes)
}

function withoutList(
  changes: readonly MarkedChange[],
  list: ts.ArrayLiteralExpression,
  values: readonly GatheredValue[],
): readonly MarkedChange[] {
  const [first] = changes
  const statement = declarationOf(list)
  if (!first || !statement || first.change.module.ast !== list.getSourceFile()) return changes
  const { module } = first.change
  const names = namesOf(statement)
  const isPlain = list.elements.every((one) => values.some(({ list: own, element }) => own === list && element === one))
  if (
    !isPlain ||
    !names ||
    names.length !== list.elements.length ||
    hasComment(statement, [...names, ...list.elements])
  )
    return changes
  const inside = changes.flatMap(({ change }) => change.edits.filter((edit) => isWithin(edit, statement)))
  const parts: readonly ts.Node[] = [...names, ...list.elements]
  if (!inside.every((edit) => parts.some((part) => isWithin(edit, part)))) return changes
  const textOf = (part: ts.Node) => {
    const start = part.getStart(module.ast)
    const own = inside.filter((edit) => isWithin(edit, part))
    const moved = own.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }))
    return applyEdits(
      part.getText(module.ast),
      moved.map((edit) => ({ ...edit, file: '', rule: '', sites: [] })),
    )
  }
  const { eol, semicolons } = sourceStyle(module)
  const keyword = statement.declarationList.getText(module.ast).split(/\s/, 1)[0]
  const start = statement.declarationList.getStart(module.ast)
  const lines = list.elements.map((element, index) => {
    const name = names[index] as ts.Node
    return `${keyword} ${textOf(name)} = ${textOf(element)}${semicolons ? ';' : ''}`
  })
  const edit: SourceEdit = {
    start,
    end: endOf(module.text, statement.end),
    text: lines.join(eol + indentAt(module.text, start)),
    reason: 'Nothing is left to wait for: each call gives its result.',
  }
  const taken = new Set(inside)
  const owners = changes.filter(({ change }) => change.edits.some((one) => taken.has(one)))
  const rest = changes.map((marked) => ({ ...marked, change: withoutEdits(marked.change, taken) }))
  const sites = [...new Set(owners.flatMap((owner) => owner.sites))].sort((a, b) => a - b)
  return [...rest, { change: { module, edits: [edit], imports: [], declarations: [] }, sites, rule: 'inline' }]
}

/** `const [price, stock] = await Promise.all([…])` and nothing else. */
function declarationOf(list: ts.ArrayLiteralExpression): ts.VariableStatement | undefined {
  const awaited = list.parent.parent
  const declaration = ts.isAwaitExpression(awaited) ? awaited.parent : undefined
  if (!declaration || !ts.isVariableDeclaration(declaration) || declaration.type) return undefined
  const statement = declaration.parent.parent
  const isOnly = ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1
  return isOnly && !statement.modifiers ? statement : undefined
}

function namesOf({ declarationList: { declarations } }: ts.VariableStatement): ts.BindingName[] | undefined {
  const [only] = declarations
  if (!only || !ts.isArrayBindingPattern(only.name)) return undefined
  const names = only.name.elements.map((one) =>
    ts.isBindingElement(one) && !one.initializer && !one.dotDotDotToken ? one.name : undefined,
  )
  return names.every((name) => name !== undefined) ? names : undefined
}

/** Whether something is said between the parts of a statement. */
function hasComment(statement: ts.Statement, parts: readonly ts.Node[]): boolean {
  const ast = statement.getSourceFile()
  let between = ''
  let at = statement.getStart(ast)
  for (const part of [...parts].sort((a, b) => a.pos - b.pos)) {
    between += ast.text.slice(at, part.getStart(ast))
    at = part.end
  }
  return /\/[/*]/.test(between + ast.text.slice(at, statement.end))
}

function isWithin({ start, end }: SourceEdit, node: ts.Node): boolean {
  return node.getStart() <= start && end <= node.end
}
