import { ts } from 'ts-morph'
import { oneOf, type Value } from '../syntax/evaluate/value'
import { isLogCall } from '../syntax/loggers'
import { unwrap } from '../syntax/nodes'
import type { Invocation, InvokeCall } from './site'

/** A parameter of the SDK call. */
export function parameter(params: Value, name: string): Value {
  if (params.kind === 'object') {
    return (
      params.properties.get(name) ??
      (params.open ? { kind: 'unknown', what: name } : { kind: 'literal', value: undefined })
    )
  }
  if (params.kind === 'parameter' || params.kind === 'lookup') return { ...params, path: [...params.path, name] }
  if (params.kind === 'one-of')
    return oneOf(
      params.values.map((choice) => parameter(choice, name)),
      params.by,
    )
  return { kind: 'unknown', what: name }
}

/** `invoke` without a type is synchronous; `invokeAsync` never is. */
export function invocationOf(call: InvokeCall): Invocation {
  if (call.operation === 'invokeAsync') return 'async'
  const types = invocationsOf(parameter(call.params, 'InvocationType'))
  const [only] = types
  return types.length === 1 && only ? only : 'dynamic'
}

const TYPES: Readonly<Record<string, Invocation>> = { RequestResponse: 'sync', Event: 'async', DryRun: 'dry-run' }

function invocationsOf(type: Value): Invocation[] {
  if (type.kind === 'one-of') return [...new Set(type.values.flatMap(invocationsOf))]
  if (type.kind === 'fallback') {
    const first = invocationsOf(type.first)
    return [...new Set([...first, ...invocationsOf(type.second)])]
  }
  if (type.kind !== 'literal') return ['dynamic']
  return [type.value === undefined ? 'sync' : (TYPES[String(type.value)] ?? 'dynamic')]
}

/**
 * The parameters of a call as one object literal: at the call, or in a constant that only this call uses.
 * @param isKnown What may be done with the constant elsewhere; it may be logged as a whole.
 */
export function paramsLiteral(
  call: InvokeCall,
  isKnown: (use: ts.Identifier) => boolean = () => false,
): ts.ObjectLiteralExpression | undefined {
  const node = call.paramsNode && unwrap(call.paramsNode)
  if (!node || ts.isObjectLiteralExpression(node)) return node
  const literal = declaredLiteral(call, node)
  return literal && otherUses(call).every(isKnown) ? literal : undefined
}

/** Uses of the constant that holds the parameters of a call, but for that call; none where no constant literal does. */
export function otherUses(call: InvokeCall): readonly ts.Identifier[] {
  const node = call.paramsNode && unwrap(call.paramsNode)
  if (!node || !declaredLiteral(call, node)) return []
  const references = call.module.bindings.of(node as ts.Identifier)?.references ?? []
  return references.filter((use) => use !== node && !isLogged(use))
}

function declaredLiteral({ module }: InvokeCall, node: ts.Expression): ts.ObjectLiteralExpression | undefined {
  const binding = ts.isIdentifier(node) ? module.bindings.of(node) : undefined
  const [declaration] = binding?.declarations ?? []
  const initializer = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined
  const literal = initializer && unwrap(initializer)
  const isOwn = binding?.writes.length === 0
  return isOwn && literal && ts.isObjectLiteralExpression(literal) ? literal : undefined
}

/** Whether a value is an argument of a call that writes to the log, as it is or as JSON. */
export function isLogged(use: ts.Expression): boolean {
  const { parent } = use
  const call = ts.isCallExpression(parent) && parent.expression.getText() === 'JSON.stringify' ? parent.parent : parent
  return ts.isCallExpression(call) && call.expression !== use && isLogCall(call)
}
