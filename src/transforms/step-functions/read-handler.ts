import { ts } from 'ts-morph'
import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import { contains, enclosingFunction, unwrap, unwrapAwait } from '../../syntax/nodes'
import { placeOf } from '../../syntax/parse'
import { type Answer, readAnswer } from '../shared/answer'
import { readParams } from '../shared/call-params'
import { camelCase } from '../shared/names'
import { type Payload, readPayload } from '../shared/payload'
import { resolvedCallee } from '../shared/target'
import { refuse } from '../transform'
import type { Expression, Origin, Step } from './ir'
import { type Obstacle, type ReadScope, readExpression, shortText } from './read-expression'

/** The part of a handler that becomes a workflow: from the first call to the end. */
export interface Workflow {
  readonly module: SourceModule
  readonly handler: ts.FunctionLikeDeclaration
  /** Statements that go. */
  readonly region: readonly ts.Statement[]
  readonly steps: readonly Step[]
  /** Names that the workflow is started with: a single one as it is, several as an object. */
  readonly inputs: readonly string[]
}

interface Call {
  readonly site: InvokeSite
  readonly callee: FunctionRef
  readonly payload: Payload
  readonly answer: Answer | undefined
}

/**
 * Reads a chain of calls as a workflow.
 * @throws Refused with all obstacles at once.
 */
export function readWorkflow(evaluator: Evaluator, sites: readonly InvokeSite[]): Workflow {
  const [first] = sites as [InvokeSite]
  const handler = enclosingFunction(first.call)
  const body = handler?.body
  if (!handler || !body || !ts.isBlock(body))
    refuse(first, 'chain-not-compilable', 'The calls stand in no function with a body.')
  const calls = sites.map(readCall)
  const start = body.statements.findIndex((statement) => sites.some((site) => contains(statement, site.call)))
  const region = body.statements.slice(start)
  const reader = new Reader(evaluator, first.module, handler, region, calls)
  const steps = reader.block(region)
  reader.checkCalls()
  if (reader.obstacles.length > 0) {
    const list = reader.obstacles.map(({ line, what }) => `line ${line}: ${what}`).join('; ')
    refuse(first, 'chain-not-compilable', `${list}.`)
  }
  return { module: first.module, handler, region, steps, inputs: reader.inputs }
}

function readCall(site: InvokeSite): Call {
  const { ref: callee } = resolvedCallee(site)
  const payload = readPayload(site, readParams(site))
  return {
    site,
    callee,
    payload,
    answer: site.response === 'used' ? readAnswer(site, { errorCheck: true }) : undefined,
  }
}

class Reader {
  readonly obstacles: Obstacle[] = []
  readonly inputs: string[] = []
  private readonly scope: ReadScope
  private readonly results = new Map<ts.Node, string>()
  private readonly variables = new Set<ts.Node>()
  private readonly compiled = new Set<Call>()

  constructor(
    evaluator: Evaluator,
    private readonly module: SourceModule,
    private readonly handler: ts.FunctionLikeDeclaration,
    private readonly region: readonly ts.Statement[],
    private readonly calls: readonly Call[],
  ) {
    for (const call of calls) {
      if (call.answer) this.results.set(call.answer.parse, resultName(call))
    }
    this.scope = {
      module,
      evaluator,
      results: this.results,
      variables: this.variables,
      outer: (name, declaration) => this.outer(name, declaration),
      obstacle: (node, what) => this.obstacle(node, what),
    }
  }

  private obstacle(node: ts.Node, what: string): void {
    const { line } = placeOf(this.module.ast, node.getStart(this.module.ast))
    if (!this.obstacles.some((known) => known.line === line && known.what === what)) this.obstacles.push({ line, what })
  }

  private origin(node: ts.Node): Origin {
    return { file: this.module.file, line: placeOf(this.module.ast, node.getStart(this.module.ast)).line }
  }

