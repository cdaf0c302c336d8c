import { ts } from 'ts-morph'
import { propertyName } from '../syntax/nodes'
import { placeOf, syntaxErrorOf } from '../syntax/parse'
import type { ConfigPath, ConfigProblem } from './document'
import type { Locator } from './locate'

/** What is wrong with a JSON text, and where. */
export function jsonProblem(file: string, text: string): ConfigProblem | undefined {
  const ast = ts.parseJsonText(file, text)
  return syntaxErrorOf(ast) ?? strictProblem(ast, text)
}

/** Comments and trailing commas are no errors to the parser, but the packager takes neither. */
function strictProblem(ast: ts.JsonSourceFile, text: string): ConfigProblem | undefined {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, text)
  let comma: number | undefined
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const at = scanner.getTokenStart()
    if (kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia)
      return { message: 'A comment, which JSON does not have', ...placeOf(ast, at) }
    const isEnd = kind === ts.SyntaxKind.CloseBraceToken || kind === ts.SyntaxKind.CloseBracketToken
    if (isEnd && comma !== undefined)
      return { message: 'A comma before the end, which JSON does not have', ...placeOf(ast, comma) }
    if (kind === ts.SyntaxKind.CommaToken) comma = at
    else if (kind !== ts.SyntaxKind.WhitespaceTrivia && kind !== ts.SyntaxKind.NewLineTrivia) comma = undefined
  }
  return { message: 'This is no JSON', line: 1, column: 1 }
}

export function jsonLocator(file: string, text: string): Locator {
  const ast = ts.parseJsonText(file, text)
  const root = ast.statements[0]?.expression
  return (path) => root && placeOf(ast, offsetOf(ast, root, path))
}

/** Start of the property or element that a path leads to, as far as it leads. */
function offsetOf(ast: ts.SourceFile, root: ts.Expression, path: ConfigPath): number {
  let offset = root.getStart(ast)
  let node: ts.Expression | undefined = root
  for (const step of path) {
    const child: ts.Node | undefined = node && childOf(node, step)
    if (!child) break
    offset = child.getStart(ast)
    node = ts.isPropertyAssignment(child) ? child.initializer : (child as ts.Expression)
  }
  return offset
}

function childOf(node: ts.Expression, step: string | number): ts.Node | undefined {
  if (ts.isArrayLiteralExpression(node)) return node.elements[Number(step)]
  if (!ts.isObjectLiteralExpression(node)) return undefined
  return node.properties.find((property) => property.name && propertyName(property.name) === String(step))
}
