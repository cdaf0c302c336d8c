import { ts } from 'ts-morph'
import { isInertStatement } from '../analysis/load-effect'
import type { Binding } from '../syntax/bind'
import { isInert } from '../syntax/inert'
import type { SourceModule } from '../syntax/module'
import { contains, type Range, unwrap } from '../syntax/nodes'

import { statementOf } from './declarations'
import type { LoadTest } from './load-effects'
import { isSdkClient } from './sdk-clients'

/** A declaration that nothing uses once some text is gone. */
export interface DeadDeclaration {
  readonly binding: Binding
  /** What is removed: an import specifier, a variable declaration, a function… */
  readonly node: ts.Node
}

/**
 * Declarations that die with the text that goes: every use of them stood in it (or in what died with it). What was
 * unused before stays, and so does what could have an effect when it is evaluated.
 * @param mentioned Names that new text uses.
 */
export function deadDeclarations(
  module: SourceModule,
  removed: readonly Range[],
  mentioned: ReadonlySet<string>,
  mustLoad: LoadTest,
): DeadDeclaration[] {
  const gone: Range[] = [...removed]
  const dead: DeadDeclaration[] = []
  const settled = new Set<Binding>()
  const isGone = (node: ts.Node) =>
    gone.some((range) => range.start <= node.getStart(module.ast) && node.end <= range.end)
  const mustStay = (node: ts.Node) =>
    !isRemovable(module, node) || (isBesideOthers(node) && mustLoad(module, statementOf(node)).length > 0)
  for (let changed = true; changed; ) {
    changed = false
    for (const binding of module.bindings.all) {
      if (settled.has(binding) || mentioned.has(binding.name) || !isUnused(binding, isGone)) continue
      const nodes = binding.declarations
      // all of it, or its name: it is called something else
      const isOut = nodes.every((node) => isGone(node) || isGone(nameOf(node)))
      if (!isOut && nodes.some(mustStay)) continue
      settled.add(binding)
      if (isOut) continue
      dead.push(...nodes.map((node) => ({ binding, node })))
      gone.push(...nodes.map((node) => ({ start: node.getStart(module.ast), end: node.end })))
      changed = true
    }
  }
  return dead
}

function nameOf(node: ts.Node): ts.Node {
  return (ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node)) && node.name ? node.name : node
}

/** Whether what used a name is gone, and something did. */
function isUnused({ declarations: nodes, references, writes }: Binding, isGone: (node: ts.Node) => boolean): boolean {
  if (nodes.length === 0 || references.length === 0) return false
  if (nodes.length > 1 && !nodes.every(isPart)) return false
  // what only uses itself is not used
  const uses = references.filter((use) => !nodes.some((node) => contains(node, use)))
  if (uses.length === 0 && !nodes.every(isGone)) return false
  return uses.every(isGone) && writes.every(isGone)
}

/** `const a = require('a'), b = require('b')`: one of them cannot be left as a bare `require`. */
function isBesideOthers(node: ts.Node): boolean {
  const statement = statementOf(node)
  return ts.isVariableStatement(statement) && statement.declarationList.declarations.length > 1
}

/** One of several declarations of a name: an overload, an interface that is written in parts, a constant and its type. */
function isPart(node: ts.Node): boolean {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isVariableDeclaration(node)
  )
}

function isRemovable(module: SourceModule, node: ts.Node): boolean {
  if (isExported(node)) return false
  if (ts.isImportSpecifier(node) || ts.isImportClause(node) || ts.isNamespaceImport(node)) return true
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isFunctionDeclaration(node)) return true
  if (ts.isEnumDeclaration(node) || ts.isClassDeclaration(node)) return isInertStatement(node)
  if (ts.isBindingElement(node)) return isRemovableElement(node)
  if (!ts.isVariableDeclaration(node) || !ts.isVariableDeclarationList(node.parent)) return false
  // `let client`, which something gave a value that is gone
  if (!node.initializer) return ts.isVariableStatement(node.parent.parent)
  return (
    isInert(node.initializer) || isSdkClient(module, node.initializer) || isEmptyCollection(module, node.initializer)
  )
}

/** `new Map()`: what was to be kept is gone. */
function isEmptyCollection(module: SourceModule, expression: ts.Expression): boolean {
  const node = unwrap(expression)
  if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression) || node.arguments?.length) return false
  return /^(Weak)?(Map|Set)$/.test(node.expression.text) && !module.bindings.of(node.expression)
}

/** `const { a } = require('x')` may lose `a`; a nested pattern or a default is left alone. */
function isRemovableElement(node: ts.BindingElement): boolean {
  const owner = node.parent.parent
  const isPlain = !node.initializer && !node.dotDotDotToken && ts.isObjectBindingPattern(node.parent)
  const hasRest =
    ts.isObjectBindingPattern(node.parent) && node.parent.elements.some((element) => element.dotDotDotToken)
  return isPlain && !hasRest && ts.isVariableDeclaration(owner) && !!owner.initializer && isInert(owner.initializer)
}

function isExported(node: ts.Node): boolean {
  const statement = ts.isVariableDeclaration(node) ? node.parent.parent : node
  return (
    ts.canHaveModifiers(statement) && !!ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword)
  )
}
