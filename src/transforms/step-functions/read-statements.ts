import { ts } from 'ts-morph'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import { contains, unwrap, unwrapAwait } from '../../syntax/nodes'
import { placeOf } from '../../syntax/parse'
import { type Call, isCall, onlyDeclaration, resultName } from './calls'
import type { Inputs, InputUse } from './inputs'
import { alwaysEnds, type Expression, type Origin, type Step } from './ir'
import { JsonataWriter, variableName } from './jsonata'
import type { Obstacles } from './obstacles'
import { isUndefined, type ReadScope, readExpression, shortText, UNREADABLE } from './read-expression'

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
}

/** Reads the statements from the first call on as steps. */
export class StatementReader {
  private readonly scope: ReadScope
  private readonly results = new Map<ts.Node, string>()
  private readonly variables = new Map<ts.Node, Expression>()
  private readonly names = new Set<string>()
  private readonly compiled = new Set<Call>()

  constructor(private readonly reading: Reading) {
    for (const call of reading.calls)
      if (call.answer) this.results.set(call.answer.parse, this.newName(resultName(call)))
    this.scope = {
      module: reading.module,
      evaluator: reading.evaluator,
      results: this.results,
      variables: this.variables,
      outer: (name, declaration, use) => {
        // what it, or its declaration, is refused for is told already
        if ([name, declaration].some((node) => node && reading.obstacles.encloses(node))) return undefined
        const reason = this.outer(name, declaration, use)
        if (reason !== undefined) this.obstacle(name, reason)
        return reason === undefined ? [name.text] : undefined
      },
      obstacle: (node, what) => this.obstacle(node, what),
    }
  }

  read(): Step[] {
    const { region, calls, obstacles } = this.reading
    const steps = this.block(region)
    for (const call of calls) {
      if (this.compiled.has(call) || obstacles.encloses(call.site.call)) continue
      this.obstacle(
        call.site.call,
        `the call of "${call.callee.function.key}" is not awaited in a statement of its own`,
      )
    }
    return steps
  }

  /** A variable of the workflow: two names of the code are never the same, wherever they are declared. */
  private newName(wanted: string): string {
    const legal = variableName(wanted)
    let name = legal
    for (let number = 2; this.names.has(name); number++) name = `${legal}${number}`
    this.names.add(name)
    return name
  }

  /** Makes a name from before the workflow part of its input; says why not where it cannot be. */
  private outer(name: ts.Identifier, declaration: ts.Node | undefined, use: InputUse): string | undefined {
    const isInside = this.reading.region.some((statement) => declaration && contains(statement, declaration))
    if (!declaration || isInside) return `"${name.text}" is not known in a state machine`
    return this.reading.inputs.add(name, declaration, use)
  }

  private obstacle(node: ts.Node, what: string): void {
    this.reading.obstacles.add(node, what)
  }

  private origin(node: ts.Node): Origin {
    const { ast, file } = this.reading.module
    return { file, line: placeOf(ast, node.getStart(ast)).line }
  }

  private block(statements: readonly ts.Statement[], isInTry = false): Step[] {
    return statements.flatMap((statement, index) => {
      if (this.isDecoding(statement)) return []
      const call = this.reading.calls.find((candidate) => isCall(statement, candidate))
      if (call) return [this.task(statement, call, statements[index + 1], isInTry)]
      const isCheck = this.reading.calls.some(({ answer }) => answer?.errorCheck === statement)
      return isCheck ? [] : this.statement(statement, isInTry)
    })
  }

  /** `const result = JSON.parse(…)` of a response that was declared before: the task has the result already. */
  private isDecoding(statement: ts.Statement): boolean {
    const declaration = onlyDeclaration(statement)
    const value = declaration?.initializer && unwrapAwait(declaration.initializer)
    const call = this.reading.calls.find(({ answer }) => answer?.parse === value && answer?.response !== undefined)
    if (!declaration || !call?.answer) return false
    this.declare(declaration, { kind: 'variable', name: this.results.get(call.answer.parse) ?? '', path: [] })
    return true
  }

  private declare(declaration: ts.VariableDeclaration, value: Expression): void {
    this.variables.set(declaration, value)
    if (!ts.isIdentifier(declaration.name)) {
      this.obstacle(declaration, `"${shortText(declaration)}" takes a value apart where it is declared`)
      return
    }
    const binding = this.reading.module.bindings.of(declaration.name)
    if (binding?.declarations.length !== 1 || binding.writes.length > 0)
      this.obstacle(declaration, `"${declaration.name.text}" is given more than one value`)
    const list = declaration.parent
    const isVar = ts.isVariableDeclarationList(list) && !(list.flags & ts.NodeFlags.BlockScoped)
    if (isVar && list.parent.parent !== this.reading.body)
      this.obstacle(declaration, `"${declaration.name.text}" is a "var" inside of a block`)
  }

  private task(statement: ts.Statement, call: Call, next: ts.Statement | undefined, isInTry: boolean): Step {
    this.compiled.add(call)
    const { answer, site, callee } = call
    if (site.call.arguments.length > 1) this.obstacle(statement, 'the call is given more than its parameters')
    const declaration = onlyDeclaration(statement)
    const result = answer && this.results.get(answer.parse)
    if (result !== undefined && answer && !answer.response && declaration)
      this.declare(declaration, { kind: 'variable', name: result, path: [] })
    return {
      kind: 'task',
      callee,
      payload: this.payload(call),
      needsPayload: call.payload.kind === 'json' && call.payload.isEncoded,
      result,
      onFailure: answer?.errorCheck && this.failure(answer.errorCheck, answer.parse, next, isInTry),
      origin: this.origin(statement),
    }
  }

