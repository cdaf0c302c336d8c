import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { unwrap } from '../../syntax/nodes'
import { constantInitializer } from '../nullish'
import { accumulatorStart } from './callbacks'

/** What a local name, or the value that `reduce` begins with, was at first. */
export function firstValue(module: SourceModule, owner: ts.Expression): ts.Expression | undefined {
  const node = unwrap(owner)
  const binding = ts.isIdentifier(node) ? module.bindings.of(node) : undefined
  const [declaration] = binding?.declarations ?? []
  const start = declaration && ts.isParameter(declaration) && accumulatorStart(module, declaration.parent)
  const initializer = start || (binding && isNamed(declaration) && constantInitializer(binding))
  return initializer ? unwrap(initializer) : undefined
}

/** A local object that began as a literal, and has no other value: no list, no instance of a class. */
export function isObjectFromLiteral(module: SourceModule, owner: ts.Expression): boolean {
  const value = firstValue(module, owner)
  return !!value && ts.isObjectLiteralExpression(value)
}

/** A local object that inherits nothing: `Object.create(null)`. */
export function isWithoutPrototype(module: SourceModule, owner: ts.Expression): boolean {
  const value = firstValue(module, owner)
  return !!value && isEmptyCreation(module, value)
}

/** `Object.create(null)`: a new object without a prototype. */
export function isEmptyCreation(module: SourceModule, node: ts.Expression): boolean {
  if (!ts.isCallExpression(node) || !/^Object\s*\.\s*create$/.test(node.expression.getText(module.ast))) return false
  const [prototype, another] = node.arguments
  const target = ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : undefined
  const isGlobal = !!target && ts.isIdentifier(target) && !module.bindings.of(target)
  return isGlobal && prototype?.kind === ts.SyntaxKind.NullKeyword && !another
}

function isNamed(declaration: ts.Node | undefined): boolean {
  return !!declaration && ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name)
}
