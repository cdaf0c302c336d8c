import { ts } from 'ts-morph'
import type { InvokeSite, WrapperLevel } from '../../../scan/site'
import type { SourceModule } from '../../../syntax/module'
import { accessedName, isAccess, propertyName, propertyValue, unwrap } from '../../../syntax/nodes'
import { argumentFor } from './name-flow'

/** An expression where it stands. */
export interface Given {
  readonly module: SourceModule
  readonly expression: ts.Expression
}

/**
 * Where the value of an expression in the innermost helper comes from: the expression, what is given for it where it is
 * a parameter, and so on up to the call; the innermost first.
 */
export function givenTo(site: InvokeSite, levels: readonly WrapperLevel[], inner: ts.Expression): Given[] {
  const places: Given[] = []
  let expression: ts.Expression | undefined = inner
  for (let index = levels.length; expression; index--) {
    places.push({ module: levels[index - 1]?.module ?? site.module, expression })
    const level = levels[index - 1]
    const call: ts.CallExpression = levels[index - 2]?.call.call ?? site.call
    expression = level && argumentOf(level, call, expression)
  }
  return places
}

/** What a call gives for an expression that is a parameter of a helper, or a member of one, as it came. */
function argumentOf({ module, node }: WrapperLevel, call: ts.CallExpression, of: ts.Expression) {
  const expression = unwrap(of)
  const member = isAccess(expression) ? accessedName(expression) : undefined
  const name = member === undefined ? expression : unwrap((expression as ts.PropertyAccessExpression).expression)
  const binding = ts.isIdentifier(name) ? module.bindings.of(name) : undefined
  const [declaration] = binding?.declarations ?? []
  if (!declaration || binding?.writes.length !== 0) return undefined
  const parameter = ts.isBindingElement(declaration) ? declaration.parent.parent : declaration
  const index = node.parameters.indexOf(parameter as ts.ParameterDeclaration)
  if (index < 0 || node.parameters[index]?.dotDotDotToken) return undefined
  if (!ts.isBindingElement(declaration)) return expressionOf(argumentFor(call, { index, member }))
  // taken apart: `{ name, payload }`
  const isPlain = !declaration.dotDotDotToken && member === undefined && ts.isIdentifier(declaration.name)
  const key = isPlain ? propertyName(declaration.propertyName ?? (declaration.name as ts.Identifier)) : undefined
  return key === undefined ? undefined : expressionOf(argumentFor(call, { index, member: key }))
}

function expressionOf(given: ReturnType<typeof argumentFor>): ts.Expression | undefined {
  if (!given || ts.isExpression(given)) return given as ts.Expression | undefined
  return ts.isPropertyAssignment(given) || ts.isShorthandPropertyAssignment(given) ? propertyValue(given) : undefined
}
