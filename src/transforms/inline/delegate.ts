import { ts } from 'ts-morph'
import { functionOf } from '../../analysis/callees'
import type { SourceModule } from '../../syntax/module'
import {
  accessedName,
  type FunctionNode,
  isAccess,
  isFunctionNode,
  propertyName,
  unwrap,
  unwrapAwait,
} from '../../syntax/nodes'
import type { TransformContext } from '../transform'
import { onlyExit } from './callback-text'
import type { InlinedHandler } from './inlined-handler'
import { needsAsync } from './needs-async'
import type { EventProperty, ParameterShape } from './parameters'

/** A library function that a handler does nothing but call: nothing needs to be extracted. */
export interface Delegate {
  readonly module: SourceModule
  readonly node: FunctionNode
  /** Name under which its file exports it. */
  readonly name: string
  readonly shape: ParameterShape
  readonly isAsync: boolean
}

/** Finds the function of another file that a handler hands its event on to, as a whole or by its members. */
export function delegateOf(
  { evaluator }: TransformContext,
  { module, form, answers }: InlinedHandler,
): Delegate | undefined {
  const { node } = form
  const exit = answers && answers.exits.length > 0 ? onlyExit(node, answers) : undefined
  const result = exit ? (exit.kind === 'result' ? exit.value : undefined) : onlyResult(node)
  const call = result && unwrapAwait(result)
  if (!call || !ts.isCallExpression(call) || !ts.isIdentifier(unwrap(call.expression))) return undefined
  const fn = functionOf(evaluator, module, call.expression)
  if (!fn || !isFunctionNode(fn.node) || fn.module === module || fn.module.isEsm !== module.isEsm) return undefined
  const name = exportedName(fn.module, fn.node)
  const shape = shapeOf(module, node, call)
  if (name === undefined || !shape) return undefined
  return { module: fn.module, node: fn.node, name, shape, isAsync: needsAsync(evaluator, { module, node, answers }) }
}

function onlyResult({ body }: FunctionNode): ts.Expression | undefined {
  if (!body || !ts.isBlock(body)) return body
  const [only, ...others] = body.statements
  return only && others.length === 0 && ts.isReturnStatement(only) ? only.expression : undefined
}

function exportedName({ exports }: SourceModule, node: FunctionNode): string | undefined {
  for (const [name, entry] of exports.named) {
    const isIt = entry.kind === 'declaration' && (entry.node === node || entry.node === node.parent)
    const value = entry.kind === 'expression' ? unwrap(entry.expression) : undefined
    const isListed = value && ts.isIdentifier(value) && value.text === name && nameOf(node) === name
    if (name !== 'default' && (isIt || value === node || isListed)) return name
  }
  return undefined
}

function nameOf(node: FunctionNode): string | undefined {
  const name = ts.isVariableDeclaration(node.parent) ? node.parent.name : node.name
  return name && ts.isIdentifier(name) ? name.text : undefined
}

function shapeOf(
  module: SourceModule,
  { parameters }: FunctionNode,
  call: ts.CallExpression,
): ParameterShape | undefined {
  const [event] = parameters
  if (!event) return call.arguments.length === 0 ? { kind: 'properties', properties: [] } : undefined
  if (event.initializer || event.dotDotDotToken) return undefined
  const isEvent = (node: ts.Expression) =>
    ts.isIdentifier(event.name) && ts.isIdentifier(node) && module.bindings.of(node) === module.bindings.of(event.name)
  const [only, ...more] = call.arguments
  if (only && more.length === 0 && isEvent(unwrap(only))) return { kind: 'event' }
  const properties = call.arguments.map((argument): EventProperty | undefined => {
    const node = unwrap(argument)
    const name =
      isAccess(node) && isEvent(unwrap(node.expression)) ? accessedName(node) : elementName(module, event, node)
    const type = undefined
    return name === undefined
      ? undefined
      : { name, local: name, type, initializer: type, initializerNode: type, uses: [] }
  })
  return properties.every((property) => property !== undefined) ? { kind: 'properties', properties } : undefined
}

/** `order` of `({ order }) => …`. */
function elementName(
  module: SourceModule,
  { name: pattern }: ts.ParameterDeclaration,
  node: ts.Expression,
): string | undefined {
  if (!ts.isIdentifier(node) || !ts.isObjectBindingPattern(pattern)) return undefined
  const [declaration] = module.bindings.of(node)?.declarations ?? []
  const element = pattern.elements.find((one) => one === declaration)
  if (!element || element.initializer || element.dotDotDotToken || !ts.isIdentifier(element.name)) return undefined
  return propertyName(element.propertyName ?? element.name)
}
