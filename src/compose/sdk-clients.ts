import { ts } from 'ts-morph'
import { importOf } from '../analysis/imported-constant'
import { sdkOfClients } from '../analysis/tables/sdk'
import { isInert } from '../syntax/inert'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, unwrap } from '../syntax/nodes'

/**
 * Whether an expression makes a client of the SDK, and does nothing else that anyone could miss: a client connects when it
 * sends something. `new DynamoDBClient({})`, `DynamoDBDocumentClient.from(new DynamoDBClient({}))`.
 */
export function isSdkClient(module: SourceModule, expression: ts.Expression): boolean {
  const node = unwrap(expression)
  const isMade =
    ts.isNewExpression(node) ||
    (ts.isCallExpression(node) && isAccess(node.expression) && accessedName(node.expression) === 'from')
  if (!isMade || !isOfSdk(module, node.expression)) return false
  return (node.arguments ?? []).every((argument) => isInert(argument) || isSdkClient(module, argument))
}

/** `DynamoDBClient`, `AWS.SNS`, `AWS.DynamoDB.DocumentClient`: what a name of the SDK leads to. */
function isOfSdk(module: SourceModule, expression: ts.Expression): boolean {
  let node = unwrap(expression)
  while (isAccess(node)) node = unwrap(node.expression)
  const binding = ts.isIdentifier(node) ? module.bindings.of(node) : undefined
  return sdkOfClients((binding && importOf(binding)?.specifier) ?? '') !== undefined
}
