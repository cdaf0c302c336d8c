import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import type { SourceModule } from '../../syntax/module'
import { topLevelStatement, walk } from '../../syntax/nodes'
import { isImported } from './moved-imports'

/**
 * The top-level names of a file that some code needs, and what those need in turn: functions, constants, types, imports.
 * In the order of the file.
 */
export function neededBy(module: SourceModule, roots: readonly ts.Node[]): Binding[] {
  const found = new Set<Binding>()
  const visit = (root: ts.Node) =>
    walk(root, (node) => {
      const binding = ts.isIdentifier(node) ? module.bindings.of(node) : undefined
      if (!binding || !ts.isSourceFile(binding.scope) || found.has(binding)) return
      found.add(binding)
      if (!isImported(binding)) binding.declarations.map(whole).forEach(visit)
    })
  roots.forEach(visit)
  return [...found].sort((a, b) => (a.declarations[0]?.pos ?? 0) - (b.declarations[0]?.pos ?? 0))
}

/** The declaration with its value: a name in a pattern takes the pattern along. */
function whole(node: ts.Node): ts.Node {
  return ts.isBindingElement(node) ? whole(node.parent.parent) : node
}

/** The statements that declare a name of a file. */
export function statementsOf({ declarations }: Binding): ts.Statement[] {
  return [...new Set(declarations.map(topLevelStatement))]
}
