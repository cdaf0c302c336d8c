import { ts } from 'ts-morph'
import { propertyName } from '../syntax/nodes'
import { syntaxErrorOf } from '../syntax/parse'
import { parseJson } from '../workspace/json'
import type { ConfigDocument, ConfigPath } from './document'

/** Parses `serverless.json`. Never throws; a syntax error is `problem`. */
export function jsonDocument(file: string, text: string): ConfigDocument {
  const ast = ts.parseJsonText(file, text)
  const problem = syntaxErrorOf(ast)
  const root = ast.statements[0]?.expression
  return {
    file,
    text,
    format: 'json',
    value: problem ? undefined : parseJson(text),
    problem,
    locate(path) {
      if (!root) return undefined
      const { line, character } = ast.getLineAndCharacterOfPosition(offsetOf(ast, root, path))
      return { line: line + 1, column: character + 1 }
    },
  }
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
