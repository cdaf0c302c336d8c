import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import type { SourceModule } from '../../syntax/module'
import { contains, enclosingFunction, type FunctionNode, isAsync, isFunctionNode, walk } from '../../syntax/nodes'
import { findHandlerForm } from '../shared/handler-form'
import { refuse, type TransformContext } from '../transform'
import { readCall } from './calls'
import { Inputs } from './inputs'
import { alwaysEnds, type Step, type WorkflowInput } from './ir'
import { Obstacles } from './obstacles'
import { StatementReader } from './read-statements'

/** The part of a handler that becomes a workflow: from the first call to the end. */
export interface Workflow {
  readonly module: SourceModule
  readonly handler: FunctionNode
  /** Statements that go. */
  readonly region: readonly ts.Statement[]
  readonly steps: readonly Step[]
  readonly input: WorkflowInput
  /** Whether the handler begins with it, but for code that does not wait. */
  readonly isImmediate: boolean
}

/**
 * Reads a chain of calls as a workflow.
 * @throws Refused with all obstacles at once.
 */
export function readWorkflow(context: TransformContext, sites: readonly InvokeSite[]): Workflow {
  const { evaluator } = context
  const [first] = sites as [InvokeSite]
  const { module } = first
  const handler = enclosingFunction(first.call)
  const body = handler?.body
  if (!isFunctionNode(handler) || !body || !ts.isBlock(body))
    refuse(first, 'chain-not-compilable', 'The calls stand in no function with a body.')
  if (!isAsync(handler) || handler.asteriskToken)
    refuse(first, 'chain-not-compilable', 'The calls stand in a function that is not async.')
  const calls = sites.map((site) => readCall(context, site))
  const start = body.statements.findIndex((statement) => sites.some((site) => contains(statement, site.call)))
  const region = body.statements.slice(start)
  const isDeployed = first.callers.some(
    ({ function: fn }) => fn.handler && findHandlerForm(evaluator, fn.handler)?.form.node === handler,
  )
  const inputs = new Inputs(evaluator, module, handler, isDeployed)
  const obstacles = new Obstacles(module)
  const reader = new StatementReader({ evaluator, module, body, region, calls, inputs, isDeployed, obstacles })
  const steps = reader.read()
  if (!isDeployed && !alwaysEnds(steps)) obstacles.add(body, 'a function that is no handler may end without a value')
  if (!obstacles.isEmpty) refuse(first, 'chain-not-compilable', obstacles.message())
  const isImmediate = isDeployed && !body.statements.slice(0, start).some(waits)
  return { module, handler, region, steps, input: inputs.input(), isImmediate }
}

function waits(statement: ts.Statement): boolean {
  let isFound = false
  walk(statement, (node) => {
    isFound ||= ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined)
  })
  return isFound
}
