import { lineAfter } from '../syntax/lines'
import type { DeclarationRequest } from '../transforms/file-change'
import { isOnlyDeclaration, statementOf } from './declarations'
import type { FileComposition } from './file-composition'
import { lastImport } from './import-statements'

const RULE = 'add-declaration'

/** Adds top-level declarations: in the place of a dead one that they stand for, beside it, or behind the imports. */
export function addDeclarations(composition: FileComposition, requests: readonly DeclarationRequest[]): void {
  const { module, style } = composition
  for (const { name, text, like } of requests) {
    const statement = like && statementOf(like)
    const reason = `"${name}" is needed.`
    const line = composition.terminated(text)
    const isFree = statement && composition.isDead(like) && !composition.replaced.has(like)
    if (isFree && isOnlyDeclaration(statement)) {
      composition.replaced.add(like)
      composition.replace(statement, line, RULE, reason)
      continue
    }
    const anchor = statement ?? lastImport(module)
    const lead = statement || !anchor ? '' : style.eol
    composition.insert(anchor ? lineAfter(module.text, anchor.end) : 0, `${lead}${line}${style.eol}`, RULE, reason)
  }
}
