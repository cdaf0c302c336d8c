import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import { accessedName, isAccess, isFunctionNode, propertyName, requiredModule, unwrap } from '../../syntax/nodes'
import { isMutationOf } from '../mutations'
import { isImport, isLocalFunction, isValuePosition } from '../names'
import { GLOBAL_USES, GLOBALS, PURE_FUNCTIONS } from '../tables/globals'
import { visitImported } from './collect-imports'
import type { Collector } from './collector'
import { isSettled } from './settled'

/** A name, wherever it stands. */
export function visitName(to: Collector, node: ts.Identifier): void {
  const binding = to.module.bindings.of(node)
  if (!binding) {
    visitGlobal(to, node)
    return
  }
  const isOwn =
    node.parent && (node.parent as { name?: ts.Node }).name === node && binding.declarations.includes(node.parent)
  if (!isOwn) mentionName(to, node)
}

/** A name that is read: what it means may be called from now on. */
export function mentionName(to: Collector, node: ts.Identifier): void {
  const binding = to.module.bindings.of(node)
  if (!binding) {
    visitGlobal(to, node)
    return
  }
  if (ts.isSourceFile(binding.scope)) {
    topLevel(to, node, binding)
    return
  }
  const [declaration] = binding.declarations
  if (!declaration) return
  if (ts.isClassLike(declaration)) {
    to.call(node, to.context.unit(to.module, declaration))
    return
  }
  if (isLocalFunction(binding)) to.call(node, to.context.unit(to.module, functionIn(declaration)))
}

/** The function that a declaration declares, or holds. */
export function functionIn(declaration: ts.Node): ts.Node {
  return ts.isVariableDeclaration(declaration) && declaration.initializer
    ? unwrap(declaration.initializer)
    : declaration
}

function visitGlobal(to: Collector, node: ts.Identifier): void {
  if (!isValuePosition(node)) return
  const use = Object.hasOwn(GLOBAL_USES, node.text) ? GLOBAL_USES[node.text] : undefined
  if (use) to.effect(node, use)
  else if (!GLOBALS.has(node.text) && !PURE_FUNCTIONS.has(node.text)) to.fail(node, `it uses the global "${node.text}"`)
}

/** A name of the file's top level: constants and functions may be used, what can change may not. */
function topLevel(to: Collector, node: ts.Identifier, binding: Binding): void {
  const [declaration] = binding.declarations
  if (!declaration) return
  if (binding.writes.length > 0) {
    to.fail(node, `"${node.text}" is module state that changes`, 'reads-outer-state')
    return
  }
  if (isImport(declaration) || isRequire(declaration)) {
    visitImported(to, node, binding)
    return
  }
  if (ts.isFunctionDeclaration(declaration)) {
    functions(to, node, binding)
    return
  }
  if (ts.isClassLike(declaration)) {
    topLevelClass(to, node, binding, declaration)
    return
  }
  if (ts.isVariableDeclaration(declaration)) {
    constant(to, node, binding, declaration)
    return
  }
  if (ts.isEnumDeclaration(declaration)) {
    enumeration(to, node, binding)
    return
  }
  const isHarmless = ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)
  if (!isHarmless) to.fail(node, `"${node.text}" is of a kind that is not analysed`)
}

/** An enumeration, with all that is added to it: its members are made when the file is loaded. */
function enumeration(to: Collector, node: ts.Identifier, { declarations, references }: Binding): void {
  const values = declarations.flatMap((one) =>
    ts.isEnumDeclaration(one) ? one.members.map(({ initializer }) => initializer) : [],
  )
  const isSame = values.every((value) => !value || isSettled(to.context, to.module, value) === 'settled')
  if (!isSame || !declarations.every(ts.isEnumDeclaration) || references.some(isMutationOf)) {
    to.fail(node, `"${node.text}" is computed when the file is loaded, or changes`, 'reads-outer-state')
    return
  }
  to.visitAll(values)
}

/** A function, with all its overloads; properties that are given to it are state of the module. */
function functions(to: Collector, node: ts.Identifier, binding: Binding): void {
  if (binding.references.some(isMutationOf)) {
    to.fail(node, `"${node.text}" is module state that changes`, 'reads-outer-state')
    return
  }
  for (const declaration of binding.declarations) to.call(node, to.context.unit(to.module, declaration))
}

function topLevelClass(
  to: Collector,
  node: ts.Identifier,
  binding: Binding,
  declaration: ts.ClassLikeDeclaration,
): void {
  if (binding.references.some(isMutationOf)) {
    to.fail(node, `"${node.text}" is module state that changes`, 'reads-outer-state')
    return
  }
  to.call(node, to.context.unit(to.module, declaration))
}

function constant(to: Collector, node: ts.Identifier, binding: Binding, declaration: ts.VariableDeclaration): void {
  const initializer = declaration.initializer && unwrap(declaration.initializer)
  if (!initializer) {
    to.fail(node, `"${node.text}" has no value of its own`, 'reads-outer-state')
    return
  }
  if (binding.references.some((one) => isMutationOf(one) && !isOwnMember(initializer, one))) {
    to.fail(node, `"${node.text}" is module state that changes`, 'reads-outer-state')
    return
  }
  if (isFunctionNode(initializer)) {
    to.call(node, to.context.unit(to.module, initializer))
    return
  }
  const settled = isSettled(to.context, to.module, initializer)
  if (settled === 'position') {
    to.fail(node, `"${node.text}" is a regular expression that keeps its position between calls`, 'reads-outer-state')
    return
  }
  if (settled === 'open') {
    to.fail(node, `"${node.text}" is computed when the file is loaded`, 'reads-outer-state')
    return
  }
  to.call(node, to.context.unit(to.module, declaration), [])
}

/** `STEPS.add(…)` of `const STEPS = { add: … }`: no method of a set. */
function isOwnMember(initializer: ts.Expression, { parent }: ts.Identifier): boolean {
  const name = isAccess(parent) && ts.isCallExpression(parent.parent) ? accessedName(parent) : undefined
  if (name === undefined || !ts.isObjectLiteralExpression(initializer)) return false
  return initializer.properties.some((property) => !!property.name && propertyName(property.name) === name)
}

function isRequire(declaration: ts.Node): boolean {
  return (
    ts.isVariableDeclaration(declaration) &&
    !!declaration.initializer &&
    requiredModule(unwrap(declaration.initializer)) !== undefined
  )
}
