import { ts } from 'ts-morph'
import { lineStart } from '../../syntax/lines'
import { contains, walk } from '../../syntax/nodes'
import { parse } from '../../syntax/parse'

/**
 * Takes `try { … } catch (error) { throw error }` apart: what is left of `catch (error) { callback(error) }`. It stays where
 * a name of the block means something else around it.
 * @param file The file that the text is of, for its language.
 */
export function withoutRethrow(file: string, text: string, indent: string): string {
  const ast = parse({ file, text })
  let result: string | undefined
  walk(ast, (node) => {
    if (result === undefined && ts.isTryStatement(node) && isRethrow(node)) result = unwrapped(ast, node, indent)
    return result === undefined
  })
  return result === undefined ? text : withoutRethrow(file, result, indent)
}

function isRethrow({ catchClause, finallyBlock }: ts.TryStatement): boolean {
  const [only, ...others] = catchClause?.block.statements ?? []
  const name = catchClause?.variableDeclaration?.name.getText()
  return (
    !finallyBlock && !!only && others.length === 0 && ts.isThrowStatement(only) && only.expression.getText() === name
  )
}

/** The text with the statements of the `try` in its place; `undefined` where they cannot stand there. */
function unwrapped(ast: ts.SourceFile, node: ts.TryStatement, indent: string): string | undefined {
  const { text } = ast
  const { tryBlock } = node
  const start = node.getStart(ast)
  const column = text.slice(lineStart(text, start), start)
  const lines = text
    .slice(tryBlock.getStart(ast) + 1, tryBlock.end - 1)
    .replace(/^[ \t]*\r?\n/, '')
    .trimEnd()
    .split('\n')
  const isInline = !ts.isBlock(node.parent) && !ts.isCaseOrDefaultClause(node.parent)
  const isIndented = lines.every((line) => line.trim() === '' || line.startsWith(column + indent))
  if (isInline || !isIndented || column.trim() !== '' || hasLongText(tryBlock) || hidesName(ast, tryBlock))
    return undefined
  const own = lines.map((line) => (line.trim() === '' ? line : column + line.slice(column.length + indent.length)))
  return text.slice(0, start) + own.join('\n').slice(column.length) + text.slice(node.end)
}

/** A text of several lines must keep its own. */
function hasLongText(block: ts.Block): boolean {
  let found = false
  walk(block, (node) => {
    if (ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node)) found ||= /\n/.test(node.getText())
  })
  return found
}

/** Whether a name that a block declares is mentioned outside of it. */
function hidesName(ast: ts.SourceFile, block: ts.Block): boolean {
  const declared = new Set<string>()
  const named = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) declared.add(name.text)
    else for (const element of name.elements) if (ts.isBindingElement(element)) named(element.name)
  }
  for (const statement of block.statements) {
    if (ts.isVariableStatement(statement)) for (const { name } of statement.declarationList.declarations) named(name)
    else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name)
      declared.add(statement.name.text)
  }
  let found = false
  walk(ast, (node) => {
    if (ts.isIdentifier(node) && declared.has(node.text) && !contains(block, node)) found = true
  })
  return found
}
