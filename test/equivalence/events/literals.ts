import { ts } from 'ts-morph'

/** What stands in sources that an event may be made of. */
export interface Vocabulary {
  readonly values: readonly (string | number | boolean)[]
  /** Names of members. */
  readonly names: readonly string[]
  /** Addresses that are called. */
  readonly urls: readonly string[]
}

/** Collects the literals, the names of members and the addresses of sources. */
export function vocabularyOf(texts: readonly string[]): Vocabulary {
  const values = new Set<string | number | boolean>()
  const names = new Set<string>()
  const urls = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return
    const url = urlIn(node)
    if (url !== undefined) urls.add(url)
    else for (const value of valuesIn(node)) values.add(value)
    const name = memberIn(node)
    if (name !== undefined) names.add(name)
    ts.forEachChild(node, visit)
  }
  for (const text of texts) visit(ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true))
  return { values: [...values], names: [...names], urls: [...urls] }
}

function urlIn(node: ts.Node): string | undefined {
  const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node)
  return isText ? /^https?:\/\/[^/]+\/?[^?]*/.exec(node.text)?.[0] : undefined
}

/** A text; a number, and those beside it. */
function valuesIn(node: ts.Node): readonly (string | number)[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (!ts.isNumericLiteral(node)) return []
  const value = Number(node.text)
  return [value - 1, value, value + 1]
}

function memberIn(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text
  const key = ts.isBindingElement(node) ? (node.propertyName ?? node.name) : undefined
  return key && ts.isIdentifier(key) ? key.text : undefined
}
