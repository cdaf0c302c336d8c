import { ts } from 'ts-morph'
import type { WrapperLevel } from '../../../scan/site'
import { accessedName, isAccess, propertyName, propertyOf, propertyValue, unwrap } from '../../../syntax/nodes'

/** What a wrapper is given for an expression that it sends: an expression of the call, or nothing at all. */
export type Passed = ts.Expression | 'nothing'

/**
 * Finds what a call passes for an expression in the wrapper that it calls: a parameter, or a member of one.
 * `undefined` where the wrapper makes something of it first.
 */
export function passedFor(
  { module, node }: WrapperLevel,
  expression: ts.Expression,
  call: ts.CallExpression,
): Passed | undefined {
  const value = unwrap(expression)
  const root = ts.isPropertyAccessExpression(value) ? unwrap(value.expression) : value
  const binding = ts.isIdentifier(root) ? module.bindings.of(root) : undefined
  const [declaration] = binding?.declarations ?? []
  if (!declaration || binding?.writes.length !== 0) return undefined
  if (ts.isVariableDeclaration(declaration) && declaration.initializer && root === value)
    return ts.isIdentifier(declaration.name)
      ? passedFor({ module, node } as WrapperLevel, declaration.initializer, call)
      : undefined
  const parameter = ts.isBindingElement(declaration) ? declaration.parent.parent : declaration
  if (!ts.isParameter(parameter) || parameter.dotDotDotToken) return undefined
  const index = node.parameters.indexOf(parameter)
  if (index < 0 || call.arguments.slice(0, index + 1).some(ts.isSpreadElement)) return undefined
  const argument = call.arguments[index]
  if (ts.isBindingElement(declaration)) return elementOf(declaration, argument)
  if (isAccess(value)) return memberOf(argument, accessedName(value), undefined)
  return argument ?? byDefault(parameter.initializer)
}

/** `{ name, payload }` of a call that writes its options as a literal. */
function elementOf(
  { name, propertyName: key, initializer, dotDotDotToken }: ts.BindingElement,
  argument: ts.Expression | undefined,
) {
  const member = propertyName(key ?? (name as ts.Identifier))
  return dotDotDotToken ? undefined : memberOf(argument, member, initializer)
}

function memberOf(
  argument: ts.Expression | undefined,
  member: string | undefined,
  initializer: ts.Expression | undefined,
): Passed | undefined {
  const literal = argument && unwrap(argument)
  if (!literal || member === undefined || !ts.isObjectLiteralExpression(literal)) return undefined
  if (literal.properties.some(ts.isSpreadAssignment)) return undefined
  const property = propertyOf(literal, member)
  return property ? propertyValue(property) : byDefault(initializer)
}

/** `payload = {}`: what a call that passes nothing sends. */
function byDefault(initializer: ts.Expression | undefined): Passed | undefined {
  const value = initializer && unwrap(initializer)
  return value && ts.isObjectLiteralExpression(value) && value.properties.length === 0 ? 'nothing' : undefined
}
