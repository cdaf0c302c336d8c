import { ts } from 'ts-morph'
import { type FunctionRef, refKey } from '../../load/service'
import type { SourceModule } from '../../syntax/module'
import type { FunctionNode } from '../../syntax/nodes'
import { readParams } from '../shared/call-params'
import { usesThis } from '../shared/uses-this'
import { isWithin } from '../shared/wrapper/name-flow'
import type { TransformContext } from '../transform'

/**
 * The context of a handler that took it for its own name alone, to invoke itself by: nothing uses it where a queue takes
 * the place of the name. Only where no other call gets the same queue, for each call is rewritten by itself.
 */
export function freedContext(
  { sites, advice }: TransformContext,
  callee: FunctionRef,
  module: SourceModule,
  node: FunctionNode,
): ts.ParameterDeclaration | undefined {
  const toQueue = sites.filter(
    ({ target }, index) =>
      target.status === 'resolved' && refKey(target.ref) === refKey(callee) && advice[index]?.verdict === 'sqs',
  )
  const [site, ...others] = toQueue
  if (site?.kind !== 'direct' || site.module !== module || others.length > 0) return undefined
  const [, context, ...more] = node.parameters
  const name = context && more.length === 0 ? onlyName(context) : undefined
  if (!name || context?.initializer || usesThis(node)) return undefined
  const { references = [], writes = [] } = module.bindings.of(name) ?? {}
  const [use, ...uses] = references
  if (!use || uses.length > 0 || writes.length > 0) return undefined
  const { functionName } = readParams(site)
  const range = { start: functionName.getStart(module.ast), end: functionName.end }
  return isWithin(use, range) ? context : undefined
}

/** `context`, `{ invokedFunctionArn }`. */
function onlyName({ name }: ts.ParameterDeclaration): ts.Identifier | undefined {
  if (ts.isIdentifier(name)) return name
  const [element, ...others] = name.elements
  const isPlain = ts.isObjectBindingPattern(name) && element && others.length === 0 && ts.isBindingElement(element)
  if (!isPlain || element.dotDotDotToken || element.initializer) return undefined
  return ts.isIdentifier(element.name) ? element.name : undefined
}
