import { ts } from 'ts-morph'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import { contains, unwrap } from '../../syntax/nodes'
import { placeOf } from '../../syntax/parse'
import type { Call } from './calls'
import type { Expression } from './expression'
import type { Inputs, InputUse } from './inputs'
import type { Assignment, Origin, Step } from './ir'
import type { Obstacles } from './obstacles'
import { AssignmentReader } from './read-assignments'
import { CallReader } from './read-calls'
import { ChoiceReader } from './read-choices'
import { ErrorReader } from './read-errors'
import { readExpression } from './read-expression'
import { GatherReader } from './read-gathers'
import { LoopReader } from './read-loops'
import { readPattern } from './read-patterns'
import { isUndefined, type Position, type ReadScope, shortText, UNREADABLE } from './read-scope'
import { type Facts, WorkflowVariables } from './workflow-variables'

/** What is read, and with what. */
export interface Reading {
  readonly evaluator: Evaluator
  readonly module: SourceModule
  readonly body: ts.Block
  readonly region: readonly ts.Statement[]
  readonly calls: readonly Call[]
  readonly inputs: Inputs
  /** Whether Lambda calls the function: what it returns becomes JSON. */
  readonly isDeployed: boolean
  readonly obstacles: Obstacles
  readonly facts: Facts
}

/** What `return` means where it stands. */
export type Frame = 'handler' | 'function' | 'item'

/** Reads the statements from the first call on as steps. */
export class StatementReader {
  readonly scope: ReadScope
  readonly variables: WorkflowVariables
  readonly errorVariables = new Map<ts.Node, string>()
  readonly calls: CallReader
  readonly errors: ErrorReader
  private readonly loops: LoopReader
  private readonly gathers: GatherReader
  private readonly assignments: AssignmentReader
  readonly choices: ChoiceReader
  private conditions = 0
  /** Steps that must be taken before the statement that is being read. */
  private before: Step[] = []
  frame: Frame

  constructor(readonly reading: Reading) {
    this.frame = reading.isDeployed ? 'handler' : 'function'
    this.variables = new WorkflowVariables(reading.module, reading.facts)
    this.calls = new CallReader(this)
    this.errors = new ErrorReader(this)
    this.loops = new LoopReader(this)
    this.gathers = new GatherReader(this)
    this.assignments = new AssignmentReader(this)
    this.choices = new ChoiceReader(this)
    this.scope = {
      module: reading.module,
      evaluator: reading.evaluator,
      variables: this.variables.held,
      errors: this.errorVariables,
      resultOf: (node) => this.gathers.resultOf(node) ?? this.calls.resultOf(node),
      outer: (name, declaration, use) => this.outer(name, declaration, use),
      obstacle: (node, what) => this.obstacle(node, what),
      conditionally: (read) => this.conditionally(read),
      newName: (wanted) => this.variables.newName(wanted),
    }
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
    this.reading.obstacles.add(node, what)
  }

  origin(node: ts.Node): Origin {
    const { ast, file } = this.reading.module
    return { file, line: placeOf(ast, node.getStart(ast)).line }
  }

  block(statements: readonly ts.Statement[]): Step[] {
    return statements.flatMap((statement, index) =>
      this.withBefore(() => this.statementAt(statements, statement, index)),
    )
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
    const result = this.variables.apart(() => this.loops.apart(read))
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
    const { obstacles, region, inputs } = this.reading
    // what it, or its declaration, is refused for is told already
    if ([name, declaration].some((node) => node && obstacles.encloses(node))) return undefined
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
    if (ts.isReturnStatement(node)) return this.returned(node)
    if (ts.isIfStatement(node)) return this.choice(node)
    if (ts.isThrowStatement(node)) return this.errors.fail(node)
    if (ts.isTryStatement(node)) return this.errors.attempt(node)
    if (ts.isBlock(node)) return this.block(node.statements)
    if (ts.isVariableStatement(node)) return this.declarations(node.declarationList)
    if (ts.isExpressionStatement(node)) return this.assignments.statement(node)
    if (ts.isEmptyStatement(node)) return []
    const steps = this.loops.statement(node)
    if (!steps) this.obstacle(node, `"${shortText(node)}" has no form in a state machine`)
    return steps ?? []
  }

