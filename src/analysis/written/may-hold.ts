import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import type { SourceModule } from '../../syntax/module'
import { isAccess, rewrap, unwrap, walk } from '../../syntax/nodes'
import { isPrimitiveExpression } from '../primitive'
import { COMBINING } from '../tables/written'

/** Where something is put. */
export interface Target {
  /** The name through which it is put there. */
  readonly binding: Binding
  readonly mention: ts.Identifier
  /** The function whose event came out of JSON. */
  readonly handler: ts.Node
}

/** Whether a value may hold the object that it is put into: then JSON fails at both. */
export function mayHold(module: SourceModule, value: ts.Expression, target: Target): boolean {
  const node = unwrap(value)
  if (isPrimitiveExpression(node)) return false
  if (ts.isBinaryExpression(node) && COMBINING.has(node.operatorToken.kind))
    return [node.left, node.right].some((side) => mayHold(module, side, target))
  // `order.note = order.note`: a part of it does not hold it, unless it did before
  const isPart = isAccess(node) && node.getText(module.ast).startsWith(`${targetText(module, target.mention)}.`)
  if (isPart) return false
  const near = originsOf(module, [target.binding], target.handler)
  const far = originsOf(module, mentioned(module, node), target.handler)
  return !near || !far || [...far].some((one) => near.has(one))
}

/** What is written to: `a.b` of `a.b.c = 1`. */
function targetText(module: SourceModule, mention: ts.Identifier): string {
  let node: ts.Expression = rewrap(mention)
  while (isAccess(node.parent) && node.parent.expression === node) {
    const next = rewrap(node.parent)
    if (!isAccess(next.parent) || next.parent.expression !== next) break
    node = next
  }
  return node.getText(module.ast)
}

function mentioned(module: SourceModule, node: ts.Node): Binding[] {
  const found: Binding[] = []
  walk(node, (child) => {
    const binding = ts.isIdentifier(child) ? module.bindings.of(child) : undefined
    if (binding) found.push(binding)
  })
  return found
}

/** The names that something was made with, of any number of steps; `undefined` where they are not known. */
function originsOf(module: SourceModule, start: readonly Binding[], handler: ts.Node): Set<Binding> | undefined {
  const found = new Set<Binding>()
  const open = [...start]
  for (let binding = open.pop(); binding; binding = open.pop()) {
    if (found.has(binding)) continue
    found.add(binding)
    for (const write of binding.writes) open.push(...mentioned(module, write.parent))
    for (const declaration of binding.declarations) {
      const from = sourcesOf(declaration, handler)
      if (!from) return undefined
      for (const source of from) open.push(...mentioned(module, source))
    }
  }
  return found
}

/** Where what a name holds comes from; the parts of an event came out of JSON: none of them holds another. */
function sourcesOf(declaration: ts.Node, handler: ts.Node): readonly ts.Node[] | undefined {
  let node = declaration
  while (ts.isBindingElement(node)) node = node.parent.parent
  if (ts.isVariableDeclaration(node)) {
    const loop = node.parent.parent
    const from = ts.isForOfStatement(loop) || ts.isForInStatement(loop) ? loop.expression : node.initializer
    return from ? [from] : []
  }
  if (!ts.isParameter(node)) return ts.isImportSpecifier(node) ? [] : [node]
  if (node.parent === handler) return []
  const fn = node.parent
  const call = ts.isExpression(fn) ? rewrap(fn).parent : undefined
  if (!call || !ts.isCallExpression(call)) return undefined
  return [call.expression, ...call.arguments.filter((argument) => argument !== fn)]
}
