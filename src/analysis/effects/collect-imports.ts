import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import type { Value } from '../../syntax/evaluate/value'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, isFunctionNode, rewrap } from '../../syntax/nodes'
import { constantSource } from '../imported-constant'
import { notFollowed } from '../uses-of-packages'
import { visitPackage } from './collect-packages'
import type { Collector } from './collector'
import { importedConstant } from './imported-value'

/** A name of another file or package. */
export function visitImported(to: Collector, node: ts.Identifier, binding: Binding): void {
  const { context, module } = to
  const value = context.evaluator.binding(module, binding)
  if (value.kind === 'namespace') {
    visitNamespace(to, node, value.module)
    return
  }
  if (value.kind === 'external') {
    visitPackage(to, node, { module: value.module, path: value.path })
    return
  }
  if (value.kind === 'environment') {
    to.effect(node, { label: 'environment', name: value.key, what: `it reads the variable "${value.key}"` })
    return
  }
  if (value.kind === 'instance' && value.of.kind === 'external') {
    visitPackage(to, node, { module: value.of.module, path: value.of.path })
    return
  }
  if (mentionValue(to, node, value)) return
  const data = context.data.of(module, binding)
  if (data) {
    if (data !== 'constant') to.fail(node, data.what, 'reads-outer-state')
    return
  }
  const source = constantSource(context.surroundings, module, binding)
  if (source) {
    load(to, node, source)
    return
  }
  const declared = importedConstant(context, module, binding)
  if (!declared) {
    to.fail(node, notFollowed(node.text, value, binding.declarations[0]))
    return
  }
  load(to, node, declared.module)
  if (!ts.isEnumDeclaration(declared.node)) to.call(node, context.unit(declared.module, declared.node), [])
}

/** A function or a class of the repository is mentioned. */
export function mentionValue(to: Collector, node: ts.Node, value: Value): boolean {
  // a function that a call has made may keep state
  const isFunction = value.kind === 'function' && isFunctionNode(value.node) && !value.frame
  const isKnown = isFunction || value.kind === 'class'
  if (!isKnown) return false
  load(to, node, value.module)
  to.call(node, to.context.unit(value.module, value.node))
  return true
}

/** Using what another file exports loads that file. */
export function load(to: Collector, node: ts.Node, module: SourceModule): void {
  if (module === to.module) return
  const { effect, vouched, values } = to.context.loads.of(module)
  for (const value of values) to.call(node, value, [])
  if (effect) to.found(effect)
  for (const origin of vouched) to.vouch(origin)
}

/** `rules` of `rules.check(…)`: of a whole file only members are followed. */
function visitNamespace(to: Collector, node: ts.Identifier, module: SourceModule): void {
  const { parent } = rewrap(node)
  const name = isAccess(parent) ? accessedName(parent) : undefined
  if (name === undefined) {
    to.fail(node, `"${node.text}" stands for all that a file exports, and is not read member by member`)
    return
  }
  const value = to.context.evaluator.exported(module, name)
  if (mentionValue(to, node, value)) return
  if (value.kind === 'literal') {
    load(to, node, module)
    return
  }
  to.fail(node, `"${node.text}.${name}" is no function, and other values of other files are not followed`)
}
