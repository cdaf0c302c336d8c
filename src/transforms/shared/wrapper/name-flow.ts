import { ts } from 'ts-morph'
import { parameter } from '../../../scan/params'
import type { InvokeSite, WrapperLevel } from '../../../scan/site'
import type { Evaluator } from '../../../syntax/evaluate/evaluator'
import type { ParameterValue, Value } from '../../../syntax/evaluate/value'
import { isLogCall } from '../../../syntax/loggers'
import type { SourceModule } from '../../../syntax/module'
import { accessedName, isAccess, propertyName, type Range, rewrap, unwrap } from '../../../syntax/nodes'
import { type Obligation, refuse } from '../../transform'

/** The parameter of a wrapper that says which function is called. */
export interface NameParameter {
  readonly declaration: ts.ParameterDeclaration
  /** Where it stands among the parameters. */
  readonly index: number
  /** The member that holds the name, where the parameter is an object: `{ name, payload }`, `options.name`. */
  readonly member: string | undefined
  /** What the wrapper calls it, where it has a name of its own there. */
  readonly local: ts.Identifier | undefined
  /** Every use of it in the wrapper. */
  readonly uses: readonly ts.Expression[]
}

/**
 * The parameter by which a wrapper is told whom to call; `undefined` where no parameter says so.
 * @throws Refused `through-wrapper`
 */
export function nameParameter(site: InvokeSite, { module, node, call }: WrapperLevel): NameParameter | undefined {
  const values = parameterValues(parameter(call.params, 'FunctionName')).filter((v) => v.declaration.parent === node)
  const [first, ...others] = values
  if (!first) return undefined
  const [member, ...deeper] = first.path
  const isOne = others.every((v) => v.declaration === first.declaration && v.path.join('.') === first.path.join('.'))
  if (!isOne || deeper.length > 0) refuseWrapper(site, 'is told whom to call by more than one parameter')
  const { declaration } = first
  const index = node.parameters.indexOf(declaration)
  const { name } = declaration
  if (declaration.initializer || declaration.dotDotDotToken)
    refuseWrapper(site, 'takes the name by a default or a list of parameters')
  const of = (identifier: ts.Identifier) => module.bindings.of(identifier)
  if (ts.isIdentifier(name)) {
    const references = of(name)?.references ?? []
    if ((of(name)?.writes.length ?? 0) > 0) refuseWrapper(site, 'assigns to the parameter that says whom to call')
    if (member === undefined) return { declaration, index, member, local: name, uses: references }
    const accesses = references.map((reference) => reference.parent)
    const isRead = (parent: ts.Node): parent is ts.PropertyAccessExpression =>
      isAccess(parent) && accessedName(parent) !== undefined
    if (!accesses.every(isRead)) refuseWrapper(site, 'hands its options on as a whole')
    const uses = accesses.filter(isRead).filter((access) => accessedName(access) === member)
    return { declaration, index, member, local: undefined, uses }
  }
  const element = ts.isObjectBindingPattern(name)
    ? name.elements.find((e) => propertyName(e.propertyName ?? (e.name as ts.Identifier)) === member)
    : undefined
  if (!element || !ts.isIdentifier(element.name) || element.initializer || member === undefined)
    refuseWrapper(site, 'takes the name apart in a form that is not known')
  return { declaration, index, member, local: element.name, uses: of(element.name)?.references ?? [] }
}

/** The expression of a call that is bound to a parameter of the wrapper it calls; a property where it is in an object. */
export function argumentFor(
  call: ts.CallExpression,
  { index, member }: Pick<NameParameter, 'index' | 'member'>,
): ts.Expression | ts.ObjectLiteralElementLike | undefined {
  if (call.arguments.slice(0, index + 1).some(ts.isSpreadElement)) return undefined
  const argument = call.arguments[index]
  if (!argument || member === undefined) return argument
  const literal = unwrap(argument)
  if (!ts.isObjectLiteralExpression(literal)) return undefined
  const at = literal.properties.findIndex((property) => property.name && propertyName(property.name) === member)
  // a spread behind it may have another
  return at >= 0 && !literal.properties.slice(at).some(ts.isSpreadAssignment) ? literal.properties[at] : undefined
}

/** How many functions a name is followed through that only tell it. */
const MAX_DEPTH = 3

/** Whether a use of the name is none that matters: it is logged, told in an error, or asked for whether it is there. */
export function isCosmetic(evaluator: Evaluator, module: SourceModule, use: ts.Expression, depth = 0): boolean {
  const node = wholeText(use)
  const { parent } = node
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken
  if (ts.isIfStatement(parent)) return parent.expression === node
  if (ts.isNewExpression(parent)) return /Error$/.test(parent.expression.getText())
  if (!ts.isCallExpression(parent) || parent.expression === node) return false
  if (isLogCall(parent)) return true
  // handed on to a function that only tells it
  const fn = depth < MAX_DEPTH ? evaluator.evaluate(module, parent.expression) : undefined
  const taken = fn?.kind === 'function' ? fn.node.parameters[parent.arguments.indexOf(node)] : undefined
  if (fn?.kind !== 'function' || !taken || !ts.isIdentifier(taken.name)) return false
  const { references = [], writes = [] } = fn.module.bindings.of(taken.name) ?? {}
  return writes.length === 0 && references.every((one) => isCosmetic(evaluator, fn.module, one, depth + 1))
}

/** The text or object that a name is a part of. */
function wholeText(use: ts.Expression): ts.Expression {
  const node = rewrap(use)
  const { parent } = node
  if (ts.isTemplateSpan(parent)) return wholeText(parent.parent)
  const isProperty = ts.isPropertyAssignment(parent) && parent.initializer === node
  if (isProperty || ts.isShorthandPropertyAssignment(parent)) return wholeText(parent.parent)
  const isSum = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.PlusToken
  return isSum ? wholeText(parent) : node
}

export function isWithin(node: ts.Node, { start, end }: Range): boolean {
  return start <= node.getStart() && node.end <= end
}

/** What is owed for a helper that sends a message in the place of the call. */
export const HELPER_KEPT: Obligation = {
  code: 'helper-kept',
  status: 'proved',
  message: 'The helper around the call is the same but for the message. Texts that name the function name its address.',
}

/** Leaves a site that is called through a helper which is not understood. */
export function refuseWrapper(site: InvokeSite, what: string): never {
  refuse(site, 'through-wrapper', `The call goes through a helper function around the SDK that ${what}.`)
}

function parameterValues(value: Value): ParameterValue[] {
  switch (value.kind) {
    case 'parameter':
      return [value]
    case 'text':
      return value.parts.flatMap((part) => (typeof part === 'string' ? [] : parameterValues(part)))
    case 'lookup':
      return [...parameterValues(value.target), ...parameterValues(value.key)]
    case 'one-of':
      return value.values.flatMap(parameterValues)
    case 'fallback':
      return [...parameterValues(value.first), ...parameterValues(value.second)]
    default:
      return []
  }
}
