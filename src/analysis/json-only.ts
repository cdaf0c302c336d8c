import { ts } from 'ts-morph'
import type { SourceModule } from '../syntax/module'
import { accessedName, enclosingFunction, isAccess, propertyName, rewrap } from '../syntax/nodes'

/**
 * Whether the value of an expression goes nowhere but into JSON: then `NaN` and an infinite number do what `null` does.
 * @param answering Functions whose results are written as JSON.
 * @param asked The members that are asked about; all of it where they are not known.
 */
export function isForJson(
  module: SourceModule,
  expression: ts.Expression,
  answering: readonly ts.Node[],
  asked?: ReadonlySet<string>,
): boolean {
  const node = rewrap(expression)
  const { parent } = node
  const on = (next: ts.Expression, members?: ReadonlySet<string>) => isForJson(module, next, answering, members)
  if (ts.isReturnStatement(parent)) return answering.includes(enclosingFunction(parent) ?? parent)
  if (ts.isArrowFunction(parent)) return parent.body === node && answering.includes(parent)
  if (ts.isAwaitExpression(parent)) return on(parent, asked)
  if (ts.isConditionalExpression(parent)) return parent.condition !== node && on(parent, asked)
  if (ts.isArrayLiteralExpression(parent)) return on(parent)
  const isMember = ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)
  if (isMember || ts.isSpreadAssignment(parent)) return on(parent.parent)
  if (isAccess(parent)) return parent.expression === node && (isOther(accessedName(parent), asked) || on(parent))
  if (ts.isExpressionStatement(parent)) return true
  if (ts.isCallExpression(parent))
    return parent.arguments.length === 1 && parent.expression.getText(module.ast) === 'JSON.stringify'
  const isNamed = ts.isVariableDeclaration(parent) && parent.initializer === node
  return isNamed && isNameForJson(module, parent.name, answering, asked)
}

function isOther(name: string | undefined, asked: ReadonlySet<string> | undefined): boolean {
  return name !== undefined && asked !== undefined && !asked.has(name)
}

function isNameForJson(
  module: SourceModule,
  name: ts.BindingName,
  answering: readonly ts.Node[],
  asked?: ReadonlySet<string>,
): boolean {
  if (!ts.isIdentifier(name)) {
    return name.elements.every((element) => {
      if (!ts.isBindingElement(element)) return true
      const key = element.propertyName ?? element.name
      const taken = ts.isObjectBindingPattern(key) || ts.isArrayBindingPattern(key) ? undefined : propertyName(key)
      if (!element.dotDotDotToken && isOther(taken, asked)) return true
      return !element.initializer && isNameForJson(module, element.name, answering)
    })
  }
  const binding = module.bindings.of(name)
  if (!binding || binding.writes.length > 0) return false
  return binding.references.every((use) => ts.isTypeNode(use.parent) || isForJson(module, use, answering, asked))
}
