import { ts } from 'ts-morph'
import { isInertStatement } from '../analysis/load-effect'
import type { Binding } from '../syntax/bind'
import { isInert } from '../syntax/inert'
import type { SourceModule } from '../syntax/module'
import { contains, type Range } from '../syntax/nodes'

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
  for (let changed = true; changed; ) {
    changed = false
    for (const binding of module.bindings.all) {
      const nodes = binding.declarations
      const [node, ...others] = nodes
      if (settled.has(binding) || !node || binding.references.length === 0) continue
      if (others.length > 0 && !nodes.every(isPart)) continue
      // what only uses itself is not used
      const isOwn = (use: ts.Node) => nodes.some((one) => contains(one, use))
      const uses = binding.references.filter((use) => !isOwn(use))
      if (uses.length === 0 && !nodes.every(isGone)) continue
      if (mentioned.has(binding.name) || !uses.every(isGone) || !binding.writes.every(isGone)) continue
      if (nodes.every(isGone)) {
        settled.add(binding)
        continue
      }
      const mustStay = (one: ts.Node) => isBesideOthers(one) && mustLoad(module, statementOf(one)).length > 0
      if (!nodes.every((one) => isRemovable(module, one)) || nodes.some(mustStay)) continue
      settled.add(binding)
      dead.push(...nodes.map((one) => ({ binding, node: one })))
      gone.push(...nodes.map((one) => ({ start: one.getStart(module.ast), end: one.end })))
      changed = true
    }
  }
  return dead
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
  if (ts.isEnumDeclaration(node)) return isInertStatement(node)
  if (ts.isBindingElement(node)) return isRemovableElement(node)
  return (
    ts.isVariableDeclaration(node) &&
    ts.isVariableDeclarationList(node.parent) &&
    !!node.initializer &&
    (isInert(node.initializer) || isSdkClient(module, node.initializer))
  )
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
