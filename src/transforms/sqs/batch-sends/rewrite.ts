import { ts } from 'ts-morph'
import type { InvokeSite } from '../../../scan/site'
import { requiredModule, topLevelStatement } from '../../../syntax/nodes'
import { sourceStyle } from '../../../syntax/style'
import type { FileChange, SourceEdit } from '../../file-change'
import { readParams } from '../../shared/call-params'
import { checkedText } from '../../shared/characters'
import { clientFor } from '../../shared/client'
import { messageBody } from '../../shared/message-body'
import { freshName } from '../../shared/names'
import { readPayload } from '../../shared/payload'
import { offlineObligations } from '../../shared/send'
import { gapBehind } from '../../shared/wrapper/message-ids'
import type { Obligation, TransformContext } from '../../transform'
import { SQS } from '../caller'
import type { Gathering } from './gathering'
import { sendBatchesText } from './helper'

const REASON = 'The messages are sent in batches.'

export const BATCHED: Obligation = {
  code: 'batch-sends',
  status: 'waived',
  message: 'The messages go ten at a time: where one of them cannot be made, none is sent.',
}

/** Why messages that one `Promise.all` waits for go one by one. */
export function oneByOne(why: string): Obligation {
  return { code: 'batch-sends', status: 'proved', message: `The messages go one by one: ${why}.` }
}

/** The same for the notes: it was asked for. */
export function oneByOneNote({ module, line }: InvokeSite, why: string): string {
  return `${module.file}:${line}: its messages are gathered, and go one by one all the same: ${why}.`
}

/** Whether a function at the top of the file can use the client of a site. */
export function hasSharedClient({ evaluator }: TransformContext, site: InvokeSite): boolean {
  const { text, declarations } = clientFor(evaluator, site, SQS)
  return /^[\w$]+$/.test(text) && declarations.every(({ like }) => !like || isTopLevel(like))
}

/** The call becomes the text of its message, and what gathered the calls sends them all. */
export function rewriteGathered(
  context: TransformContext,
  site: InvokeSite,
  { all, replaced, mapper, list }: Gathering,
  queueUrl: string,
): { change: FileChange; obligations: readonly Obligation[] } {
  const { module } = site
  const { ast } = module
  const client = clientFor(context.evaluator, site, SQS)
  const payload = readPayload(site, readParams(site))
  const { text, obligation } = messageBody(site, payload, context.types)
  const checked = checkedText(module, payload, text, context.options.queue.escapeCharacters ? 'escape' : 'waive')
  const name = freshName(module, 'sendMessages', 'sendMessageBatches')
  const given = list ?? all.arguments[0]
  const above = statementAbove(site)
  const at = (start: number, end: number, to: string): SourceEdit => ({ start, end, text: to, reason: REASON })
  const edits = [
    at(all.expression.getStart(ast), all.expression.end, name),
    ...(given ? [at(given.getStart(ast), given.getStart(ast), queueUrl + gapBehind(module, given))] : []),
    ...(mapper ? withoutAsync(mapper, ast) : []),
    at(replaced.getStart(ast), replaced.end, checked.text),
  ]
  const command = site.command?.expression
  const [like] = command && ts.isIdentifier(command) ? (module.bindings.of(command)?.declarations ?? []) : []
  const isCommand = site.style === 'send'
  const batchCommand = { specifier: SQS.package, name: 'SendMessageBatchCommand', isType: false, like }
  const helper = sendBatchesText(site, name, client.text)
  const declared = { name, text: above ? sourceStyle(module).eol + helper : helper, like: above }
  return {
    change: {
      module,
      edits,
      imports: [...client.imports, ...(isCommand ? [batchCommand] : [])],
      declarations: [...client.declarations, ...checked.declarations, declared],
    },
    obligations: [obligation, checked.obligation, BATCHED, ...offlineObligations(client)],
  }
}

/** The statement above the one that a call stands in, where it is no import: new functions stand behind it. */
function statementAbove({ module, call }: InvokeSite): ts.Statement | undefined {
  const { statements } = module.ast
  const above = statements[statements.indexOf(topLevelStatement(call)) - 1]
  return above && !isImport(above) ? above : undefined
}

function isImport(statement: ts.Statement): boolean {
  if (!ts.isVariableStatement(statement)) return ts.isImportDeclaration(statement)
  const [declaration] = statement.declarationList.declarations
  return !!declaration?.initializer && requiredModule(declaration.initializer) !== undefined
}

/** The function makes texts now, and waits for nothing. */
function withoutAsync(mapper: ts.ArrowFunction, ast: ts.SourceFile): SourceEdit[] {
  const word = mapper.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)
  const next = word && mapper.getChildren(ast).find((child) => child.pos >= word.end)
  return word && next ? [{ start: word.getStart(ast), end: next.getStart(ast), text: '', reason: REASON }] : []
}

function isTopLevel(node: ts.Node): boolean {
  let at = node
  while (at.parent && !ts.isStatement(at)) at = at.parent
  return ts.isSourceFile(at.parent)
}
