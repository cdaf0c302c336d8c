import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { isAccess, rewrap } from '../../syntax/nodes'
import { printStatements } from '../../syntax/print'
import { isTypeScript } from '../../syntax/source-file'
import { indentAt, sourceStyle } from '../../syntax/style'
import type { DeclarationRequest, SourceEdit } from '../file-change'
import { refuse, type TransformContext } from '../transform'

export interface EntriesCheck {
  readonly edits: readonly SourceEdit[]
  readonly declarations: readonly DeclarationRequest[]
}

const REASON = 'PutEvents succeeds even where it takes no event.'
const CHECK = 'throwIfNotTaken'

/**
 * The check of `FailedEntryCount`: behind the statement where the call is the only one of the file and a statement that
 * waits for it; else in a function of the file that the promise goes through.
 * @throws Refused `entries-unchecked` where there is no promise.
 */
export function entriesCheck(context: TransformContext, site: InvokeSite, hasOptionalChaining: boolean): EntriesCheck {
  const promise = promiseOf(site)
  if (!promise) {
    refuse(site, 'entries-unchecked', 'The call has no promise that a check of its result could follow.')
  }
  const names = ['FailedEntryCount', 'Entries']
  const isFree = putsIn(context, site).size === 1 && !names.some((name) => site.module.bindings.isTaken(name))
  const statement = isFree ? awaitedStatement(promise) : undefined
  return statement ? behind(site, statement, hasOptionalChaining) : through(site, promise, hasOptionalChaining)
}

/** The calls of the SDK in a file that put events, by themselves or for those that call their function. */
function putsIn({ sites, advice }: TransformContext, { module, call }: InvokeSite): ReadonlySet<ts.Node> {
  const puts = sites
    .filter((_, index) => advice[index]?.verdict === 'event-bridge')
    .flatMap((site) => (site.kind === 'wrapper-call' ? site.through.flatMap((way) => way.at(-1)?.call ?? []) : [site]))
  return new Set([call, ...puts.filter((put) => put.module === module).map((put) => put.call)])
}

/** The expression that is the promise of a call: in SDK v2, `.promise()` of it. */
function promiseOf({ call, sdk }: InvokeSite): ts.Expression | undefined {
  if (call.arguments.length > 1) return undefined
  if (sdk === 'v3') return call
  const access = call.parent
  const made = isAccess(access) && access.expression === call && access.getText().endsWith('promise') && access.parent
  return made && ts.isCallExpression(made) ? made : undefined
}

/** `await …` as a statement of a block. */
function awaitedStatement(promise: ts.Expression): ts.ExpressionStatement | undefined {
  const { parent } = rewrap(promise)
  const statement = ts.isAwaitExpression(parent) ? parent.parent : undefined
  return statement && ts.isExpressionStatement(statement) && ts.isBlock(statement.parent) ? statement : undefined
}

function behind({ module }: InvokeSite, statement: ts.ExpressionStatement, hasOptionalChaining: boolean): EntriesCheck {
  const style = sourceStyle(module)
  const start = statement.getStart(module.ast)
  const indent = indentAt(module.text, start)
  const reason = hasOptionalChaining ? 'Entries?.[0]?.ErrorMessage' : withoutChaining(module, 'Entries')
  const source = `if (FailedEntryCount) { throw new Error(\`The event was not taken: \${${reason}}\`); }`
  const check = printStatements((j) => j.template.statements([source]), style, indent)
  return {
    edits: [
      { start, end: start, text: 'const { FailedEntryCount, Entries } = ', reason: REASON },
      { start: statement.end, end: statement.end, text: `${style.eol}${check}`, reason: REASON },
    ],
    declarations: [],
  }
}

/** What `.then` stands behind: in a chain with a line for each call, a line of its own. */
function lineOf({ module, call }: InvokeSite): string {
  if (!isAccess(call.expression)) return ''
  const gap = module.text.slice(call.expression.expression.end, call.expression.end)
  return /^\s*\n\s*/.exec(gap)?.[0] ?? ''
}

function through(site: InvokeSite, promise: ts.Expression, hasOptionalChaining: boolean): EntriesCheck {
  const { module } = site
  const message = hasOptionalChaining ? 'result.Entries?.[0]?.ErrorMessage' : withoutChaining(module, 'result.Entries')
  const [head, parameter] = isTypeScript(module.file) ? ['<T extends Result$>', 'result: T'] : ['', 'result']
  const source = `const ${CHECK} = ${head}(${parameter}) => {
  if (result.FailedEntryCount) { throw new Error(\`The event was not taken: \${${message}}\`); }
  return result;
};`
  const printed = printStatements((j) => j.template.statements([source]), sourceStyle(module))
    .replace('Result$', '{ FailedEntryCount?: number; Entries?: { ErrorMessage?: string }[] }')
    .replace(/\}(\r?\n)(?:[ \t]*\r?\n)+([ \t]*return)/, '}$1$2')
  return {
    edits: [{ start: promise.end, end: promise.end, text: `${lineOf(site)}.then(${CHECK})`, reason: REASON }],
    declarations: [{ name: CHECK, text: printed.replace(/;\s*$/, '') }],
  }
}

/** Types say that the list may be missing; where an entry has failed, it is there. */
function withoutChaining({ file }: InvokeSite['module'], list: string): string {
  return isTypeScript(file) ? `${list} && ${list}[0].ErrorMessage` : `${list}[0].ErrorMessage`
}
