import { ts } from 'ts-morph'
import type { FunctionRef } from '../../load/service'
import type { SourceModule } from '../../syntax/module'
import { accessedName, contains, isAccess, unwrapAwait } from '../../syntax/nodes'
import { ownerOf, pathIn } from './inputs'
import { type ReadScope, shortText } from './read-scope'

/** Members of an event of API Gateway whose own members are texts. */
const OF_TEXTS = new Set(['headers', 'pathParameters', 'queryStringParameters'])

/** Whether nothing but API Gateway gives a function its events, as far as the configuration tells. */
export function isBehindHttp({ function: { events } }: FunctionRef): boolean {
  return events.length > 0 && events.every((event) => 'http' in event || 'httpApi' in event)
}

/**
 * Whether an expression may be a part of an HTTP event that is a text: a parameter, or a header.
 * @param event The parameter of the handler that gets the event.
 */
export function isHttpText(module: SourceModule, event: ts.Node, expression: ts.Expression): boolean {
  return placesOf(module, event, expression, []).some(
    ([member, ...names]) => member !== undefined && OF_TEXTS.has(member) && names.length === 1,
  )
}

/** Where in the event a member of an expression may be from, as far as that is written. */
function placesOf(
  module: SourceModule,
  event: ts.Node,
  expression: ts.Expression,
  path: readonly string[],
): string[][] {
  const of = (inner: ts.Expression, names = path) => placesOf(module, event, inner, names)
  const node = unwrapAwait(expression)
  if (ts.isBinaryExpression(node) && OTHERWISE.has(node.operatorToken.kind))
    return [...of(node.left), ...of(node.right)]
  if (ts.isConditionalExpression(node)) return [...of(node.whenTrue), ...of(node.whenFalse)]
  if (isAccess(node)) {
    const name = accessedName(node)
    return name === undefined ? [] : of(node.expression, [name, ...path])
  }
  const binding = ts.isIdentifier(node) ? module.bindings.of(node) : undefined
  const [declaration, ...others] = binding?.declarations ?? []
  if (!declaration || others.length > 0 || binding?.writes.length !== 0) return []
  const own = [...pathIn(declaration), ...path]
  if (contains(event, declaration)) return [own]
  const owner = ownerOf(declaration)
  return ts.isVariableDeclaration(owner) && owner.initializer ? of(owner.initializer, own) : []
}

const OTHERWISE = new Set([ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken])

/** Refuses to calculate with a text of an HTTP event: JavaScript makes a number of it, and JSONata fails. */
export function refusedText(scope: ReadScope, node: ts.Node, operands: readonly ts.Expression[]): boolean {
  const text = operands.find((operand) => scope.isHttpText?.(operand))
  if (!text) return false
  const what = `"${shortText(node)}" calculates with "${shortText(text)}", a text in an HTTP event`
  scope.obstacle(node, `${what}: make it a number with "Number(…)"`)
  return true
}
