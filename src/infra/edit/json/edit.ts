import { ts } from 'ts-morph'
import type { Splice } from '../../../edit/piece-table'
import type { ConfigPath } from '../../../load/document'
import { propertyName } from '../../../syntax/nodes'
import { CannotEdit } from '../cannot-edit'
import type { ConfigEditor } from '../config-editor'
import { type Action, actionOf } from '../literal/action'
import { LiteralText } from '../literal/edit'
import { type Container, entriesOf } from '../literal/positions'
import { literalStyle } from '../literal/style'

/** Edits JSON, which is an object literal with quoted keys and without trailing commas. */
export const editJson: ConfigEditor = ({ file, text }, change, files) => {
  const original = files.original(file)
  const style = literalStyle({ text: original, ast: parsedJson(file, original), isJson: true })
  const ast = parsedJson(file, text)
  const [statement] = ast.statements
  const root = statement && ts.isExpressionStatement(statement) ? statement.expression : undefined
  if (!root || !isContainer(root)) throw new CannotEdit('the file is no map or list')
  const writer = new LiteralText(ast, text, style)
  const { path } = change
  if (change.op === 'remove') {
    const { container, index } = removable(root, path, change.keep ?? 0)
    return writer.remove(container, index).map((splice) => ({ file, ...splice }))
  }
  const { node, entry, rest } = descend(root, path)
  return made(writer, entry, actionOf(change, node, rest)).map((splice) => ({ file, ...splice }))
}

function parsedJson(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.JSON, true, ts.ScriptKind.JSON)
}

function made(writer: LiteralText, entry: Entry | undefined, action: Action): Splice[] {
  if (action.kind === 'add-element') return writer.addElement(action.node, action.value)
  if (action.kind === 'add-property') return writer.addProperty(action.node, action.key, action.value, action.place)
  if (!entry) throw new CannotEdit('the place is the whole file')
  return [writer.replace(entry.container, entry.index, action.value)]
}

interface Entry {
  readonly container: Container
  readonly index: number
}

/** The deepest node of a path that exists, the entry that it is, and the steps that are left. */
function descend(
  root: ts.Expression,
  path: ConfigPath,
): { node: ts.Expression; entry: Entry | undefined; rest: ConfigPath } {
  let node = root
  let entry: Entry | undefined
  for (const [at, step] of path.entries()) {
    const index = isContainer(node) ? indexOf(node, step) : -1
    const child = isContainer(node) ? entriesOf(node)[index] : undefined
    if (!child || !isContainer(node)) return { node, entry, rest: path.slice(at) }
    entry = { container: node, index }
    node = ts.isPropertyAssignment(child) ? child.initializer : (child as ts.Expression)
  }
  return { node, entry, rest: [] }
}

function isContainer(node: ts.Expression): node is Container {
  return ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)
}

function indexOf(node: Container, step: string | number): number {
  if (ts.isArrayLiteralExpression(node)) return Number(step)
  return node.properties.findIndex(({ name }) => name && propertyName(name) === String(step))
}

/** What goes: the entry, or the parent that would be left without any. */
function removable(root: ts.Expression, path: ConfigPath, keep: number): Entry {
  const { entry, rest } = descend(root, path)
  if (!entry || rest.length > 0) throw new CannotEdit(`there is no ${path.join('.')}`)
  const isOnly = entriesOf(entry.container).length === 1
  return isOnly && path.length - 1 > keep && path.length > 1 ? removable(root, path.slice(0, -1), keep) : entry
}