  /** A name from before the workflow becomes part of its input: the handler's event, or something taken from it. */
  private outer(name: ts.Identifier, declaration: ts.Node): readonly string[] | undefined {
    if (this.region.some((statement) => contains(statement, declaration))) return undefined
    const isOwn = contains(this.handler, declaration)
    const isEvent = this.handler.parameters[0] !== undefined && contains(this.handler.parameters[0], declaration)
    if (!isOwn || (!isEvent && !this.isTakenFromEvent(declaration))) return undefined
    if (!this.inputs.includes(name.text)) this.inputs.push(name.text)
    return [name.text]
  }

  /** `const { order } = event` before the first call. */
  private isTakenFromEvent(declaration: ts.Node): boolean {
    const owner = ts.isBindingElement(declaration) ? declaration.parent.parent : declaration
    if (!ts.isVariableDeclaration(owner) || !owner.initializer) return false
    let root: ts.Expression = unwrap(owner.initializer)
    while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression)
    if (!ts.isIdentifier(root)) return false
    const [source] = this.module.bindings.of(root)?.declarations ?? []
    return (
      source !== undefined && this.handler.parameters[0] !== undefined && contains(this.handler.parameters[0], source)
    )
  }

  /** Every call must have become a task. */
  checkCalls(): void {
    for (const call of this.calls) {
      if (!this.compiled.has(call))
        this.obstacle(
          call.site.call,
          `the call of "${call.callee.function.key}" stands in a place that has no form in a state machine`,
        )
    }
  }

  block(statements: readonly ts.Statement[], onFailure?: readonly Step[]): Step[] {
    const steps: Step[] = []
    statements.forEach((statement, index) => {
      if (this.isDecoding(statement)) return
      const call = this.callOf(statement)
      if (call) steps.push(...this.task(statement, call, statements[index + 1], onFailure))
      else if (!this.isErrorCheck(statement)) steps.push(...this.statement(statement, onFailure))
    })
    return steps
  }

  /** `const result = JSON.parse(…)` of a response that was declared before: the task has the result already. */
  private isDecoding(statement: ts.Statement): boolean {
    if (!ts.isVariableStatement(statement)) return false
    const [declaration, ...others] = statement.declarationList.declarations
    const value = declaration?.initializer && unwrapAwait(declaration.initializer)
    const call = this.calls.find(({ answer }) => answer?.parse === value && answer?.response !== undefined)
    if (!declaration || others.length > 0 || !call) return false
    if (!ts.isIdentifier(declaration.name)) this.obstacle(declaration, 'the result is taken apart where it is declared')
    this.variables.add(declaration)
    return true
  }

  private isErrorCheck(statement: ts.Statement): boolean {
    return this.calls.some(({ answer }) => answer?.errorCheck === statement)
  }

  /** The call that a statement is: `await call`, `const response = await call`, `const result = JSON.parse((await call)…)`. */
  private callOf(statement: ts.Statement): Call | undefined {
    return this.calls.find(({ site, answer }) => {
      if (!contains(statement, site.call)) return false
      if (answer?.response) return answer.response === statement
      if (ts.isExpressionStatement(statement)) return unwrapped(statement.expression) === site.call
      if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length > 1) return false
      const [declaration] = statement.declarationList.declarations
      if (!declaration?.initializer) return false
      if (answer && unwrapAwait(declaration.initializer) === answer.parse) {
        this.variables.add(declaration)
        return ts.isIdentifier(declaration.name)
      }
      return !answer && unwrapped(declaration.initializer) === site.call
    })
  }

  private task(
    statement: ts.Statement,
    call: Call,
    next: ts.Statement | undefined,
    onFailure: readonly Step[] | undefined,
  ): Step[] {
    this.compiled.add(call)
    const check = call.answer?.errorCheck
    if (check && check !== next) this.obstacle(check, 'the failure is not checked right behind the call')
    const branch = check ? this.block(statementsOf(check.thenStatement), onFailure) : onFailure
    if (check?.elseStatement) this.obstacle(check.elseStatement, 'the check of the failure has an "else"')
    return [
      {
        kind: 'task',
        callee: call.callee,
        payload: this.payload(call),
        result: call.answer ? resultName(call) : undefined,
        onFailure: branch,
        origin: this.origin(statement),
      },
    ]
  }

  private payload({ payload, site }: Call): Expression {
    if (payload.kind === 'none') return { kind: 'object', properties: [] }
    if (payload.kind === 'json') return readExpression(this.scope, payload.value)
    this.obstacle(site.call, 'the payload is a text')
    return { kind: 'object', properties: [] }
  }

  private statement(node: ts.Statement, onFailure: readonly Step[] | undefined): Step[] {
    const origin = this.origin(node)
    if (ts.isReturnStatement(node)) {
      return [{ kind: 'return', value: node.expression && readExpression(this.scope, node.expression), origin }]
    }
    if (ts.isIfStatement(node)) {
      return [
        {
          kind: 'choice',
          condition: readExpression(this.scope, node.expression),
          whenTrue: this.block(statementsOf(node.thenStatement), onFailure),
          whenFalse: node.elseStatement ? this.block(statementsOf(node.elseStatement), onFailure) : [],
          origin,
        },
      ]
    }
    if (ts.isThrowStatement(node)) return this.fail(node, origin)
    if (ts.isTryStatement(node)) return this.attempt(node, onFailure)
    if (ts.isBlock(node)) return this.block(node.statements, onFailure)
    if (ts.isVariableStatement(node)) return this.assignments(node)
    this.obstacle(node, `"${shortText(node)}" has no form in a state machine`)
    return []
  }

  private assignments(node: ts.VariableStatement): Step[] {
    if (!(node.declarationList.flags & ts.NodeFlags.Const)) this.obstacle(node, 'a variable may change')
    return node.declarationList.declarations.flatMap((declaration): Step[] => {
      if (!ts.isIdentifier(declaration.name) || !declaration.initializer) {
        this.obstacle(declaration, `"${shortText(declaration)}" is no plain constant`)
        return []
      }
      const value = readExpression(this.scope, declaration.initializer)
      this.variables.add(declaration)
      return [{ kind: 'assign', name: declaration.name.text, value, origin: this.origin(declaration) }]
    })
  }

  private fail(node: ts.ThrowStatement, origin: Origin): Step[] {
    const error = unwrap(node.expression)
    const isPlain = ts.isNewExpression(error) && ts.isIdentifier(error.expression) && error.expression.text === 'Error'
    const [message] = isPlain ? (error.arguments ?? []) : []
    if (!isPlain || !message) {
      this.obstacle(node, `"${shortText(node)}" throws something else than "new Error(message)"`)
      return []
    }
    return [{ kind: 'fail', error: 'Error', message: readExpression(this.scope, message), origin }]
  }

  /** A failing task inside of `try` goes on with the statements of `catch`. */
  private attempt(node: ts.TryStatement, outer: readonly Step[] | undefined): Step[] {
    if (node.finallyBlock) this.obstacle(node.finallyBlock, '"finally" has no form in a state machine')
    const { catchClause } = node
    if (!catchClause) return this.block(node.tryBlock.statements, outer)
    const name = catchClause.variableDeclaration?.name
    const uses = name && ts.isIdentifier(name) ? (this.module.bindings.of(name)?.references ?? []) : []
    for (const use of uses) this.obstacle(use, `the caught error "${use.text}" is read`)
    if (name && !ts.isIdentifier(name)) this.obstacle(name, 'the caught error is taken apart')
    return this.block(node.tryBlock.statements, this.block(catchClause.block.statements, outer))
  }
}

function statementsOf(node: ts.Statement): readonly ts.Statement[] {
  return ts.isBlock(node) ? node.statements : [node]
}

/** The call itself, without `await` and `.promise()`. */
function unwrapped(node: ts.Expression): ts.Expression {
  const inner = unwrapAwait(node)
  const isPromise =
    ts.isCallExpression(inner) &&
    ts.isPropertyAccessExpression(inner.expression) &&
    inner.expression.name.text === 'promise'
  return isPromise ? unwrapAwait((inner.expression as ts.PropertyAccessExpression).expression) : inner
}

/** The variable that the code gives the result, else one named after the callee. */
function resultName({ answer, callee }: Call): string {
  const declaration = answer?.parse.parent
  const isNamed = declaration && ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name)
  return isNamed ? (declaration.name as ts.Identifier).text : `${camelCase(callee.function.key)}Result`
}
