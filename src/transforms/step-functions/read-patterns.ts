import { ts } from 'ts-morph'
import { propertyName } from '../../syntax/nodes'
import type { Expression } from './expression'
import { constantMember, isConstant } from './facts'
import { readExpression } from './read-expression'
import { placeText, type ReadScope, shortText } from './read-scope'

/** Lets a name, or the names of a pattern, stand for a value and its parts. */
export function readPattern(
  scope: ReadScope,
  name: ts.BindingName,
  value: Expression,
  declare: (name: ts.Identifier, value: Expression) => void = (own, part) => {
    const [declaration] = scope.module.bindings.of(own)?.declarations ?? []
    if (declaration) scope.variables.set(declaration, part)
  },
): void {
  if (ts.isIdentifier(name)) {
    declare(name, value)
    return
  }
  if (ts.isArrayBindingPattern(name)) {
    for (const [index, element] of name.elements.entries()) {
      if (ts.isOmittedExpression(element)) continue
      const at = placeText(scope, element)
      const position: Expression = { kind: 'literal', value: index }
      const part: Expression = element.dotDotDotToken
        ? { kind: 'method', name: 'slice', subject: value, arguments: [position], isForJson: false, at }
        : { kind: 'element', object: value, index: position, isExact: false, at }
      readPattern(scope, element.name, withDefault(scope, element, part), declare)
    }
    return
  }
  const taken: string[] = []
  for (const element of name.elements) {
    const key = element.propertyName ?? (ts.isIdentifier(element.name) ? element.name : undefined)
    const own = key && propertyName(key)
    if (element.dotDotDotToken) {
      const rest: Expression = { kind: 'without', object: value, names: taken, at: placeText(scope, element) }
      readPattern(scope, element.name, rest, declare)
      continue
    }
    if (own === undefined) {
      scope.obstacle(element, `"${shortText(element)}" takes a computed member`)
      continue
    }
    taken.push(own)
    readPattern(
      scope,
      element.name,
      withDefault(scope, element, memberOf(value, own, placeText(scope, element))),
      declare,
    )
  }
}

export function memberOf(value: Expression, name: string, at: string): Expression {
  if (name === 'length') return { kind: 'method', name, subject: value, arguments: [], isForJson: false, at }
  if (value.kind === 'input' || value.kind === 'variable') return { ...value, path: [...value.path, name] }
  return constantMember(value, name) ?? { kind: 'member', object: value, name }
}

function withDefault(scope: ReadScope, { initializer }: ts.BindingElement, value: Expression): Expression {
  if (!initializer || isConstant(value)) return value
  const otherwise = scope.conditionally(() => readExpression(scope, initializer, 'looked-at'))
  return value.kind === 'undefined' ? otherwise : { kind: 'default', value, otherwise }
}
