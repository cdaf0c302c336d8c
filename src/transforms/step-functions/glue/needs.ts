import { ts } from 'ts-morph'
import { startEffect } from '../../../analysis/load-effect'
import type { Binding } from '../../../syntax/bind'
import { isInert } from '../../../syntax/inert'
import { wholeLines } from '../../../syntax/lines'
import type { SourceModule } from '../../../syntax/module'
import { contains, isExported, isFunctionNode, unwrap } from '../../../syntax/nodes'
import { isImported } from '../../shared/moved-imports'
import { neededBy, statementsOf } from '../../shared/needed-by'
import type { Trouble } from './crossing'

/** What steps need of the file of the handler, to be imported or written in theirs as well. */
export interface Needs {
  readonly bindings: readonly Binding[]
  /** Declarations that are written in the file of the steps, in their order. */
  readonly statements: readonly ts.Statement[]
  readonly troubles: readonly Trouble[]
}

/**
 * What code needs of its file.
 * @param gone Code that leaves the file.
 */
export function needsOf(module: SourceModule, roots: readonly ts.Node[], gone: readonly ts.Node[]): Needs {
  const bindings = neededBy(module, roots)
  const own = bindings.filter((binding) => !isImported(binding))
  const statements = [...new Set(own.flatMap(statementsOf))].sort((one, other) => one.pos - other.pos)
  const goes = [...gone, ...statements.filter((statement) => !isExported(statement))]
  const troubles = own.flatMap((binding): Trouble[] => {
    const [declaration] = binding.declarations
    if (!declaration || isCopied(declaration)) return []
    const isNeeded =
      statementsOf(binding).some(isExported) ||
      binding.references.some((reference) => !goes.some((node) => contains(node, reference)))
    const what = `it uses "${binding.name}", which other code of the file needs, too: give that a file of its own`
    return isNeeded ? [{ node: declaration, what }] : []
  })
  const start = startEffect(module)
  const loading: Trouble[] = start
    ? [{ node: start, what: 'it needs a file that does something when it is loaded' }]
    : []
  return { bindings, statements, troubles: [...troubles, ...loading] }
}

/** Declarations that may stand in two files: types, literals, and clients, which hold nothing but connections. */
function isCopied(declaration: ts.Node): boolean {
  if (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)) return true
  const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined
  if (!value || !(ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const)) return false
  const node = unwrap(value)
  if (isFunctionNode(node) || ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) return false
  if (ts.isNewExpression(node)) return /(^AWS\.|Client$|Document$)/.test(node.expression.getText())
  return isInert(node) || (ts.isCallExpression(node) && /Document(Client)?\.from$/.test(node.expression.getText()))
}

/** A declaration with the comments above it, for a file that exports only its handler. */
export function declarationText(module: SourceModule, statement: ts.Statement): string {
  return module.text.slice(wholeLines(module, statement).start, statement.end).trim()
}
