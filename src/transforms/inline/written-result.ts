import { ts } from 'ts-morph'
import type { HandlerCode } from '../../analysis/relocatable'
import { Flows } from '../../analysis/written/flows'
import { worst } from '../../analysis/written/level'
import { results, WrittenValues } from '../../analysis/written/written-values'
import type { InvokeSite } from '../../scan/site'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import { contains, type FunctionNode, isFunctionNode, rewrap } from '../../syntax/nodes'
import type { Failure } from './answer/failure'
import { readMembers } from './read-members'

/**
 * Whether a result goes nowhere but into JSON, which writes it without a failure: `all` of it, or some `members`. JSON of it
 * is then JSON of its clone.
 */
export function writtenResult(
  evaluator: Evaluator,
  site: InvokeSite,
  parse: ts.Expression,
  failure: Failure | undefined,
  { module, node, answers }: HandlerCode,
): 'all' | 'members' | undefined {
  const members = readMembers(site.module, parse)
  const names = members?.flatMap((name) => name ?? [])
  if (!members || !names || names.length < members.length) {
    const flow = flowOf(evaluator, site, parse, failure, false)
    if (flow === 'elsewhere') return undefined
    const level = levelOf(evaluator, { module, node, answers })
    return level === 'data' || level === 'holding' ? 'all' : undefined
  }
  const flow = flowOf(evaluator, site, parse, failure, true)
  if (flow === 'elsewhere') return undefined
  const level = levelOf(evaluator, { module, node, answers }, new Set(names))
  const isWritten = level === 'data' || level === 'holding' || (level === 'function' && flow === 'inside')
  return isWritten ? 'members' : undefined
}

function levelOf(evaluator: Evaluator, { module, node, answers }: HandlerCode, members?: ReadonlySet<string>) {
  const exits = answers?.exits.filter(({ kind }) => kind === 'result') ?? []
  const answering = [node, ...exits.map(({ call }) => call)]
  const values = new WrittenValues(evaluator, node, answering)
  const given = answers?.exits.length ? exits.flatMap(({ value }) => value ?? []) : results(node)
  return worst(given.map((value) => (members ? values.ofMembers(module, value, members) : values.of(module, value))))
}

function flowOf(
  evaluator: Evaluator,
  site: InvokeSite,
  parse: ts.Expression,
  failure: Failure | undefined,
  isTakenApart: boolean,
) {
  const isGone = (mention: ts.Node) => failure !== undefined && contains(failure.check, mention)
  return new Flows(site.module, answeringOf(evaluator, site), isGone).of(parse, isTakenApart)
}

/** The handlers of the file whose answers Lambda writes, and nobody else gets. */
function answeringOf(evaluator: Evaluator, { module, callers }: InvokeSite): FunctionNode[] {
  return callers.flatMap(({ function: fn }) => {
    const file = fn.handler && evaluator.program.module(fn.handler.file)
    const value = fn.handler && file && evaluator.exported(file, fn.handler.export)
    const isOwn = value?.kind === 'function' && value.module === module && isFunctionNode(value.node)
    return isOwn && isFunctionNode(value.node) && !isCalled(module, value.node) ? [value.node] : []
  })
}

function isCalled({ bindings }: InvokeSite['module'], node: FunctionNode): boolean {
  const { parent } = node
  const name = node.name ?? (ts.isVariableDeclaration(parent) ? parent.name : undefined)
  const binding = name && ts.isIdentifier(name) ? bindings.of(name) : undefined
  return !!binding?.references.some((use) => ts.isCallExpression(use.parent) && use.parent.expression === use)
}

/** Whether a value is the answer of its function, as it is: Lambda answers `null` where it is undefined. */
export function isReturned(value: ts.Expression): boolean {
  let node = rewrap(value)
  while (ts.isAwaitExpression(node.parent)) node = rewrap(node.parent)
  return ts.isReturnStatement(node.parent) || (ts.isArrowFunction(node.parent) && node.parent.body === node)
}
