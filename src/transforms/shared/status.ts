import { ts } from 'ts-morph'
import { type StatusChecks, statusChecks } from '../../advise/status-checks'
import type { InvokeSite } from '../../scan/site'
import { wholeLines } from '../../syntax/lines'
import type { SourceEdit } from '../file-change'
import { refuse } from '../transform'
import { freshName } from './names'

const REASON = 'An event that was taken has this status always: what fails is thrown.'

/**
 * Checks of the status of an event, as a message has them: a check of what is never so goes, `StatusCode === 202` asks for
 * the id of the message.
 * @param id The member of the answer that a message that was taken has; `undefined` where the service has none.
 * @param failure The member of the answer that a message that was not taken has, where the service throws nothing then.
 * @throws Refused `status-read`
 */
export function statusEdits(site: InvokeSite, id: string | undefined, failure?: string): SourceEdit[] {
  const checks = statusChecks(site)
  if (!checks) return []
  const { module } = site
  if (failure !== undefined && isCheckedAtOnce(checks)) return failed(site, checks, failure)
  if (checks.comparisons.length > 0 && id === undefined)
    refuse(site, 'status-read', 'The status of the event is asked for, and a bus has no equal of it.')
  const dead = checks.dead.map((check): SourceEdit => ({ ...wholeLines(module, check), text: '', reason: REASON }))
  return [...dead, ...(checks.comparisons.length > 0 ? compared(site, checks, id ?? '') : unnamed(site, checks))]
}

/** Whether nothing but checks of what failed is done with the answer, and one of them follows the call in its block. */
export function isCheckedAtOnce({ statement, dead, comparisons }: StatusChecks): boolean {
  return comparisons.length === 0 && dead.some((check) => check.parent === statement.parent)
}

/** `if (answer.StatusCode !== 202)` becomes `if (answer.FailedEntryCount)`. */
function failed({ module }: InvokeSite, { declaration, dead }: StatusChecks, failure: string): SourceEdit[] {
  const { ast } = module
  const { name } = declaration
  const at = (node: ts.Node, text: string): SourceEdit => ({
    start: node.getStart(ast),
    end: node.end,
    text,
    reason: 'What is not taken is not thrown: the answer says so.',
  })
  if (ts.isIdentifier(name)) return dead.map(({ expression }) => at(expression, `${name.text}.${failure}`))
  const free = module.bindings.isTaken(failure) ? freshName(module, 'failures', 'failedEntries') : failure
  const pattern = free === failure ? failure : `${failure}: ${free}`
  return [at(name, `{ ${pattern} }`), ...dead.map(({ expression }) => at(expression, free))]
}

/** `const answer = ` goes where nothing is left to ask. */
function unnamed({ module }: InvokeSite, { statement, declaration }: StatusChecks): SourceEdit[] {
  const start = statement.getStart(module.ast)
  return [{ start, end: declaration.initializer.getStart(module.ast), text: '', reason: REASON }]
}

function compared({ module }: InvokeSite, { declaration, comparisons }: StatusChecks, id: string): SourceEdit[] {
  const { ast } = module
  const at = (node: ts.Node, text: string): SourceEdit => ({
    start: node.getStart(ast),
    end: node.end,
    text,
    reason: REASON,
  })
  const [element] = ts.isObjectBindingPattern(declaration.name) ? declaration.name.elements : []
  const renamed = element ? [at(element.propertyName ?? element.name, id)] : []
  const isShort = element !== undefined && !element.propertyName
  return [
    ...renamed,
    ...comparisons.map(({ node, status, isEqual }) => {
      const owner = ts.isIdentifier(status)
        ? ''
        : status.getText(ast).replace(/(\.StatusCode|\[['"]StatusCode['"]\])$/, '.')
      const text = isShort ? id : owner === '' ? status.getText(ast) : `${owner}${id}`
      return at(node, `${text} ${isEqual ? '!==' : '==='} undefined`)
    }),
  ]
}
