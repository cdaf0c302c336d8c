import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { contains, type FunctionNode, isAsync, walk } from '../../syntax/nodes'
import { usesThis } from '../shared/uses-this'
import { refuse } from '../transform'
import type { Answer } from './answer/answer'
import type { Failure } from './answer/failure'
import { leaves } from './answer/place'
import { onRejection } from './catch-text'
import { wholeDeclaration } from './surroundings'

/**
 * The second callback of `.then(…)`: what the first one did where the callee failed.
 * @throws Refused
 */
export function failureCallback(site: InvokeSite, answer: Answer, failure: Failure, callback: FunctionNode): string {
  const { module } = site
  const { check, branch } = failure
  const isTold =
    ts.isIfStatement(check) && check.parent === callback.body && !failure.success && leaves(branch as ts.Statement)
  if (!isTold || !branch || !ts.isCallExpression(callback.parent))
    refuse(site, 'function-error-branch', 'Where the callee fails, a callback goes on, or is not left at once.')
  const statements = (callback.body as ts.Block).statements
  const isDecoding = (one: ts.Statement) => answer.value && wholeDeclaration(answer.value)?.parent === one
  const before = statements.slice(0, statements.indexOf(check))
  if (!before.every((one) => answer.removed.includes(one) || isDecoding(one)))
    refuse(site, 'function-error-branch', 'Something happens between the call and the check of "FunctionError".')
  if (namesOfCallback(site, callback, branch, failure) || (!ts.isArrowFunction(callback) && usesThis(callback)))
    refuse(site, 'function-error-branch', 'Where the callee fails, a callback uses what it has declared.')
  return `${isAsync(callback) ? 'async ' : ''}${onRejection(module, failure)}`
}

/** Whether a branch speaks of something that its callback declares outside of it, and that is not written anew. */
function namesOfCallback({ module }: InvokeSite, callback: ts.Node, branch: ts.Node, { uses }: Failure): boolean {
  let found = false
  walk(branch, (node) => {
    if (uses.some((use) => contains(use.node, node))) return false
    const declarations = ts.isIdentifier(node) ? (module.bindings.of(node)?.declarations ?? []) : []
    if (declarations.some((one) => contains(callback, one) && !contains(branch, one))) found = true
    return !found
  })
  return found
}
