import { ts } from 'ts-morph'
import type { InvokeSite, WrapperLevel } from '../../../scan/site'
import type { Evaluator } from '../../../syntax/evaluate/evaluator'
import { listItems } from '../../../syntax/lists'
import type { SourceModule } from '../../../syntax/module'
import { type FunctionNode, propertyName, type Range, unwrap } from '../../../syntax/nodes'
import { isTypeScript } from '../../../syntax/source-file'
import type { SourceEdit } from '../../file-change'
import { statementOf } from '../function-place'
import { freshName } from '../names'
import type { HelperKind } from './helper-kind'
import { argumentFor, isCosmetic, isWithin, type NameParameter, refuseWrapper } from './name-flow'

/** What a call of a wrapper has to change with the wrapper. */
export interface CallShape {
  /** The parameter that took the name, and takes the address. */
  readonly name: NameParameter
  /** Parameters, and members of an object that is a parameter, which the wrapper does not take any more. */
  readonly dropped: readonly { readonly index: number; readonly member: string | undefined }[]
}

const REASON = 'The helper sends a message instead.'

/** What a level calls the address, and the edits that make it so. */
export interface NameEdits {
  /** Text for the address, where the name of the function stood. */
  readonly text: string
  readonly edits: readonly SourceEdit[]
}

/**
 * The parameter that took the name takes the address.
 * @param replaced Where the call in the wrapper names the function: that is edited with the call.
 * @throws Refused `through-wrapper` where the name is used for something else.
 */
export function nameEdits(
  evaluator: Evaluator,
  kind: HelperKind,
  site: InvokeSite,
  { module, node }: WrapperLevel,
  name: NameParameter,
  replaced: Range,
  isKey: boolean,
): NameEdits {
  const others = name.uses.filter((use) => !isWithin(use, replaced))
  if (!others.every((use) => isCosmetic(evaluator, module, use)))
    refuseWrapper(site, 'uses the name for more than the call')
  const { declaration, local, member } = name
  const own = local?.text ?? `${declaration.name.getText(module.ast)}.${member}`
  if (isKey || member !== undefined) return { text: own, edits: [] }
  const text = freshName(module, kind.parameter)
  const at = (from: ts.Node): SourceEdit => ({
    start: from.getStart(module.ast),
    end: from.end,
    text,
    reason: REASON,
  })
  const { type } = declaration
  const typed: SourceEdit[] =
    type && isTypeScript(module.file)
      ? [{ start: type.getStart(module.ast), end: type.end, text: addressType(kind, site), reason: REASON }]
      : []
  return { text, edits: [at(declaration.name), ...typed, ...others.map(at), ...documented(module, node, name, text)] }
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

/** Parameters that nothing uses any more once some text is gone. */
export function droppedParameters(
  { module, node }: WrapperLevel,
  edits: readonly SourceEdit[],
  name: NameParameter,
): { dropped: CallShape['dropped']; edits: readonly SourceEdit[] } {
  const { ast, bindings } = module
  const isUnused = (identifier: ts.Identifier): boolean => {
    const { references = [], writes = [] } = bindings.of(identifier) ?? {}
    const isMentioned = edits.some(({ text }) => new RegExp(`\\b${identifier.text}\\b`).test(text))
    const isGone = references.every((use) => edits.some((range) => isWithin(use, range)))
    return references.length > 0 && writes.length === 0 && isGone && !isMentioned
  }
  const cut = (range: Range): SourceEdit => ({ ...range, text: '', reason: 'Nothing uses the parameter any more.' })
  const { parameters } = node
  const isCut = (parameter: ts.ParameterDeclaration): boolean =>
    ts.isIdentifier(parameter.name) && parameter !== name.declaration && isUnused(parameter.name)
  // one in the middle stays, for the sake of what stands behind it
  const firstCut = parameters.length - [...parameters].reverse().findIndex((p) => !isCut(p))
  const cutParameters = firstCut > parameters.length ? [...parameters] : parameters.slice(firstCut)
  const elements = parameters.flatMap((parameter, index) => {
    if (!ts.isObjectBindingPattern(parameter.name)) return []
    const list = parameter.name.elements
    if (list.some((element) => element.dotDotDotToken)) return []
    // only what may be left out is: a declared type may ask for the others
    const goes = (item: ts.Node) =>
      ts.isBindingElement(item) && !!item.initializer && ts.isIdentifier(item.name) && isUnused(item.name)
    const ranges = listItems(ast, list, goes)
    const members = list
      .filter(goes)
      .map((element) => propertyName(element.propertyName ?? (element.name as ts.Identifier)))
    return [{ index, members, ranges }]
  })
  return {
    dropped: [
      ...cutParameters.map((parameter) => ({ index: parameters.indexOf(parameter), member: undefined })),
      ...elements.flatMap(({ index, members }) => members.map((member) => ({ index, member }))),
    ],
    edits: [
      ...listItems(ast, parameters, (item) => cutParameters.includes(item as ts.ParameterDeclaration)).map(cut),
      ...elements.flatMap(({ ranges }) => ranges.map(cut)),
    ],
  }
}

/**
 * A call of a wrapper that now takes an address.
 * @param url Text of the address; a key of the environment, where the wrapper looks that up.
 */
export function callEdits(
  site: InvokeSite,
  module: SourceModule,
  call: ts.CallExpression,
  { name, dropped }: CallShape,
  url: string | undefined,
): SourceEdit[] {
  const { ast } = module
  const edits: SourceEdit[] = []
  const argument = argumentFor(call, name)
  if (!argument) refuseWrapper(site, 'gets the name in a form that is not known')
  const written = ts.isPropertyAssignment(argument) ? argument.initializer : argument
  if (url !== undefined && written.getText(ast) !== url) {
    const text = ts.isShorthandPropertyAssignment(argument) ? `${argument.name.text}: ${url}` : url
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

/** What does nothing when it is evaluated. */
function isSimple(expression: ts.Expression): boolean {
  const node = unwrap(expression)
  if (ts.isPropertyAccessExpression(node)) return isSimple(node.expression)
  return (
    ts.isIdentifier(node) ||
    ts.isStringLiteralLike(node) ||
    ts.isNumericLiteral(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword
  )
}
