import { ts } from 'ts-morph'
import { walk } from '../syntax/nodes'
import { parse, syntaxErrorOf } from '../syntax/parse'

/**
 * Names that new text uses, not words within its strings and regular expressions; every word of it where it is no list of
 * statements.
 * @param file Whose text it becomes.
 */
export function namesIn(file: string, text: string): string[] {
  const words = text.match(/[A-Za-z_$][\w$]*/g) ?? []
  if (!/['"`/]/.test(text)) return words
  const ast = parse({ file, text: `async () => {\n${text}\n}` })
  if (syntaxErrorOf(ast)) return words
  const names: string[] = []
  walk(ast, (node) => {
    // `object['name']` is a use of a member
    if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) names.push(node.text)
  })
  return names
}
