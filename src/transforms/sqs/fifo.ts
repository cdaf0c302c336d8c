import { ts } from 'ts-morph'
import { type FunctionRef, refKey } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { contains, walk } from '../../syntax/nodes'
import { indentAt, sourceStyle } from '../../syntax/style'
import type { FifoRequest, QueueOptions } from '../options'
import type { CallParams } from '../shared/call-params'
import { listed, type MessageIds } from '../shared/wrapper/message-ids'
import { type Obligation, refuse, type TransformContext } from '../transform'

/** What is asked for before a function; `undefined` for a standard queue. */
export function fifoOf({ fifo }: QueueOptions, key: string): FifoRequest | undefined {
  return fifo.find(({ callee }) => callee === key)
}

/**
 * Calls of a function with a FIFO queue that do not go through it: nothing orders their events.
 * @param members The calls that do.
 */
export function besideFifo(
  { sites, advice }: TransformContext,
  callee: FunctionRef,
  members: readonly InvokeSite[],
): InvokeSite[] {
  return sites.filter((site, index) => {
    const isOfCallee = site.target.status === 'resolved' && refKey(site.target.ref) === refKey(callee)
    if (!isOfCallee || site.isTest || site.callers.length === 0 || members.includes(site)) return false
    return advice[index]?.verdict !== 'sqs'
  })
}

/**
 * Checks what is to be written at a call for the ids of its message.
 * @throws Refused `fifo-expression` where an expression says nothing at the call.
 */
export function checkIds(site: InvokeSite, ids: MessageIds): void {
  for (const text of listed(ids)) checkExpression(site, text)
}

/** The parameters that a message of a FIFO queue has more, behind its body. */
export function fifoParams(site: InvokeSite, { payload, literal }: CallParams, ids: MessageIds): string {
  const { module } = site
  const { group, deduplication } = ids
  const at = (payload ?? literal).getStart(module.ast)
  const isOwnLine = payload && /(^|\n)[ \t]*$/.test(module.text.slice(0, at))
  const gap = isOwnLine ? `,${sourceStyle(module).eol}${indentAt(module.text, at)}` : ', '
  const more = [`MessageGroupId: ${group}`]
  if (deduplication !== undefined) more.push(`MessageDeduplicationId: ${deduplication}`)
  return more.map((one) => gap + one).join('')
}

export function fifoObligation(key: string, { deduplication }: FifoRequest, beside: readonly InvokeSite[]): Obligation {
  const ids = deduplication === undefined ? 'group' : 'group or deduplication id'
  const same = deduplication === undefined ? 'with the same content' : `with the same "${deduplication}"`
  const places = beside.map(({ module, line }) => `${module.file}:${line}`).join(', ')
  const others = places === '' ? '' : ` What is invoked directly (${places}) has no order among them.`
  return {
    code: 'fifo-order',
    status: 'waived',
    message: `"${key}" gets the messages of one group one after the other; one ${same} within five minutes is dropped. A message whose ${ids} is not 1 to 128 letters, digits and punctuation marks of ASCII is refused, and its send fails.${others}`,
  }
}

/** Names that mean something everywhere. */
const GLOBALS = new Set(['String', 'Number', 'Boolean', 'JSON', 'Date', 'Math', 'process', 'undefined'])

/** The expression must be one, of names that are known at the call. */
function checkExpression(site: InvokeSite, text: string): void {
  const ast = ts.createSourceFile('expression.ts', `(${text})`, ts.ScriptTarget.Latest, true)
  const [statement, ...others] = ast.statements
  const isOne =
    statement && others.length === 0 && ts.isExpressionStatement(statement) && statement.end === ast.text.length
  const inner =
    isOne && ts.isParenthesizedExpression(statement.expression) ? statement.expression.expression : undefined
  const isParsed = (ast as ts.SourceFile & { parseDiagnostics?: readonly unknown[] }).parseDiagnostics?.length === 0
  if (!inner || !isParsed) refuse(site, 'fifo-expression', `"${text}" is no expression.`)
  walk(inner, (node) => {
    if (!ts.isIdentifier(node) || GLOBALS.has(node.text)) return
    const { parent } = node
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) return
    if (ts.isPropertyAssignment(parent) && parent.name === node) return
    const isKnown = site.module.bindings.all.some(
      ({ name, scope }) => name === node.text && (ts.isSourceFile(scope) || contains(scope, site.call)),
    )
    if (!isKnown) refuse(site, 'fifo-expression', `"${node.text}" of "${text}" is not known at the call.`)
  })
}