  private choice(node: ts.IfStatement): Step[] {
    const condition = this.expression(node.expression)
    return [
      {
        kind: 'choice',
        condition,
        whenTrue: this.block(statementsOf(node.thenStatement)),
        whenFalse: node.elseStatement ? this.block(statementsOf(node.elseStatement)) : [],
        origin: this.origin(node),
      },
    ]
  }

  private returned(node: ts.ReturnStatement): Step[] {
    const value = node.expression && unwrap(node.expression)
    const origin = this.origin(node)
    if (value && !isUndefined(value))
      return this.choices.branches(value, node, 'json', (read) => [{ kind: 'return', value: read, origin }])
    if (this.frame === 'function') this.noValue(node)
    return [{ kind: 'return', value: undefined, origin }]
  }

  /** Tells of a function that may return nothing. */
  noValue(node: ts.Node): void {
    this.obstacle(node, `"${shortText(node)}" may return nothing, and stands in a function that is no handler`)
  }

  declarations(list: ts.VariableDeclarationList): Step[] {
    return list.declarations.flatMap((declaration) => this.withBefore(() => this.declaration(declaration)))
  }

  private declaration(declaration: ts.VariableDeclaration): Step[] {
    const { name, initializer } = declaration
    this.checkDeclared(declaration)
    if (this.gathers.declares(declaration)) return []
    const kept = this.errors.keeps(declaration)
    if (kept) return kept
    if (initializer && ts.isIdentifier(name) && this.choices.isChosen(initializer)) {
      const own = this.variables.reserve(name)
      return this.choices.branches(initializer, declaration, 'looked-at', (value) =>
        this.assign(
          [this.variables.assign(own, value)].flatMap((found) => found ?? []),
          declaration,
        ),
      )
    }
    const value: Expression = initializer ? this.expression(initializer) : { kind: 'undefined' }
    return this.declared(name, value, declaration)
  }

  /** Lets a name or a pattern stand for a value. */
  declared(name: ts.BindingName, value: Expression, node: ts.Node): Step[] {
    if (value === UNREADABLE) {
      this.forget(name)
      return []
    }
    if (ts.isIdentifier(name)) return this.assign(this.variables.declare(name, value), node)
    const isKept = value.kind !== 'variable' && value.kind !== 'input'
    const kept = isKept ? this.variables.keep('value', value) : { value, assignments: [] }
    const first = this.assign(kept.assignments, node)
    const values: Assignment[] = []
    readPattern(this.scope, name, kept.value, (own, part) => values.push(...this.variables.declare(own, part)))
    return [...first, ...this.assign(values, node)]
  }

  /** What is unreadable is told where it stands, and not again where its names are used. */
  forget(name: ts.BindingName): void {
    if (!ts.isIdentifier(name)) {
      for (const element of name.elements) if (ts.isBindingElement(element)) this.forget(element.name)
      return
    }
    const [declaration] = this.reading.module.bindings.of(name)?.declarations ?? []
    if (declaration) this.variables.held.set(declaration, UNREADABLE)
  }

  /** Tells of a declaration that is not alone, or that is known outside of its block. */
  checkDeclared(declaration: ts.VariableDeclaration): void {
    const list = declaration.parent
    const binding = ts.isIdentifier(declaration.name) && this.reading.module.bindings.of(declaration.name)
    if (binding && binding.declarations.length > 1)
      this.obstacle(declaration, `"${binding.name}" is declared more than once`)
    const isVar = ts.isVariableDeclarationList(list) && !(list.flags & ts.NodeFlags.BlockScoped)
    if (isVar && list.parent.parent !== this.reading.body)
      this.obstacle(declaration, `"${declaration.name.getText()}" is a "var" inside of a block`)
  }
}

export function statementsOf(node: ts.Statement): readonly ts.Statement[] {
  return ts.isBlock(node) ? node.statements : [node]
}
