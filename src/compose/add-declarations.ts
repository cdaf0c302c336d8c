import { ts } from 'ts-morph'
import { lineAfter } from '../syntax/lines'
import type { DeclarationRequest } from '../transforms/file-change'
import { isOnlyDeclaration, statementOf } from './declarations'
import type { FileComposition } from './file-composition'
import { lastImport } from './import-statements'

const RULE = 'add-declaration'

/**
 * Adds top-level declarations: in the place of a dead one that they stand for, beside it, or behind the imports. Functions
 * come last, behind the clients that are added, and are set apart.
 */
export function addDeclarations(composition: FileComposition, requests: readonly DeclarationRequest[]): void {
  const { module, style } = composition
  const isFunction = ({ text, like }: DeclarationRequest) => !like && text.includes('\n')
  const clients = requests.filter((request) => !isFunction(request))
  const beside = clients.flatMap(({ like }) => like ?? []).map(statementOf)
  const top = beside.filter(({ parent }) => ts.isSourceFile(parent)).sort((one, other) => other.end - one.end)[0]
  for (const request of [...clients, ...requests.filter(isFunction)]) {
    const { name, text, like } = request
    const statement = like && statementOf(like)
    const reason = `"${name}" is needed.`
    const line = composition.terminated(text)
    const isFree = statement && composition.isDead(like) && !composition.replaced.has(like)
    if (isFree && isOnlyDeclaration(statement)) {
      composition.replaced.add(like)
      composition.replace(statement, line, RULE, reason)
      continue
    }
    const anchor = statement ?? (isFunction(request) ? top : undefined) ?? lastImport(module)
    const at = anchor ? lineAfter(module.text, anchor.end) : 0
    const lead = statement || !anchor ? '' : style.eol
    const isFollowed = isFunction(request) && /^[ \t]*\S/.test(module.text.slice(at))
    composition.insert(at, `${lead}${line}${style.eol}${isFollowed ? style.eol : ''}`, RULE, reason)
  }
}
