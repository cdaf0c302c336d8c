import { ts } from 'ts-morph'
import { lambdaClientSdk } from '../../scan/find-calls'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import { alternatives, type InstanceValue, type Value } from '../../syntax/evaluate/value'
import type { SourceModule } from '../../syntax/module'
import { propertyName, unwrap, walk } from '../../syntax/nodes'
import { OF_EVERY_CLIENT } from './construction'

/** How a client is made that comes out of a function, out of a class, or from another file. */
export interface MadeElsewhere {
  /** Whether a function is called for it. */
  readonly isReturned: boolean
  /** Options that say where and how requests are sent; those that every client has of itself are not among them. */
  readonly options: readonly string[]
  /** The regions that it is given. */
  readonly regions: readonly Value[]
  /** Whether its endpoint is one of this machine, for running offline. */
  readonly isLocalEndpoint: boolean
}

/** Finds the constructions that a client may come of; `undefined` where they, or their options, are not seen. */
export function madeElsewhere(
  evaluator: Evaluator,
  module: SourceModule,
  receiver: ts.Expression,
): MadeElsewhere | undefined {
  const returned = returnedOnes(evaluator, module, receiver)
  const made = returned.length > 0 ? returned : held(evaluator, module, receiver)
  if (made.length === 0) return undefined
  const names = made.flatMap(({ node }) => optionNames(node))
  if (names.some((name) => name === undefined)) return undefined
  return {
    isReturned: returned.length > 0,
    options: names.flatMap((name) => (name === undefined || OF_EVERY_CLIENT.has(name) ? [] : [name])),
    regions: made.flatMap(({ module: home, node }) => regionOf(evaluator, home, node) ?? []),
    isLocalEndpoint: made.every(({ module: { text } }) => /['"`]https?:\/\/(localhost|127\.0\.0\.1)/.test(text)),
  }
}

interface Construction {
  readonly module: SourceModule
  readonly node: ts.NewExpression
}

/** All clients that a function makes which is called for one. */
function returnedOnes(evaluator: Evaluator, module: SourceModule, receiver: ts.Expression): Construction[] {
  const [declaration] = ts.isIdentifier(receiver) ? (module.bindings.of(receiver)?.declarations ?? []) : []
  const value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : receiver
  const call = value && unwrap(value)
  if (!call || !ts.isCallExpression(call)) return []
  const fn = evaluator.evaluate(module, call.expression)
  if (fn.kind !== 'function') return []
  const found: Construction[] = []
  walk(fn.node, (node) => {
    if (ts.isNewExpression(node) && isLambda(evaluator.evaluate(fn.module, node)))
      found.push({ module: fn.module, node })
  })
  return found
}

/** The clients that a name or a field may hold; none where it may hold something else. */
function held(evaluator: Evaluator, module: SourceModule, receiver: ts.Expression): Construction[] {
  const values = alternatives(evaluator.evaluate(module, receiver)).filter((value) => value.kind !== 'literal')
  const found = values.flatMap((value) => {
    const node = isLambda(value) ? value.node : undefined
    const home = node && evaluator.program.module(node.getSourceFile().fileName)
    return home && ts.isNewExpression(node) ? [{ module: home, node }] : []
  })
  return found.length === values.length ? found : []
}

function isLambda(value: Value): value is InstanceValue {
  return value.kind === 'instance' && lambdaClientSdk(value) !== undefined
}

/** Names of the options of a construction; `undefined` among them for one that cannot be read. */
function optionNames({ arguments: args }: ts.NewExpression): (string | undefined)[] {
  const [options] = args ?? []
  if (!options) return []
  const literal = unwrap(options)
  if (!ts.isObjectLiteralExpression(literal)) return [undefined]
  return literal.properties.map((property) => property.name && propertyName(property.name))
}

function regionOf(
  evaluator: Evaluator,
  module: SourceModule,
  { arguments: args }: ts.NewExpression,
): Value | undefined {
  const [options] = args ?? []
  const value = options && evaluator.evaluate(module, options)
  return value?.kind === 'object' ? value.properties.get('region') : undefined
}
