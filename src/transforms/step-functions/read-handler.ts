import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { runningFunction } from '../../scan/wrapper-shape'
import type { SourceModule } from '../../syntax/module'
import { contains, type FunctionNode, isAsync, isFunctionNode, walk } from '../../syntax/nodes'
import { findHandlerForm } from '../shared/handler-form'
import { refuse, type TransformContext } from '../transform'
import { type AnswerForm, withEncodedAnswers } from './answer-form'
import { type Call, readCall } from './calls'
import { withDirectAnswers } from './direct-answers'
import { withDirectResults } from './direct-results'
import type { Glue } from './glue/glue'
import { glueFor } from './glue/glue-for'
import { partAround } from './glue/parts'
import { isBehindHttp } from './http-texts'
import { Inputs } from './inputs'
import { alwaysEnds, type Step, type WorkflowInput } from './ir'
import { changeOf } from './local-changes'
import { Obstacles } from './obstacles'
import { StatementReader } from './read-statements'
import type { Reading } from './reading'
import type { RefusedParts } from './refused-parts'
import { withRetries } from './retry/retries'
import type { SplitFunction } from './split/candidates'
import { type DroppedLog, Facts } from './workflow-variables'

/** The part of a handler that becomes a workflow: from the first call to the end. */
export interface Workflow {
  readonly module: SourceModule
  readonly handler: FunctionNode
  /** One of its calls, by whose client it is started. */
  readonly first: Call
  /** Statements that go. */
  readonly region: readonly ts.Statement[]
  readonly steps: readonly Step[]
  /** What the handler makes of what the execution gives. */
  readonly answerForm: AnswerForm
  readonly input: WorkflowInput
  /** Whether the handler begins with it, but for code that does not wait. */
  readonly isImmediate: boolean
  /** Whether helpers wrote log lines, which nothing writes any more. */
  readonly dropsLogs: boolean
  /** Log lines of the chain itself that nothing writes any more. */
  readonly droppedLogs: readonly DroppedLog[]
  /** Why functions that were to be split cannot be, by their keys: then the workflow is not to be used. */
  readonly unsplit: ReadonlyMap<string, Obstacles>
  /** What of it stays JavaScript. */
  readonly glue: Glue | undefined
}

/**
 * Reads a chain of calls as a workflow.
 * @param splits Functions whose steps are to take the place of their tasks, by their keys.
 * @throws Refused with all obstacles at once.
 */
export function readWorkflow(
  context: TransformContext,
  sites: readonly InvokeSite[],
  parts: RefusedParts,
  splits: ReadonlyMap<string, SplitFunction>,
): Workflow {
  const { evaluator } = context
  const [first] = sites as [InvokeSite]
  const { module } = first
  const handler = runningFunction(first.call)
  const body = handler?.body
  if (!isFunctionNode(handler) || !body || !ts.isBlock(body)) {
    parts.read(first.call, () => refuse(first, 'chain-not-compilable', 'The calls stand in no function with a body.'))
    parts.refuse(first, new Obstacles(module))
    throw new Error('What has no body is refused.')
  }
  parts.read(first.call, () => checkAsync(first, handler))
  const read = sites.map((site) => ({ site, call: parts.read(site.call, () => readCall(context, site)) }))
  const calls = read.flatMap(({ call }) => call ?? [])
  const unreadable = read.flatMap(({ site, call }) => (call ? [] : [site.call]))
  const call = body.statements.findIndex((statement) => sites.some((site) => contains(statement, site.call)))
  const start = startOf(module, body.statements, call)
  const region = body.statements.slice(start)
  const isDeployed = first.callers.some(
    ({ function: fn }) => fn.handler && findHandlerForm(evaluator, fn.handler)?.form.node === handler,
  )
  const code = { module, handler, region, calls, unreadable }
  const ownFunction = glueFor(context, first, code, isDeployed)
  const glue = typeof ownFunction === 'string' ? undefined : ownFunction
  const inputs = new Inputs(evaluator, module, handler, isDeployed, region)
  const { steps, obstacles, facts, unsplit } = readUntilKnown({
    evaluator,
    module,
    body,
    region,
    calls,
    unreadable,
    inputs,
    httpEvent: isDeployed && first.callers.every(isBehindHttp) ? handler.parameters[0] : undefined,
    isDeployed,
    splits,
    glue,
  })
  if (!isDeployed && !alwaysEnds(steps)) obstacles.add(body, 'a function that is no handler may end without a value')
  if (typeof ownFunction === 'string' && obstacles.some((node) => partAround(code, node) !== undefined))
    obstacles.add(first.call, `what has no exact form cannot be in a function of its own: ${ownFunction}`)
  const [step] = glue?.steps() ?? []
  const loading = step && obstacles.isEmpty ? glue?.loading() : undefined
  if (step?.nodes[0] && loading !== undefined)
    obstacles.add(step.nodes[0], `it has no exact form, and no function of its own: ${loading}`)
  parts.refuse(first, obstacles)
  const input = inputs.input()
  const own = withDirectAnswers(withRetries(withDirectResults(steps)))
  const answers = withEncodedAnswers(own, isDeployed, input.isWhole)
  const isImmediate = isDeployed && !body.statements.slice(0, start).some(waits)
  const [firstCall] = calls as [Call, ...Call[]]
  return {
    module,
    handler,
    first: firstCall,
    region,
    steps: answers.steps,
    answerForm: answers.form,
    input,
    isImmediate,
    dropsLogs: facts.dropsLogs,
    droppedLogs: facts.droppedLogs,
    unsplit,
    glue: glue && glue.steps().length > 0 ? glue : undefined,
  }
}

function checkAsync(site: InvokeSite, handler: FunctionNode): void {
  if (isAsync(handler) && !handler.asteriskToken) return
  const message = 'The calls stand in a function that is not async: write it with "await", and plan again.'
  refuse(site, 'chain-not-compilable', message)
}

/** A variable that the workflow changes is one of the workflow: it begins where the first of them is declared. */
function startOf(module: SourceModule, statements: readonly ts.Statement[], call: number): number {
  const index = statements.findIndex((statement, at) => {
    if (at >= call || !ts.isVariableStatement(statement)) return false
    return statement.declarationList.declarations.some(({ name }) => {
      const binding = ts.isIdentifier(name) ? module.bindings.of(name) : undefined
      const rest = statements.slice(call)
      const changes = [...(binding?.writes ?? []), ...(binding?.references ?? []).filter((node) => changeOf(node))]
      return changes.some((change) => rest.some((later) => contains(later, change)))
    })
  })
  return index === -1 ? call : index
}

/** Reads until nothing new is found of the variables: each time they may be less than was thought, and never more. */
function readUntilKnown(reading: Omit<Reading, 'obstacles' | 'facts'>) {
  const facts = new Facts()
  for (;;) {
    facts.hasChanged = false
    facts.droppedLogs = []
    reading.glue?.begin()
    const obstacles = new Obstacles(reading.module)
    const reader = new StatementReader({ ...reading, obstacles, facts })
    const steps = reader.read()
    const unsplit = reader.splits.obstacles
    const isLarger = reading.glue?.settle() ?? false
    if (!facts.hasChanged && !isLarger) return { steps, obstacles, facts, unsplit }
  }
}

function waits(statement: ts.Statement): boolean {
  let isFound = false
  walk(statement, (node) => {
    isFound ||= ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined)
  })
  return isFound
}
