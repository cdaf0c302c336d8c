import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { contains, unwrap } from '../../syntax/nodes'
import { placeOf } from '../../syntax/parse'
import type { Call } from './calls'
import { BlockComments } from './comments'
import type { Expression } from './expression'
import { GlueReader } from './glue/read-glue'
import { isHttpText } from './http-texts'
import type { InputUse } from './inputs'
import type { Assignment, Origin, Step } from './ir'
import type { Obstacles } from './obstacles'
import { AssignmentReader } from './read-assignments'
import { CallReader } from './read-calls'
import { ChoiceReader } from './read-choices'
import { DeclarationReader } from './read-declarations'
import { ErrorReader } from './read-errors'
import { readExpression } from './read-expression'
import { GatherReader } from './read-gathers'
import { HelperReader } from './read-helpers'
import { LoopReader } from './read-loops'
import { isUndefined, type Position, type ReadScope, shortText } from './read-scope'
import type { Frame, Reading, ReadPlace, ReturnTarget } from './reading'
import { isPartOf, reads } from './refused-parts'
import { SplitReader } from './split/split-reader'
import { WorkflowVariables } from './workflow-variables'

export type { Frame, Reading, ReadPlace, ReturnTarget } from './reading'

/** Reads the statements from the first call on as steps. */
export class StatementReader {
  readonly scope: ReadScope
  readonly variables: WorkflowVariables
  readonly errorVariables = new Map<ts.Node, string>()
  readonly calls: CallReader
  readonly errors: ErrorReader
  readonly loops: LoopReader
  readonly helpers: HelperReader
  readonly gathers: GatherReader
  readonly splits: SplitReader
  private readonly glue: GlueReader
  private readonly assignments: AssignmentReader
  readonly choices: ChoiceReader
  readonly declarations: DeclarationReader
  private conditions = 0
  /** Steps that must be taken before the statement that is being read. */
  private before: Step[] = []
  frame: Frame
  place: ReadPlace
  returnTarget: ReturnTarget | undefined

  constructor(readonly reading: Reading) {
    this.frame = reading.isDeployed ? 'handler' : 'function'
    this.place = { module: reading.module, body: reading.body, calls: reading.calls, isHelper: false }
    this.variables = new WorkflowVariables(this, reading.facts)
    this.calls = new CallReader(this)
    this.errors = new ErrorReader(this)
    this.loops = new LoopReader(this)
    this.gathers = new GatherReader(this)
    this.helpers = new HelperReader(this)
    this.splits = new SplitReader(this)
    this.glue = new GlueReader(this)
    const of = (): SourceModule => this.module
    this.assignments = new AssignmentReader(this)
    this.choices = new ChoiceReader(this)
    this.declarations = new DeclarationReader(this)
    this.scope = {
      get module() {
        return of()
      },
      evaluator: reading.evaluator,
      variables: this.variables.held,
      errors: this.errorVariables,
      resultOf: (node) =>
        this.glue.valueOf(node) ??
        this.gathers.resultOf(node) ??
        this.calls.resultOf(node) ??
        this.helpers.resultOf(node),
      argument: (declaration, position) => this.helpers.argument(declaration, position),
      isArgument: (declaration) => this.helpers.isArgument(declaration),
      outer: (name, declaration, use) => this.outer(name, declaration, use),
      isHttpText: (node) => reading.httpEvent !== undefined && isHttpText(this.module, reading.httpEvent, node),
      environment: (key, node) => this.splits.environment(key, node),
      obstacle: (node, what) => this.obstacle(node, what),
      isCaught: () => this.errors.isCaught,
      conditionally: (read) => this.conditionally(read),
      newName: (wanted) => this.variables.newName(wanted),
    }
  }

  /** The file that is read. */
  get module(): SourceModule {
    return this.place.module
  }

  /** Whether Lambda calls the function that is read: what it throws becomes the name and the message of an error. */
  get isDeployed(): boolean {
    return this.reading.isDeployed || this.splits.own !== undefined
  }

  /** What is in the way of what is read. */
  get obstacles(): Obstacles {
    return this.splits.own ?? this.reading.obstacles
  }

  /** Reads something of another function. */
  at<T>(place: ReadPlace, read: () => T): T {
    const { place: own } = this
    this.place = place
    const result = read()
    this.place = own
    return result
  }

  /** Reads a call of a helper as its body. */
  inlined(call: Call): Expression {
    return this.helpers.inlined(call)
  }

  /** Reads statements whose `return` goes on at a place of the workflow. */
  returning<T>(target: ReturnTarget | undefined, read: () => T): T {
    const { returnTarget, frame } = this
    this.returnTarget = target
    if (target) this.frame = 'item'
    const result = read()
    this.returnTarget = returnTarget
    this.frame = frame
    return result
  }

  read(): Step[] {
    const steps = this.block(this.reading.region)
    this.calls.tellForgotten()
    return steps
  }

  get isConditional(): boolean {
    return this.conditions > 0
  }

  /** Takes steps before the statement that is being read. */
  first(...steps: Step[]): void {
    this.before.push(...steps)
  }

  expression(node: ts.Expression, position: Position = 'looked-at'): Expression {
    return readExpression(this.scope, node, position)
  }

  obstacle(node: ts.Node, what: string): void {
    if (this.isRefused(node)) return
    const { glue, obstacles } = this.reading
    // only the chain's own code may stay JavaScript
    if (this.splits.own) this.splits.own.add(node, what, this.module)
    else if (!glue?.isTaken(node, what)) {
      obstacles.add(node, glue?.told(node, what) ?? what, this.module)
      if (!this.place.isHelper) glue?.note(node, what)
    }
  }

