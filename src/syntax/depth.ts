import { ts } from 'ts-morph'

/**
 * How deep a tree may be to be walked. Every step down takes a few frames of the stack, which holds some ten thousand;
 * what people write stays below a hundred.
 */
const MAX_DEPTH = 1000

/** Whether a tree is too deep to be walked: a bundle that joins thousands of texts with `+`, data nested by a program. */
export function isTooDeep(ast: ts.SourceFile): boolean {
  // each level takes a character at least: short files need not be looked at
  if (ast.text.length < MAX_DEPTH || !mayBeDeep(ast.text)) return false
  let level: ts.Node[] = [ast]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true
    const next: ts.Node[] = []
    for (const node of level) ts.forEachChild(node, (child) => void next.push(child))
    level = next
  }
  return false
}

/** A quick look at the text: trees are deep by brackets, or by operators and accesses in a row. */
function mayBeDeep(text: string): boolean {
  let joints = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    // ( + . ? [ {
    if (code === 40 || code === 43 || code === 46 || code === 63 || code === 91 || code === 123) joints++
    if (joints > MAX_DEPTH / 4) return true
  }
  return false
}
