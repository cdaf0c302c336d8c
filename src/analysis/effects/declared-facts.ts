import { ts } from 'ts-morph'
import type { Declared } from '../vouched/declared'
import { effectAt } from './effect'
import type { Facts, Step, Unit } from './facts'

/** What the user says of a function, in the place of what its code does. It may throw all the same. */
export function declaredFacts(unit: Unit, { uses, changesArguments, origin }: Declared): Facts {
  const { module, node } = unit
  return {
    unit,
    steps: [
      { kind: 'vouched', origin },
      ...uses.map((use): Step => ({ kind: 'effect', effect: effectAt(module, node, use) })),
      ...(changesArguments ? changes(node) : []),
    ],
    returns: [],
    defines: new Map(),
    spoils: new Map(),
    throws: node,
    isOpaque: true,
  }
}

function changes(node: ts.Node): Step[] {
  const { parameters = [] } = node as { parameters?: readonly ts.ParameterDeclaration[] }
  return parameters
    .flatMap(({ name }) => namesIn(name))
    .map((target) => ({
      kind: 'change',
      target,
      node: target,
      what: 'it changes a value that it did not make itself',
      depth: Number.POSITIVE_INFINITY,
      puts: [],
      isMethod: false,
    }))
}

function namesIn(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name]
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []))
}
