import { ts } from 'ts-morph'
import type { InvokeSite, WrapperLevel } from '../../../scan/site'
import { wholeLines } from '../../../syntax/lines'
import { listItems } from '../../../syntax/lists'
import type { SourceModule } from '../../../syntax/module'
import { type FunctionNode, propertyName, type Range, unwrap, walkOwn } from '../../../syntax/nodes'
import type { SourceEdit } from '../../file-change'
import { isWithin, type NameParameter } from './name-flow'

/** A parameter, or a member of an object that is one, which a helper does not take any more. */
export interface DroppedParameter {
  readonly index: number
  readonly member: string | undefined
}

/**
 * Parameters that nothing uses any more once some text is gone. One that any call gives something computed to stays.
 * @param sites All calls of the repository: some of them call the helper.
 */
export function droppedParameters(
  { module, node }: WrapperLevel,
  edits: readonly SourceEdit[],
  name: NameParameter,
  sites: readonly InvokeSite[],
): { dropped: readonly DroppedParameter[]; edits: readonly SourceEdit[] } {
  const { ast } = module
  const cut = (range: Range): SourceEdit => ({ ...range, text: '', reason: 'Nothing uses the parameter any more.' })
  const { parameters } = node
  const calls = callsOf(sites, node)
  const cutParameters = parameters.filter((parameter, index) => {
    if (!ts.isIdentifier(parameter.name) || parameter === name.declaration || !isUnused(module, parameter.name, edits))
      return false
    return !readsArguments(node) && calls.every((call) => givesPlainly(call, index))
  })
  const elements = parameters.flatMap((parameter, index) => {
    if (!ts.isObjectBindingPattern(parameter.name)) return []
    const list = parameter.name.elements
    if (list.some((element) => element.dotDotDotToken)) return []
    // only what may be left out is: a declared type may ask for the others
    const goes = (item: ts.Node) =>
      ts.isBindingElement(item) &&
      !!item.initializer &&
      ts.isIdentifier(item.name) &&
      isUnused(module, item.name, edits)
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

/** Constants of a helper that nothing uses any more once some text is gone, each with its line. */
export function deadConstants({ module, node }: WrapperLevel, edits: readonly SourceEdit[]): SourceEdit[] {
  const gone: SourceEdit[] = []
  if (!node.body) return gone
  walkOwn(node.body, (child) => {
    if (!ts.isVariableStatement(child)) return
    const [declaration, ...others] = child.declarationList.declarations
    if (!declaration?.initializer || others.length > 0 || !ts.isIdentifier(declaration.name)) return
    const { name, initializer } = declaration
    if (isUnused(module, name, edits) && isComparison(initializer))
      gone.push({ ...wholeLines(module, child), text: '', reason: 'Nothing uses the constant any more.' })
  })
  return gone
}

/** What says how to invoke, of names and literals alone. */
function isComparison(expression: ts.Expression): boolean {
  const node = unwrap(expression)
  if (ts.isBinaryExpression(node))
    return /^[!=]==?$/.test(node.operatorToken.getText()) && isComparison(node.left) && isComparison(node.right)
  if (ts.isConditionalExpression(node)) return [node.condition, node.whenTrue, node.whenFalse].every(isComparison)
  return isSimple(node)
}

/** Whether every use of a name stands in text that goes, and no new text has it. */
function isUnused({ bindings }: SourceModule, identifier: ts.Identifier, edits: readonly SourceEdit[]): boolean {
  const { references = [], writes = [] } = bindings.of(identifier) ?? {}
  const isMentioned = edits.some(({ text }) => new RegExp(`\\b${identifier.text}\\b`).test(text))
  const isGone = references.every((use) => edits.some((range) => isWithin(use, range)))
  return references.length > 0 && writes.length === 0 && isGone && !isMentioned
}

/** The calls of a helper, as far as they are on the way from a site to the SDK. */
function callsOf(sites: readonly InvokeSite[], node: FunctionNode): ts.CallExpression[] {
  return sites.flatMap(({ call, through }) =>
    through.flatMap((levels) => {
      const at = levels.findIndex((level) => level.node === node)
      if (at < 0) return []
      return at === 0 ? [call] : (levels[at - 1]?.call.call ?? [])
    }),
  )
}

/** Whether what a call gives to a parameter can be left out. */
function givesPlainly(call: ts.CallExpression, index: number): boolean {
  if (call.arguments.some(ts.isSpreadElement)) return false
  const argument = call.arguments[index]
  return !argument || isSimple(argument)
}

function readsArguments(node: FunctionNode): boolean {
  let isRead = false
  if (node.body)
    walkOwn(node.body, (child) => {
      isRead ||= ts.isIdentifier(child) && child.text === 'arguments'
    })
  return isRead
}

/** What does nothing when it is evaluated. */
export function isSimple(expression: ts.Expression): boolean {
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
