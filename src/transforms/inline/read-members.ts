import { ts } from 'ts-morph'
import { isPrimitiveExpression } from '../../analysis/primitive'
import type { HandlerCode } from '../../analysis/relocatable'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, propertyName, rewrap, walk } from '../../syntax/nodes'

/**
 * The members that a caller reads of a result, where it does nothing else with it: `null` and `undefined` then fail alike,
 * and other members do not matter. `undefined` where it does more; no name for a member that is computed.
 */
export function readMembers(module: SourceModule, parse: ts.Expression): readonly (string | undefined)[] | undefined {
  const outer = rewrap(parse)
  const { parent } = outer
  const direct = memberOf(outer)
  if (direct) return [direct.name]
  if (!ts.isVariableDeclaration(parent)) return undefined
  if (!ts.isIdentifier(parent.name)) return patternNames(parent.name)
  const binding = module.bindings.of(parent.name)
  if (!binding || binding.writes.length > 0) return undefined
  const members = binding.references.map(memberOf)
  return members.every((member) => member !== undefined) ? members.map(({ name }) => name) : undefined
}

function memberOf(node: ts.Node): { name: string | undefined } | undefined {
  const { parent } = node
  return isAccess(parent) && parent.expression === node ? { name: accessedName(parent) } : undefined
}

function patternNames(pattern: ts.BindingPattern): (string | undefined)[] {
  return pattern.elements.map((element) => {
    if (!ts.isBindingElement(element) || element.dotDotDotToken || ts.isArrayBindingPattern(pattern)) return undefined
    return propertyName(element.propertyName ?? (element.name as ts.Identifier))
  })
}

/** Whether a function may make something that JSON refuses: a BigInt, or an object that holds itself. */
export function mayFailInJson({ node, answers }: HandlerCode): boolean {
  let may = false
  walk(node, (child) => {
    if (answers?.settings.some((setting) => setting === child)) return false
    if (ts.isBigIntLiteral(child) || (ts.isIdentifier(child) && child.text === 'BigInt')) may = true
    if (ts.isBinaryExpression(child) && isAccess(child.left)) {
      may ||= child.operatorToken.kind === ts.SyntaxKind.EqualsToken && !isPrimitiveExpression(child.right)
    }
    return !may
  })
  return may
}
