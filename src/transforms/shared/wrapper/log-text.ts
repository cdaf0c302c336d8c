import { ts } from 'ts-morph'
import type { SourceModule } from '../../../syntax/module'
import { rewrap, unwrap } from '../../../syntax/nodes'
import type { SourceEdit } from '../../file-change'

/** `Invoking lambda ` before a name: what is said to be done, and with what. */
const INVOKES =
  /\b(?:([Ii])nvok(e|ed|ing)(?= *:? *$)|([IiCcTt])(?:nvok|all|rigger)(e|ed|ing|)( the)? (?:(?:lambda )?function|lambda)(?= *:? *$))/

const SENDS: Readonly<Record<string, string>> = { '': 'end', e: 'end', ed: 'ent', ing: 'ending' }

/**
 * The edit of a text that says before the name of a function that it is invoked: the address that stands there now is sent
 * to. `undefined` for other texts.
 * @param noun What is sent to: `queue`.
 */
export function logTextEdit(module: SourceModule, use: ts.Expression, noun: string): SourceEdit | undefined {
  const before = literalBefore(use)
  if (!before) return undefined
  const { ast, text } = module
  const raw = text.slice(before.getStart(ast), before.end)
  // without its quote, or what begins the name in a template
  const inner = raw.replace(/(\$\{|['"`])$/, '')
  const match = INVOKES.exec(inner)
  if (!match) return undefined
  const start = before.getStart(ast) + match.index
  const isUpper = /^[A-Z]/.test(match[0])
  const object = match[3] === undefined ? '' : `${match[5] ?? ''} ${noun}`
  const verb = `${isUpper ? 'S' : 's'}${SENDS[match[2] ?? match[4] ?? '']} to`
  return { start, end: start + match[0].length, text: verb + object, reason: 'The text says what is done.' }
}

/** The text right before a value: in a template, a sum, or a list of arguments. */
function literalBefore(use: ts.Expression): ts.Node | undefined {
  const node = rewrap(use)
  const { parent } = node
  if (ts.isTemplateSpan(parent)) {
    const { head, templateSpans } = parent.parent
    const at = templateSpans.indexOf(parent)
    return at === 0 ? head : templateSpans[at - 1]?.literal
  }
  if (ts.isCallExpression(parent)) return literal(parent.arguments[parent.arguments.indexOf(node) - 1])
  if (!ts.isBinaryExpression(parent) || parent.right !== node) return undefined
  const left = unwrap(parent.left)
  return literal(ts.isBinaryExpression(left) ? left.right : left)
}

function literal(node: ts.Expression | undefined): ts.Node | undefined {
  return node && ts.isStringLiteralLike(node) ? node : undefined
}
