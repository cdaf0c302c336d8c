import { ts } from 'ts-morph'
import type { JsonTypes } from '../analysis/json-shape'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, propertyName, propertyValue, unwrap } from '../syntax/nodes'
import { isWrittenAlike } from './comparison'

/**
 * The field of a payload that an expression is, where the JSON of the payload has it as the text that it is, or as null,
 * or not at all. A filter takes a list that holds a text for the text, which a comparison does not: types must tell.
 * @param payload What a call is given: `JSON.stringify(order)`, encoded or not, or a constant that holds it.
 */
export function payloadField(
  module: SourceModule,
  payload: ts.Expression,
  subject: ts.Expression,
  types: JsonTypes | undefined,
): string | undefined {
  const value = stringified(module, payload)
  if (!value || !types?.isText(module, subject)) return undefined
  const name = ts.isObjectLiteralExpression(value) ? namedIn(value, subject) : ofVariable(module, value, subject, types)
  // what begins with a sign is an operator
  return name !== undefined && /^[A-Za-z_][\w-]*$/.test(name) && name !== 'toJSON' ? name : undefined
}

/** `order.type` where the payload is `order`. */
function ofVariable(module: SourceModule, value: ts.Expression, subject: ts.Expression, types: JsonTypes) {
  const isMember = isAccess(subject) && isWrittenAlike(subject.expression, value)
  return isMember && types.isObject(module, subject.expression) && types.isOwnField(module, subject)
    ? accessedName(subject)
    : undefined
}

/** `{ type: order.type, … }`, of properties that are no more than values. */
function namedIn({ properties }: ts.ObjectLiteralExpression, subject: ts.Expression): string | undefined {
  const known = properties.flatMap((property) => {
    if (!ts.isPropertyAssignment(property) && !ts.isShorthandPropertyAssignment(property)) return []
    const name = propertyName(property.name)
    return name === undefined || name === 'toJSON' ? [] : [{ name, value: unwrap(propertyValue(property)) }]
  })
  if (known.length < properties.length || new Set(known.map(({ name }) => name)).size < known.length) return undefined
  return known.find(({ value }) => isWrittenAlike(value, subject))?.name
}

function stringified(module: SourceModule, payload: ts.Expression): ts.Expression | undefined {
  const node = unwrap(payload)
  if (ts.isIdentifier(node)) {
    const binding = module.bindings.of(node)
    const [declaration] = binding?.declarations ?? []
    const isConstant = binding?.writes.length === 0 && declaration && ts.isVariableDeclaration(declaration)
    return isConstant && declaration.initializer ? stringified(module, declaration.initializer) : undefined
  }
  if (!ts.isCallExpression(node)) return undefined
  const [first, ...others] = node.arguments
  const callee = node.expression.getText().replace(/\s/g, '')
  if (!first || others.length > 0) return undefined
  if (callee === 'JSON.stringify') return unwrap(first)
  return /^(Buffer\.from|newTextEncoder\(\)\.encode)$/.test(callee) ? stringified(module, first) : undefined
}
