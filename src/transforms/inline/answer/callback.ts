import { ts } from 'ts-morph'
import type { InvokeSite } from '../../../scan/site'
import {
  contains,
  enclosingStatement,
  type FunctionNode,
  isAsync,
  isFunctionNode,
  unwrap,
  walkOwn,
} from '../../../syntax/nodes'
import { usesThis } from '../../shared/uses-this'
import { refuse, type TransformContext } from '../../transform'
import type { Answer } from './answer'
import { questionOf, type Role } from './condition'
import type { Coder } from './decode'
import { readParameter } from './read-answer'

/** A callback of SDK v2 that is called last: what it does can be done where the call stands. */
export interface TakenOver {
  /** The statement that makes the call. */
  readonly statement: ts.ExpressionStatement
  /** What is left of the callback: no error of the SDK can come any more. */
  readonly kept: readonly ts.Statement[]
}

/**
 * Reads an answer that is taken by a callback: `lambda.invoke(params, (error, data) => …)`; `undefined` where it is not.
 * @throws Refused
 */
export function readCallback(context: TransformContext, site: InvokeSite, coder: Coder): Answer | undefined {
  const { call, style } = site
  const last = style === 'method' && call.arguments.length > 1 ? call.arguments.at(-1) : undefined
  if (!last) return undefined
  const callback = unwrap(last)
  if (!isFunctionNode(callback) || !callback.body || !ts.isBlock(callback.body))
    refuse(site, 'response-form', 'The answer goes to a callback that is not written at the call.')
  const statement = lastStatement(context, site)
  const [error, data] = callback.parameters
  if (!data || (!ts.isArrowFunction(callback) && usesThis(callback)))
    refuse(site, 'response-form', 'The callback is of a form that is not known.')
  const names = namesIn(coder, error, data)
  const kept = flattened(site, callback.body.statements, (node) => names(node))
  const isKept = (node: ts.Node) => kept.some((one) => contains(one, node))
  checkError(site, coder, error, isKept)
  for (const one of kept) checkReturns(site, one)
  const answer = readParameter(site, coder, data.name, isKept)
  return { ...answer, taken: { statement, kept } }
}

/**
 * The call must be the last thing that a handler does, or a promise: what is done at once there, nothing comes before.
 */
function lastStatement(context: TransformContext, site: InvokeSite): ts.ExpressionStatement {
  const statement = enclosingStatement(site.call)
  const isWhole = statement && ts.isExpressionStatement(statement) && unwrap(statement.expression) === site.call
  const block = statement?.parent
  const isLast = block && ts.isBlock(block) && block.statements.at(-1) === statement
  const owner = block?.parent
  const isOwned =
    owner && isFunctionNode(owner) && !isAsync(owner) && (isExecutor(owner) || isHandler(context, site, owner))
  const around = owner && isWhole && isLast ? callAround(context, owner) : undefined
  if (around) {
    const message = `The answer goes to a callback in that of the call in line ${around.line}.`
    refuse(site, 'response-form', message, undefined, 'after')
  }
  if (!isWhole || !isLast || !isOwned)
    refuse(
      site,
      'response-form',
      'The answer goes to a callback, and something else is done meanwhile.',
      undefined,
      isWhole && !isLast ? 'last' : undefined,
    )
  return statement
}

/** The call whose callback a function is, where that call may become a function call itself. */
function callAround({ sites, advice }: TransformContext, owner: ts.Node): InvokeSite | undefined {
  return sites.find(({ call }, index) => call === owner.parent && advice[index]?.verdict === 'inline')
}

/** `new Promise((resolve, reject) => …)`. */
export function isExecutor({ parent }: ts.Node): boolean {
  return ts.isNewExpression(parent) && parent.expression.getText() === 'Promise'
}

function isHandler({ evaluator }: TransformContext, { callers }: InvokeSite, node: FunctionNode): boolean {
  return callers.some(({ function: { handler } }) => {
    const file = handler && evaluator.program.module(handler.file)
    const value = handler && file && evaluator.exported(file, handler.export)
    return value?.kind === 'function' && value.node === node
  })
}

function namesIn(
  { module }: Coder,
  error: ts.ParameterDeclaration | undefined,
  data: ts.ParameterDeclaration,
): (node: ts.Expression) => Role | undefined {
  const of = (parameter: ts.ParameterDeclaration | undefined) =>
    parameter && ts.isIdentifier(parameter.name) ? module.bindings.of(parameter.name) : undefined
  const [failed, response] = [of(error), of(data)]
  return (node) => {
    const binding = ts.isIdentifier(node) ? module.bindings.of(node) : undefined
    if (!binding) return undefined
    return binding === failed ? 'sdk-error' : binding === response ? 'response' : undefined
  }
}

/** The statements of a callback, without what is done for an error of the SDK. */
function flattened(
  site: InvokeSite,
  statements: readonly ts.Statement[],
  roleOf: (node: ts.Expression) => Role | undefined,
): ts.Statement[] {
  return statements.flatMap((statement): ts.Statement[] => {
    if (!ts.isIfStatement(statement)) return [statement]
    const asked = questionOf(statement.expression, roleOf)
    if (asked !== 'always' && asked !== 'never') return [statement]
    const chosen = asked === 'always' ? statement.thenStatement : statement.elseStatement
    if (!chosen) return []
    return flattened(site, ts.isBlock(chosen) ? chosen.statements : [chosen], roleOf)
  })
}

function checkError(
  site: InvokeSite,
  { module }: Coder,
  error: ts.ParameterDeclaration | undefined,
  isKept: (node: ts.Node) => boolean,
): void {
  const binding = error && ts.isIdentifier(error.name) ? module.bindings.of(error.name) : undefined
  const use = binding?.references.find(isKept)
  if (use || (error && !binding))
    refuse(
      site,
      'response-form',
      `The callback uses the error of the call: "${(use ?? error)?.parent.getText().split('\n')[0]}".`,
    )
}

/** What the callback returns is lost; what its function returns need not be. */
function checkReturns(site: InvokeSite, statement: ts.Statement): void {
  walkOwn(statement, (node) => {
    if (!ts.isReturnStatement(node) || !node.expression) return
    const value = unwrap(node.expression)
    const isCall = ts.isCallExpression(value) && ts.isIdentifier(unwrap(value.expression))
    if (!isCall) refuse(site, 'response-form', 'The callback returns a value.')
  })
}
