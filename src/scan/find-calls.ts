import { ts } from 'ts-morph'
import { argumentAt } from '../syntax/evaluate/arguments'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import { type ExternalValue, type InstanceValue, oneOf, unknown, type Value } from '../syntax/evaluate/value'
import type { SourceModule } from '../syntax/module'
import { accessedName, enclosing, isAccess } from '../syntax/nodes'
import type { Origins } from './origins'
import type { InvokeCall } from './site'

/** Text that a file must contain to hold an SDK invoke; files without it are never parsed for that. */
const MENTIONS_INVOKE = /\binvoke(Async)?\s*\(|[.'"]invoke(Async)?\b|Invoke(Async)?Command\b/

export function mayInvoke(text: string): boolean {
  return MENTIONS_INVOKE.test(text)
}

const METHODS = new Set(['invoke', 'invokeAsync'])
const COMMANDS = new Map<string, InvokeCall['operation']>([
  ['InvokeCommand', 'invoke'],
  ['InvokeAsyncCommand', 'invokeAsync'],
])

/** Finds the SDK calls of a file that invoke a Lambda. A client is known by where it comes from, never by its name. */
export function findInvokeCalls(evaluator: Evaluator, origins: Origins, module: SourceModule): InvokeCall[] {
  const calls: InvokeCall[] = []
  for (const node of module.bindings.calls) {
    if (!ts.isCallExpression(node)) continue
    const method = isAccess(node.expression) ? accessedName(node.expression) : undefined
    const call =
      method === 'send'
        ? sendCall(evaluator, module, node)
        : method !== undefined && METHODS.has(method)
          ? methodCall(evaluator, origins, module, node, method as InvokeCall['operation'])
          : detachedCall(evaluator, module, node)
    if (call) calls.push(call)
  }
  return calls
}

function methodCall(
  evaluator: Evaluator,
  origins: Origins,
  module: SourceModule,
  call: ts.CallExpression,
  operation: InvokeCall['operation'],
): InvokeCall | undefined {
  if (!isAccess(call.expression)) return undefined
  const sdk = lambdaClientSdk(origins.of(evaluator.evaluate(module, call.expression.expression)))
  return sdk && callOfMethod(evaluator, module, call, sdk, operation)
}

function callOfMethod(
  evaluator: Evaluator,
  module: SourceModule,
  call: ts.CallExpression,
  sdk: InvokeCall['sdk'],
  operation: InvokeCall['operation'],
): InvokeCall {
  const [paramsNode] = call.arguments
  return {
    module,
    call,
    sdk,
    operation,
    style: 'method',
    command: undefined,
    paramsNode,
    params: paramsNode ? evaluator.evaluate(module, paramsNode) : unknown(''),
  }
}

/** `const invoke = promisify(lambda.invoke).bind(lambda)`: a method of the client under another name. */
function detachedCall(evaluator: Evaluator, module: SourceModule, call: ts.CallExpression): InvokeCall | undefined {
  if (!ts.isIdentifier(call.expression) || !mayBeInvoke(module, call.expression)) return undefined
  const value = evaluator.evaluate(module, call.expression)
  if (value.kind !== 'external') return undefined
  const [operation, mark, ...owner] = [...value.path].reverse()
  if (mark !== '#' || operation === undefined || !METHODS.has(operation)) return undefined
  const sdk = clientClassSdk({ ...value, path: owner.reverse() })
  return sdk && callOfMethod(evaluator, module, call, sdk, operation as InvokeCall['operation'])
}

/** Looks no further than the declaration: every call of every function is asked about. */
function mayBeInvoke(module: SourceModule, name: ts.Identifier): boolean {
  const [declaration] = module.bindings.of(name)?.declarations ?? []
  if (!declaration) return false
  if (ts.isImportSpecifier(declaration)) return /invoke/i.test((declaration.propertyName ?? declaration.name).text)
  const variable = ts.isBindingElement(declaration) ? enclosing(declaration, ts.isVariableDeclaration) : declaration
  return (
    ts.isVariableDeclaration(variable ?? declaration) && /invoke/i.test((variable ?? declaration).getText(module.ast))
  )
}

function sendCall(evaluator: Evaluator, module: SourceModule, call: ts.CallExpression): InvokeCall | undefined {
  const [argument] = call.arguments
  if (!argument) return undefined
  const commands = commandsOf(evaluator.evaluate(module, argument))
  const [first, ...others] = commands
  if (first?.of.kind !== 'external') return undefined
  // of several commands none is the one to edit
  const node = others.length === 0 && first.node && ts.isNewExpression(first.node) ? first.node : undefined
  return {
    module,
    call,
    sdk: 'v3',
    operation: COMMANDS.get(first.of.path.at(-1) ?? '') ?? 'invoke',
    style: 'send',
    command: node,
    paramsNode: node?.arguments?.[0],
    params: paramsOf(commands),
  }
}

/** What commands are made with: one of several, where a condition decides which is sent. */
export function paramsOf(commands: readonly InstanceValue[]): Value {
  return oneOf(commands.map(({ args }) => argumentAt(args, 0, unknown(''))))
}

/** The `InvokeCommand`s that a value may be. */
export function commandsOf(value: Value): InstanceValue[] {
  if (value.kind === 'one-of') return value.values.flatMap(commandsOf)
  if (value.kind === 'fallback') return [...commandsOf(value.first), ...commandsOf(value.second)]
  if (value.kind !== 'instance' || value.of.kind !== 'external') return []
  const { module, path } = value.of
  return module === '@aws-sdk/client-lambda' && path.length === 1 && COMMANDS.has(path[0] ?? '') ? [value] : []
}

/** Packages whose export is a ready SDK v2 Lambda client. */
const READY_CLIENTS = new Set(['@dazn/lambda-powertools-lambda-client'])

/** Which SDK a value is a Lambda client of; `undefined` where it is none. */
export function lambdaClientSdk(value: Value): 'v2' | 'v3' | undefined {
  if (value.kind === 'one-of') {
    for (const choice of value.values) {
      const sdk = lambdaClientSdk(choice)
      if (sdk) return sdk
    }
    return undefined
  }
  if (value.kind === 'fallback') return lambdaClientSdk(value.first) ?? lambdaClientSdk(value.second)
  if (value.kind === 'external') return READY_CLIENTS.has(value.module) && value.path.length === 0 ? 'v2' : undefined
  if (value.kind !== 'instance' || value.of.kind !== 'external') return undefined
  return clientClassSdk(value.of)
}

function clientClassSdk({ module, path }: ExternalValue): 'v2' | 'v3' | undefined {
  const [name, ...rest] = path
  if (module === '@aws-sdk/client-lambda') {
    return rest.length === 0 && (name === 'LambdaClient' || name === 'Lambda') ? 'v3' : undefined
  }
  if (module === 'aws-sdk' || module === 'aws-sdk/clients/all')
    return name === 'Lambda' && rest.length === 0 ? 'v2' : undefined
  return module === 'aws-sdk/clients/lambda' && path.length === 0 ? 'v2' : undefined
}
