import { ts } from 'ts-morph'
import { statementOf } from '../../../analysis/function-place'
import type { InvokeSite, WrapperLevel } from '../../../scan/site'
import type { Evaluator } from '../../../syntax/evaluate/evaluator'
import { listItems } from '../../../syntax/lists'
import type { SourceModule } from '../../../syntax/module'
import { type FunctionNode, propertyName, type Range, unwrap } from '../../../syntax/nodes'
import { isTypeScript } from '../../../syntax/source-file'
import type { SourceEdit } from '../../file-change'
import { freshName } from '../names'
import { type DroppedParameter, isSimple } from './dropped'
import type { HelperKind } from './helper-kind'
import { logTextEdit } from './log-text'
import { gapBehind, memberEdits } from './message-ids'
import { argumentFor, isCosmetic, isWithin, type NameParameter, refuseWrapper } from './name-flow'

/** What a call of a wrapper has to change with the wrapper. */
export interface CallShape {
  /** The parameter that took the name, and takes the address. */
  readonly name: NameParameter
  /** Parameters, and members of an object that is a parameter, which the wrapper does not take any more. */
  readonly dropped: readonly DroppedParameter[]
  /** Parameters behind the address, which take the ids of a message of a FIFO queue. */
  readonly ids: readonly string[]
}

const REASON = 'The helper sends a message instead.'

/** What a level calls the address of the queue, and the edits that make it so. */
export interface NameEdits {
  /** Text for the address, where the name of the function stood. */
  readonly text: string
  readonly edits: readonly SourceEdit[]
  /** Edits of what stands outside of the helper. */
  readonly outside: readonly SourceEdit[]
}

/**
 * The parameter that took the name takes the address.
 * @param replaced Where the call in the wrapper names the function: that is edited with the call.
 * @param ids Names of the parameters behind it, which take the ids of the message.
 * @throws Refused `through-wrapper` where the name is used for something else.
 */
export function nameEdits(
  evaluator: Evaluator,
  kind: HelperKind,
  site: InvokeSite,
  level: WrapperLevel,
  name: NameParameter,
  replaced: Range,
  isKey: boolean,
  ids: readonly string[],
): NameEdits {
  const { module, node } = level
  const others = name.uses.filter((use) => !isWithin(use, replaced))
  if (!others.every((use) => isCosmetic(evaluator, module, use)))
    refuseWrapper(site, 'uses the name for more than the call')
  const { declaration, local, member } = name
  const own = local?.text ?? `${declaration.name.getText(module.ast)}.${member}`
  if (member !== undefined)
    return { text: own, ...(ids.length > 0 ? memberEdits(site, level, name, ids) : { edits: [], outside: [] }) }
  const { type } = declaration
  const isTyped = type !== undefined && isTypeScript(module.file)
  const gap = gapBehind(module, declaration)
  const more = ids.map((id) => `${gap}${id}${isTyped ? ': string' : ''}`).join('')
  const replace = (from: ts.Node, text: string): SourceEdit => ({
    start: from.getStart(module.ast),
    end: from.end,
    text,
    reason: REASON,
  })
  if (isKey) {
    const edits = more === '' ? [] : [replace(declaration, declaration.getText(module.ast) + more)]
    return { text: own, edits, outside: [] }
  }
  const text = freshName(module, kind.parameter)
  const noun = /^(queue|topic)/.exec(kind.parameter)?.[0]
  const declared = isTyped
    ? [replace(declaration.name, text), replace(type, addressType(kind, site) + more)]
    : [replace(declaration.name, text + more)]
  const told = others.flatMap((use) => (noun ? (logTextEdit(module, use, noun) ?? []) : []))
  const used = [...others.map((use) => replace(use, text)), ...told]
  return { text, edits: [...declared, ...used, ...documented(module, node, name, text)], outside: [] }
}

/** SDK v3 takes a variable that may be missing, and says so when it sends; SDK v2 is declared to take a text. */
function addressType({ address }: HelperKind, { sdk }: InvokeSite): string {
  return sdk === 'v3' && address.kind === 'variable' ? 'string | undefined' : 'string'
}

/** `@param {string} functionName` in the comment above. */
function documented(module: SourceModule, node: FunctionNode, { local }: NameParameter, text: string): SourceEdit[] {
  const statement = statementOf(node)
  const comments = statement && ts.getLeadingCommentRanges(module.text, statement.pos)
  return (comments ?? []).flatMap(({ pos, end }) => {
    const comment = module.text.slice(pos, end)
    const match = new RegExp(`@param\\s+(?:\\{[^}]*\\}\\s+)?(${local?.text})\\b`).exec(comment)
    if (!match?.[1] || !comment.startsWith('/**')) return []
    const start = pos + match.index + match[0].length - match[1].length
    return [{ start, end: start + match[1].length, text, reason: REASON }]
  })
}

/**
 * A call of a wrapper that now takes the address of a queue.
 * @param url Text of the address; a key of the environment, where the wrapper looks that up.
 * @param values What is passed for the ids of the message.
 */
export function callEdits(
  site: InvokeSite,
  module: SourceModule,
  call: ts.CallExpression,
  { name, dropped, ids }: CallShape,
  url: string | undefined,
  values: readonly string[],
): SourceEdit[] {
  const { ast } = module
  const edits: SourceEdit[] = []
  const argument = argumentFor(call, name)
  if (!argument) refuseWrapper(site, 'gets the name in a form that is not known')
  const written = ts.isPropertyAssignment(argument) ? argument.initializer : argument
  const to = url ?? written.getText(ast)
  if (written.getText(ast) !== to || values.length > 0) {
    const isRenamed = ts.isShorthandPropertyAssignment(argument) && argument.name.text !== to
    const gap = gapBehind(module, argument)
    const more = values.map((value, index) => {
      const id = `${ids[index]}`
      return gap + (name.member === undefined || id === value ? value : `${id}: ${value}`)
    })
    const text = `${isRenamed ? `${argument.name.text}: ` : ''}${to}${more.join('')}`
    edits.push({ start: written.getStart(ast), end: written.end, text, reason: REASON })
  }
  for (const [index, value] of call.arguments.entries()) {
    const literal = unwrap(value)
    const members = dropped.filter((one) => one.index === index && one.member !== undefined).map(({ member }) => member)
    if (members.length === 0 || !ts.isObjectLiteralExpression(literal)) continue
    const goes = (item: ts.Node): boolean =>
      ts.isPropertyAssignment(item) && members.includes(propertyName(item.name)) && isSimple(item.initializer)
    for (const range of listItems(ast, literal.properties, goes)) edits.push({ ...range, text: '', reason: REASON })
  }
  const positions = new Set(dropped.filter(({ member }) => member === undefined).map(({ index }) => index))
  const gone = call.arguments.filter((_, index) => positions.has(index))
  if (!gone.every((item) => isSimple(item))) refuseWrapper(site, 'is given something that is computed')
  for (const range of listItems(ast, call.arguments, (item) => gone.includes(item as ts.Expression)))
    edits.push({ ...range, text: '', reason: REASON })
  return edits
}
