import { ts } from 'ts-morph'
import type { Binding } from '../syntax/bind'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, unwrapAwait } from '../syntax/nodes'
import { GLOBALS } from './tables/globals'
import { words } from './tables/words'

/** Methods that answer with a new array, object or iterator. */
const ANSWERING = words(
  'map filter slice concat flat flatMap split toSorted toReversed keys values entries from of fromEntries',
)

/** Values of which a member can be read without a doubt. */
export function isNeverNullish(module: SourceModule, node: ts.Expression): boolean {
  if (isMade(node)) return true
  if (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword) return true
  if (!ts.isIdentifier(node)) return false
  const binding = module.bindings.of(node)
  if (!binding) return GLOBALS.has(node.text)
  const initializer = constantInitializer(binding)
  return initializer !== undefined && isMade(unwrapAwait(initializer))
}

function isMade(node: ts.Expression): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true
  if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node) || ts.isNewExpression(node)) return true
  return ts.isCallExpression(node) && isAccess(node.expression) && ANSWERING.has(accessedName(node.expression) ?? '')
}

/** The value of a name that is given one once. */
export function constantInitializer(binding: Binding): ts.Expression | undefined {
  const [declaration] = binding.declarations
  const isConstant = declaration && ts.isVariableDeclaration(declaration) && binding.writes.length === 0
  return isConstant ? declaration.initializer : undefined
}
