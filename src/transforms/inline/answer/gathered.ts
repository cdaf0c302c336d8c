import { ts } from 'ts-morph'
import type { InvokeSite } from '../../../scan/site'
import { rewrap } from '../../../syntax/nodes'
import { refuse } from '../../transform'
import type { Answer } from './answer'
import type { Coder } from './decode'
import { readParameter } from './read-answer'

/** One of several calls that are waited for together: `const [one, other] = await Promise.all([call, call])`. */
export interface Gathered {
  /** The call that gives the promise. */
  readonly promise: ts.Expression
  /** What takes its answer. */
  readonly name: ts.BindingName
  /** What is waited for beside it. */
  readonly others: readonly ts.Expression[]
}

/**
 * Reads an answer that `Promise.all` gathers with others; `undefined` where it is none.
 * @param promise The call, with `.promise()`.
 * @throws Refused
 */
export function readGathered(site: InvokeSite, coder: Coder, promise: ts.Expression): Answer | undefined {
  const list = promise.parent
  const all = ts.isArrayLiteralExpression(list) ? rewrap(list).parent : undefined
  if (!ts.isArrayLiteralExpression(list) || !all || !isAll(all)) return undefined
  const awaited = rewrap(all).parent
  const declaration = ts.isAwaitExpression(awaited) ? rewrap(awaited).parent : undefined
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isArrayBindingPattern(declaration.name))
    return undefined
  const statement = declaration.parent.parent
  const element = declaration.name.elements[list.elements.indexOf(promise)]
  const isPlain =
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.length === 1 &&
    !declaration.type &&
    !list.elements.some(ts.isSpreadElement) &&
    element &&
    ts.isBindingElement(element) &&
    !element.initializer &&
    !element.dotDotDotToken
  if (!isPlain) refuse(site, 'response-form', 'The response is taken apart in a form that is not known.')
  const answer = readParameter(site, coder, element.name)
  const others = list.elements.filter((one) => one !== promise)
  return { ...answer, gathered: { promise, name: element.name, others } }
}

function isAll(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && node.expression.getText() === 'Promise.all' && node.arguments.length === 1
}
