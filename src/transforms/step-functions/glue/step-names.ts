import { ts } from 'ts-morph'
import { accessedName, isAccess, propertyName, rewrap, unwrapAwait } from '../../../syntax/nodes'
import { camelCase } from '../../shared/names'
import { isLogOf } from '../logs'
import type { StepCode } from './step-text'

/** What a step is called, after what its code calls things; of several steps of one name, all but the first get a number. */
export function stepName(code: StepCode, isTaken: (name: string) => boolean): string {
  const wanted = camelCase(wantedName(code))
  if (!isTaken(wanted)) return wanted
  for (let number = 2; ; number++) if (!isTaken(`${wanted}${number}`)) return `${wanted}${number}`
}

function wantedName(code: StepCode): string {
  if (code.kind === 'value') return calledName(code.node) ?? takerOf(code.node) ?? 'value'
  const [first, ...others] = code.statements.filter((statement) => !isLogOf(statement))
  const called = first && others.length === 0 ? calledIn(first) : undefined
  return called ?? code.outputs[0] ?? (first && calledIn(first)) ?? 'work'
}

function calledIn(statement: ts.Statement): string | undefined {
  if (ts.isExpressionStatement(statement)) return calledName(statement.expression)
  if (!ts.isVariableStatement(statement)) return undefined
  const [declaration] = statement.declarationList.declarations
  return declaration?.initializer && calledName(declaration.initializer)
}

/** `formatReceipt` of `formatReceipt(order)`, `putItem` of `client.send(new PutItemCommand(…))`. */
function calledName(expression: ts.Expression): string | undefined {
  const node = unwrapAwait(expression)
  if (!ts.isCallExpression(node)) return undefined
  const callee = unwrapAwait(node.expression)
  if (ts.isIdentifier(callee)) return callee.text
  const name = isAccess(callee) ? accessedName(callee) : undefined
  if (name === 'promise' && isAccess(callee)) return calledName(callee.expression)
  const command = name === 'send' && node.arguments[0] && unwrapAwait(node.arguments[0])
  if (!command || !ts.isNewExpression(command)) return undefined
  return command.expression
    .getText()
    .replace(/^.*\./, '')
    .replace(/Command$/, '')
}

/** What is given the value. */
function takerOf(node: ts.Expression): string | undefined {
  let own: ts.Node = rewrap(node)
  while (ts.isAwaitExpression(own.parent)) own = rewrap(own.parent)
  const { parent } = own
  if (ts.isReturnStatement(parent)) return 'answer'
  if (ts.isCallExpression(parent) && parent.expression.getText() === 'JSON.stringify') return 'payload'
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text
  if (ts.isPropertyAssignment(parent)) return propertyName(parent.name)
  if (ts.isNewExpression(parent) && ts.isThrowStatement(rewrap(parent).parent)) return 'message'
  if (ts.isBinaryExpression(parent) && ts.isIdentifier(parent.left)) return parent.left.text
  return ts.isIfStatement(parent) ? 'test' : undefined
}
