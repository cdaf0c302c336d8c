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
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) {
      const url = /^https?:\/\/[^/]+\/?[^?]*/.exec(node.text)?.[0]
      if (url) urls.add(url)
      else if (ts.isStringLiteralLike(node)) values.add(node.text)
    } else if (ts.isNumericLiteral(node)) {
      const value = Number(node.text)
      for (const near of [value - 1, value, value + 1]) values.add(near)
    } else if (ts.isPropertyAccessExpression(node)) names.add(node.name.text)
    else if (ts.isBindingElement(node) && ts.isIdentifier(node.propertyName ?? node.name))
      names.add((node.propertyName ?? node.name).getText())
    ts.forEachChild(node, visit)
  }
  for (const text of texts) visit(ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true))
  return { values: [...values], names: [...names], urls: [...urls] }
}
