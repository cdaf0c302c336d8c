import type { ts } from 'ts-morph'
import { mentionOfError } from '../../analysis/error-mentions'
import { errorReads } from '../../analysis/error-reads'
import { usersOf } from '../../analysis/file-users'
import type { InvokeSite } from '../../scan/site'
import { isFunctionNode } from '../../syntax/nodes'
import { parse, placeOf } from '../../syntax/parse'
import { textOf } from '../../workspace/workspace'
import { type Place, refuse, type TransformContext } from '../transform'
import type { Answer } from './answer'

type Context = Pick<TransformContext, 'evaluator' | 'imports' | 'workspace'>

/**
 * Checks that nobody reads the error of the callee out of the decoded answer.
 * @throws Refused `function-error-branch`
 */
export function checkAnswerErrors(context: Context, site: InvokeSite, answer: Pick<Answer, 'parse'>): void {
  const reads = errorReads(context.evaluator, site.module, answer.parse, handlersOf(context, site))
  if (reads.read) {
    const { module, node } = reads.read
    refuseRead(site, node, placeIn(module.ast, module.file, node))
  }
  const here = reads.isLost ? mentionOfError(site.module.ast) : undefined
  if (here) refuseRead(site, here, placeIn(site.module.ast, site.module.file, here))
  if (!reads.leavesFile) return
  for (const file of usersOf(context.imports, site.module.file)) {
    const text = textOf(context.workspace, file) ?? ''
    if (!/\berror(Message|Type)\b/.test(text)) continue
    const ast = parse({ file, text })
    const there = mentionOfError(ast)
    if (there) refuseRead(site, there, placeIn(ast, file, there))
  }
}

function refuseRead(site: InvokeSite, node: ts.Node, place: Place): never {
  const text = node.getText().replace(/\s+/g, ' ')
  const what = text.length > 60 ? `${text.slice(0, 57)}…` : text
  refuse(site, 'function-error-branch', `The caller looks for the error of the callee in its answer: "${what}".`, place)
}

function placeIn(ast: ts.SourceFile, file: string, node: ts.Node): Place {
  return { file, line: placeOf(ast, node.getStart(ast)).line }
}

function handlersOf({ evaluator }: Context, { module, callers }: InvokeSite): ts.Node[] {
  return callers.flatMap(({ function: fn }) => {
    // a file may hand on the handler of another one
    const file = fn.handler && evaluator.program.module(fn.handler.file)
    const value = fn.handler && file && evaluator.exported(file, fn.handler.export)
    return value?.kind === 'function' && value.module === module && isFunctionNode(value.node) ? [value.node] : []
  })
}