  /** The branch of a check of `FunctionError`. */
  private failure(
    check: ts.IfStatement,
    parse: ts.Expression,
    next: ts.Statement | undefined,
    isInTry: boolean,
  ): readonly Step[] {
    if (check !== next) this.obstacle(check, 'the failure is not checked right behind the call')
    if (check.elseStatement) this.obstacle(check.elseStatement, 'the check of the failure has an "else"')
    if (contains(check, parse)) this.obstacle(parse, 'the error of a function is read')
    const branch = this.block(statementsOf(check.thenStatement), isInTry)
    if (!alwaysEnds(branch))
      this.obstacle(check, 'after the check of the failure the code goes on with the error as if it were a result')
    return branch
  }

  private payload({ payload, site }: Call): Expression {
    if (payload.kind === 'none') return { kind: 'object', properties: [] }
    if (payload.kind === 'json') return readExpression(this.scope, payload.value, 'json')
    this.obstacle(site.call, 'the payload is a text')
    return UNREADABLE
  }

  private statement(node: ts.Statement, isInTry: boolean): Step[] {
    const origin = this.origin(node)
    if (ts.isReturnStatement(node)) return [{ kind: 'return', value: this.returned(node), origin }]
    if (ts.isIfStatement(node)) {
      return [
        {
          kind: 'choice',
          condition: readExpression(this.scope, node.expression, 'looked-at'),
          whenTrue: this.block(statementsOf(node.thenStatement), isInTry),
          whenFalse: node.elseStatement ? this.block(statementsOf(node.elseStatement), isInTry) : [],
          origin,
        },
      ]
    }
    if (ts.isThrowStatement(node)) return this.fail(node, origin, isInTry)
    if (ts.isTryStatement(node)) return this.attempt(node, isInTry)
    if (ts.isBlock(node)) return this.block(node.statements, isInTry)
    if (ts.isVariableStatement(node)) return this.constants(node)
    if (!ts.isEmptyStatement(node)) this.obstacle(node, `"${shortText(node)}" has no form in a state machine`)
    return []
  }

  private returned(node: ts.ReturnStatement): Expression | undefined {
    const value = node.expression && unwrap(node.expression)
    if (this.reading.isDeployed)
      return value && !isUndefined(value) ? readExpression(this.scope, value, 'json') : undefined
    // no JSON is made of what another function returns: `undefined` would become `null`
    const read = value && readExpression(this.scope, value, 'looked-at')
    if (!read || !new JsonataWriter(false).isDefined(read))
      this.obstacle(node, `"${shortText(node)}" may return nothing, and stands in a function that is no handler`)
    return read
  }

  private constants(node: ts.VariableStatement): Step[] {
    if (!(node.declarationList.flags & ts.NodeFlags.Const)) this.obstacle(node, 'a variable may change')
    return node.declarationList.declarations.flatMap((declaration): Step[] => {
      if (!declaration.initializer) return []
      const value = readExpression(this.scope, declaration.initializer, 'looked-at')
      if (!ts.isIdentifier(declaration.name) || isPlace(value) || !new JsonataWriter(false).isDefined(value)) {
        // a variable of a workflow always has a value: what may have none is written where it is used
        this.declare(declaration, value)
        return []
      }
      const name = this.newName(declaration.name.text)
      this.declare(declaration, { kind: 'variable', name, path: [] })
      return [{ kind: 'assign', name, value, origin: this.origin(declaration) }]
    })
  }

  private fail(node: ts.ThrowStatement, origin: Origin, isInTry: boolean): Step[] {
    const error = unwrap(node.expression)
    const isPlain = ts.isNewExpression(error) && ts.isIdentifier(error.expression) && error.expression.text === 'Error'
    const [message, ...others] = isPlain ? (error.arguments ?? []) : []
    if (!isPlain || !message || others.length > 0) {
      this.obstacle(node, `"${shortText(node)}" throws something else than "new Error(message)"`)
      return [{ kind: 'fail', error: 'Error', message: UNREADABLE, origin }]
    }
    const value = readExpression(this.scope, message, 'looked-at')
    // the handler of a "try" never reads it
    const isText = value.kind === 'literal' && typeof value.value === 'string'
    if (!isText && !isInTry && value !== UNREADABLE)
      this.obstacle(message, `the message "${shortText(message)}" may be no text`)
    return [{ kind: 'fail', error: 'Error', message: value, origin }]
  }

  /** What fails or throws inside of `try` goes on with the statements of `catch`. */
  private attempt(node: ts.TryStatement, isInTry: boolean): Step[] {
    const { catchClause, finallyBlock, tryBlock } = node
    if (finallyBlock) this.obstacle(finallyBlock, '"finally" has no form in a state machine')
    const body = this.block(tryBlock.statements, isInTry || catchClause !== undefined)
    if (!catchClause) return body
    const name = catchClause.variableDeclaration?.name
    const uses = name && ts.isIdentifier(name) ? (this.reading.module.bindings.of(name)?.references ?? []) : []
    for (const use of uses) this.obstacle(use, `the caught error "${use.text}" is read`)
    if (name && !ts.isIdentifier(name)) this.obstacle(name, 'the caught error is taken apart')
    return [{ kind: 'try', body, handler: this.block(catchClause.block.statements, isInTry) }]
  }
}

function statementsOf(node: ts.Statement): readonly ts.Statement[] {
  return ts.isBlock(node) ? node.statements : [node]
}

/** A literal, or something that already has a name in the workflow. */
function isPlace({ kind }: Expression): boolean {
  return kind === 'literal' || kind === 'variable' || kind === 'input'
}