  /** Whether something is only in the way for a call in it that is refused already, or for what that gives. */
  private isRefused(node: ts.Node): boolean {
    const { unreadable } = this.reading
    const isPlain = ts.isExpression(node) || ts.isExpressionStatement(node) || ts.isVariableStatement(node)
    if (!isPlain || unreadable.length === 0) return false
    return unreadable.some((call) => isPartOf(call, node) || reads(this.module, node, call))
  }

  /** Where a step comes from: what a helper does, from the call of it. */
  origin(node: ts.Node): Origin {
    if (this.place.isHelper && this.helpers.origin) return this.helpers.origin
    const { ast, file } = this.module
    const { origin: within } = this.splits
    return { file, line: placeOf(ast, node.getStart(ast)).line, ...(within && { within }) }
  }

  block(statements: readonly ts.Statement[]): Step[] {
    let at = 0
    const comments = new BlockComments(this.module)
    return statements.flatMap((statement, index) => {
      if (index < at) return []
      const run = this.glue.run(statements.slice(index))
      at = index + (run?.length ?? 1)
      if (run) return run.steps
      const isPart = this.calls.isDecoding(statement) || this.calls.isCheck(statement) || this.helpers.isLog(statement)
      const steps = this.withBefore(() => this.statementAt(statements, statement, index))
      return comments.of(statement, steps, !isPart)
    })
  }

  /** What an expression does whose value nobody reads. */
  effect(node: ts.Expression): Step[] {
    return this.withBefore(() => this.assignments.effect(node, node))
  }

  /** Reads what runs beside other code: what it returns is its value, and it changes nothing outside. */
  branch(read: () => Step[]): Step[] {
    return this.branchAround(() => ({ steps: this.withBefore(read) })).steps
  }

  /** The same, of which the caller takes care what is put before it. */
  branchAround<T>(read: () => T): T {
    const { frame, conditions } = this
    this.frame = 'item'
    this.conditions = 0
    const result = this.returning(undefined, () => this.variables.apart(() => this.loops.apart(read)))
    this.frame = frame
    this.conditions = conditions
    return result
  }

  /** Reads something, and puts the steps that it needs before it. */
  withBefore(read: () => Step[]): Step[] {
    const outer = this.before
    this.before = []
    const own = read()
    const steps = [...this.before, ...own]
    this.before = outer
    return steps
  }

  assign(values: readonly Assignment[], node: ts.Node): Step[] {
    return values.length === 0 ? [] : [{ kind: 'assign', values, origin: this.origin(node) }]
  }

  private conditionally<T>(read: () => T): T {
    this.conditions += 1
    const result = read()
    this.conditions -= 1
    return result
  }

  private outer(name: ts.Identifier, declaration: ts.Node | undefined, use: InputUse): readonly string[] | undefined {
    const { region, inputs } = this.reading
    // what it, or its declaration, is refused for is told already
    if ([name, declaration].some((node) => node && this.obstacles.encloses(node))) return undefined
    if (this.splits.own) {
      this.splits.outer(name)
      return undefined
    }
    const isInside = region.some((statement) => declaration && contains(statement, declaration))
    const reason =
      !declaration || isInside ? `"${name.text}" is not known in a state machine` : inputs.add(name, declaration, use)
    if (reason !== undefined) this.obstacle(name, reason)
    return reason === undefined ? [name.text] : undefined
  }

  private statementAt(statements: readonly ts.Statement[], statement: ts.Statement, index: number): Step[] {
    if (this.calls.isDecoding(statement)) return []
    const call = this.calls.callOf(statement)
    if (call) return this.calls.statement(statement, call, statements.slice(index + 1))
    return this.calls.isCheck(statement) ? [] : this.statement(statement)
  }

  private statement(node: ts.Statement): Step[] {
    if (this.helpers.isLog(node)) return []
    if (ts.isReturnStatement(node)) return this.returned(node)
    if (ts.isIfStatement(node)) return this.choices.statement(node)
    if (ts.isThrowStatement(node)) return this.errors.fail(node)
    if (ts.isTryStatement(node)) return this.errors.attempt(node)
    if (ts.isBlock(node)) return this.block(node.statements)
    if (ts.isVariableStatement(node)) return this.declarations.list(node.declarationList)
    if (ts.isExpressionStatement(node)) return this.assignments.statement(node)
    if (ts.isEmptyStatement(node)) return []
    const steps = this.loops.statement(node)
    if (!steps) this.obstacle(node, `"${shortText(node)}" has no form in a state machine`)
    return steps ?? []
  }

  private returned(node: ts.ReturnStatement): Step[] {
    const value = node.expression && unwrap(node.expression)
    const origin = this.origin(node)
    const { returnTarget: target } = this
    if (target)
      return !value || isUndefined(value)
        ? target.give(undefined, node)
        : this.choices.branches(value, node, target.position, (read) => target.give(read, node))
    if (value && !isUndefined(value))
      return this.choices.branches(value, node, 'json', (read) => [{ kind: 'return', value: read, origin }])
    if (this.frame === 'function') this.noValue(node)
    return [{ kind: 'return', value: undefined, origin }]
  }

  /** Tells of a function that may return nothing. */
  noValue(node: ts.Node): void {
    this.obstacle(node, `"${shortText(node)}" may return nothing, and stands in a function that is no handler`)
  }
}

export function statementsOf(node: ts.Statement): readonly ts.Statement[] {
  return ts.isBlock(node) ? node.statements : [node]
}
