import { ts } from 'ts-morph'
import type { Binding } from '../bind'
import type { SourceModule } from '../module'
import { accessedName, isAccess, isExported, topLevelStatement, unwrap } from '../nodes'
import type { Evaluator } from './evaluator'
import { ELEMENT, type ExternalValue, oneOf, UNDEFINED, unknown, type Value } from './value'

/** What may be done with a map that puts nothing into it, or puts it by `set`. */
const METHODS: ReadonlySet<string> = new Set(['get', 'set', 'has', 'delete', 'clear', 'keys', 'values'])

/** Whether a function is the `get` of a map of the language. */
export function isMapGet({ module, path: [owner, mark, name, ...rest] }: ExternalValue): boolean {
  const isMap = owner === 'Map' || owner === 'WeakMap'
  return module === '' && isMap && mark === '#' && name === 'get' && rest.length === 0
}

/**
 * `clients.get(key)` of a constant map that nothing but its methods is used of: one of the values that are put into it, or
 * nothing. `undefined` for other maps.
 */
export function entryOfMap(evaluator: Evaluator, module: SourceModule, node: ts.CallExpression): Value | undefined {
  const receiver = isAccess(node.expression) ? unwrap(node.expression.expression) : undefined
  const binding = receiver && ts.isIdentifier(receiver) ? module.bindings.of(receiver) : undefined
  const construction = binding && constructionOf(binding)
  const uses = binding?.references.map(useOf) ?? []
  if (!construction || uses.includes(undefined)) return undefined
  const puts = uses.flatMap((use) => (use && accessedName(use.expression) === 'set' ? [use.arguments[1]] : []))
  // others may put it there: parameters are not bound to what this call passes
  const values = puts.map((value) =>
    value ? evaluator.enter(value, () => evaluator.evaluate(module, value)) : undefined,
  )
  const [entries] = construction.arguments ?? []
  const initial = entries ? [evaluator.member(evaluator.member(evaluator.evaluate(module, entries), ELEMENT), '1')] : []
  return oneOf([UNDEFINED, ...initial, ...values.map((value) => value ?? unknown('an entry'))])
}

/** `const clients = new Map()`, not exported. */
function constructionOf({ declarations: [declaration], writes }: Binding): ts.NewExpression | undefined {
  const isFixed = declaration && ts.isVariableDeclaration(declaration) && writes.length === 0
  const value = isFixed && declaration.initializer ? unwrap(declaration.initializer) : undefined
  return isFixed && value && ts.isNewExpression(value) && !isExported(topLevelStatement(declaration))
    ? value
    : undefined
}

/** The call of a method of the map; `undefined` for any other use. */
function useOf(reference: ts.Identifier): ts.CallExpression | undefined {
  const access = reference.parent
  const isMethod = isAccess(access) && access.expression === reference && METHODS.has(accessedName(access) ?? '')
  return isMethod && ts.isCallExpression(access.parent) && access.parent.expression === access
    ? access.parent
    : undefined
}
