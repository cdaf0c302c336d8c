import { ts } from 'ts-morph'
import { accessedName, isAccess, rewrap, unwrap } from '../../syntax/nodes'
import { classOf } from './error-classes'
import type { Expression } from './expression'
import { isDefined, typeOf } from './facts'
import type { Step, TryStep } from './ir'
import { declarationOf, isUndefined, placeText, shortText, UNREADABLE } from './read-scope'
import type { StatementReader } from './read-statements'

/** Reads `throw` and `try`. */
export class ErrorReader {
  /** Declarations of errors that the code makes, and may give other names. */
  private readonly own = new Set<ts.Node>()

  /** How many handlers take what is thrown where the reading is. */
  private handlers = 0

  constructor(private readonly reader: StatementReader) {}

  /** Whether what is thrown goes to a `catch` or a `finally`: an expression of a state machine that fails ends all of it. */
  get isCaught(): boolean {
    return this.handlers > 0
  }

  /** Reads something whose errors are taken. */
  caught<T>(read: () => T): T {
    this.handlers += 1
    const result = read()
    this.handlers -= 1
    return result
  }

  /** `throw new X(message)`, `throw error` of what was caught. */
  fail(node: ts.ThrowStatement): Step[] {
    const { reader } = this
    const thrown = unwrap(node.expression)
    const origin = reader.origin(node)
    const caught = ts.isIdentifier(thrown) ? declarationOf(reader.scope, thrown) : undefined
    const variable = caught && reader.errorVariables.get(caught)
    if (variable !== undefined) {
      const part = (name: string): Expression => ({ kind: 'variable', name: variable, path: [name] })
      return [{ kind: 'fail', error: part('name'), message: part('message'), origin }]
    }
    const made = this.made(thrown)
    if (!made) {
      reader.obstacle(node, `"${shortText(node)}" throws something else than "new Error(message)"`)
      return [{ kind: 'fail', error: { kind: 'literal', value: 'Error' }, message: UNREADABLE, origin }]
    }
    return [{ kind: 'fail', ...made, origin }]
  }

  /** `new X(message)` of a class that is known. */
  private made(node: ts.Expression): { error: Expression; message: Expression } | undefined {
    const { reader } = this
    if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression)) return undefined
    const type = classOf(reader.scope, node.expression)
    const [message, ...others] = node.arguments ?? []
    const isKnown = type && (reader.isDeployed || type.name === 'Error')
    if (!isKnown || others.length > 0) return undefined
    return { error: { kind: 'literal', value: type.name }, message: this.message(message) }
  }

  /** `const error = new X(message)` that is thrown later. */
  private madeBefore(declaration: ts.VariableDeclaration): Step[] | undefined {
    const { reader } = this
    const { name, initializer } = declaration
    const value = initializer && unwrap(initializer)
    const binding = ts.isIdentifier(name) ? reader.module.bindings.of(name) : undefined
    if (!value || !binding || binding.writes.length > 0 || binding.declarations.length > 1) return undefined
    const made = this.made(value)
    if (!made) return undefined
    const variable = reader.variables.newName(binding.name)
    const own = binding.declarations[0] ?? declaration
    reader.errorVariables.set(own, variable)
    this.own.add(own)
    return reader.assign([{ name: variable, value: errorOf(made.error, made.message) }], declaration)
  }

  /** `error.name = …` of an error that the code made. */
  renamed(left: ts.Expression, value: ts.Expression | undefined, node: ts.Node): Step[] | undefined {
    const { reader } = this
    const target = isAccess(left) ? unwrap(left.expression) : undefined
    const declaration = target && ts.isIdentifier(target) ? declarationOf(reader.scope, target) : undefined
    const variable = declaration && this.own.has(declaration) ? reader.errorVariables.get(declaration) : undefined
    const member = isAccess(left) ? accessedName(left) : undefined
    if (variable === undefined || !value || (member !== 'name' && member !== 'message')) return undefined
    const given = reader.expression(value)
    const isText = typeOf(given) === 'string' || this.isOfPayload(given)
    if (given !== UNREADABLE && !isText) return undefined
    const part = (name: string): Expression => ({ kind: 'variable', name: variable, path: [name] })
    const whole = member === 'name' ? errorOf(given, part('message')) : errorOf(part('name'), given)
    return given === UNREADABLE ? [] : reader.assign([{ name: variable, value: whole }], node)
  }

  /**
   * A name that holds an error: `const error = new X(message)`, or `let lastError` that is only given what `catch` takes.
   * Gives what is assigned first; `undefined` where a declaration is of another kind.
   */
  keeps(declaration: ts.VariableDeclaration): Step[] | undefined {
    const { reader } = this
    const { name, initializer } = declaration
    const binding = ts.isIdentifier(name) ? reader.module.bindings.of(name) : undefined
    const made = this.madeBefore(declaration)
    if (made) return made
    const isEmpty = !initializer || isUndefined(initializer) || initializer.kind === ts.SyntaxKind.NullKeyword
    if (!binding || !isEmpty || binding.writes.length === 0) return undefined
    if (binding.declarations.length > 1 || !binding.writes.every((write) => this.takenError(write))) return undefined
    const variable = reader.variables.newName(binding.name)
    reader.errorVariables.set(binding.declarations[0] ?? declaration, variable)
    return reader.assign([{ name: variable, value: { kind: 'object', properties: [] } }], declaration)
  }

  /** `lastError = error`: the declaration of the error that `catch` takes. */
  private takenError(write: ts.Node): ts.Node | undefined {
    const assignment = ts.isExpression(write) ? rewrap(write).parent : undefined
    const isPlain =
      assignment &&
      ts.isBinaryExpression(assignment) &&
      assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isExpressionStatement(assignment.parent)
    const value = isPlain ? unwrap(assignment.right) : undefined
    const declaration = value && ts.isIdentifier(value) ? declarationOf(this.reader.scope, value) : undefined
    return declaration && ts.isCatchClause(declaration.parent) ? declaration : undefined
  }

  /** `lastError = error` of a name that keeps what `catch` takes. */
  kept(target: ts.Identifier, node: ts.Node): Step[] | undefined {
    const { reader } = this
    const declaration = declarationOf(reader.scope, target)
    const variable = declaration && reader.errorVariables.get(declaration)
    const caught = variable === undefined ? undefined : this.takenError(target)
    const error = caught && reader.errorVariables.get(caught)
    if (variable === undefined || error === undefined) return undefined
    return reader.assign([{ name: variable, value: { kind: 'variable', name: error, path: [] } }], node)
  }

  /** `errorMessage` and `errorType` of what Lambda answers where a function fails: texts. */
  private isOfPayload(value: Expression): boolean {
    const isKnown = value.kind === 'variable' && this.reader.calls.payloads.has(value.name)
    return isKnown && ['errorMessage', 'errorType'].includes(value.path.join('.'))
  }

  private message(node: ts.Expression | undefined): Expression {
    if (!node) return { kind: 'literal', value: '' }
    const value = this.reader.expression(node)
    if (value === UNREADABLE || typeOf(value) === 'string') return value
    if (this.isOfPayload(value)) return { kind: 'default', value, otherwise: { kind: 'literal', value: '' } }
    const given: Expression = isDefined(value)
      ? value
      : { kind: 'default', value, otherwise: { kind: 'literal', value: '' } }
    return { kind: 'text', parts: [given], at: placeText(this.reader.scope, node) }
  }

  /** What fails or throws inside of `try` goes on with the statements of `catch`. */
  attempt(node: ts.TryStatement): Step[] {
    const { reader } = this
    const { catchClause, finallyBlock, tryBlock } = node
    const isRethrown = catchClause !== undefined && this.onlyRethrows(catchClause)
    const isTaken = finallyBlock !== undefined || (catchClause && !isRethrown)
    const readBody = () => reader.block(tryBlock.statements)
    const body = isTaken ? this.caught(readBody) : readBody()
    const readHandler = () => (isRethrown ? undefined : catchClause && this.handler(catchClause))
    const handler = finallyBlock ? this.caught(readHandler) : readHandler()
    // the plan tells of its log lines
    if (isRethrown) for (const statement of catchClause.block.statements) reader.helpers.isLog(statement)
    const last = finallyBlock ? reader.block(finallyBlock.statements) : []
    // one that only wrote a log does nothing any more
    if (!handler && last.length === 0) return body
    const finalizer: TryStep['finalizer'] =
      last.length === 0
        ? undefined
        : { steps: last, error: reader.variables.newName('failure'), returned: reader.variables.newName('returned') }
    return [{ kind: 'try', body, handler, finalizer, origin: reader.origin(node) }]
  }

  /** `catch (error) { console.error(error); throw error }`: what is caught goes on as it was. */
  private onlyRethrows({ variableDeclaration, block }: ts.CatchClause): boolean {
    const [only, ...others] = block.statements.filter((statement) => !this.reader.helpers.onlyLogs(statement))
    const thrown = only && ts.isThrowStatement(only) ? unwrap(only.expression) : undefined
    const name = variableDeclaration?.name
    if (!thrown || !name || others.length > 0 || !ts.isIdentifier(name) || !ts.isIdentifier(thrown)) return false
    const { bindings } = this.reader.module
    return block.statements.at(-1) === only && bindings.of(thrown) === bindings.of(name)
  }

  private handler({ variableDeclaration, block }: ts.CatchClause): NonNullable<TryStep['handler']> {
    const { reader } = this
    const name = variableDeclaration?.name
    if (name && !ts.isIdentifier(name)) reader.obstacle(name, 'the caught error is taken apart')
    const binding = name && ts.isIdentifier(name) ? reader.module.bindings.of(name) : undefined
    const declaration = binding?.declarations[0]
    if (!name || !declaration || binding.references.length === 0)
      return { error: undefined, steps: reader.block(block.statements) }
    for (const write of binding.writes) reader.obstacle(write, 'the caught error is given another value')
    const error = reader.variables.newName(name.getText())
    reader.errorVariables.set(declaration, error)
    return { error, steps: reader.block(block.statements) }
  }
}

function errorOf(name: Expression, message: Expression): Expression {
  const properties = [
    { name: 'name', value: name },
    { name: 'message', value: message },
  ]
  return { kind: 'object', properties }
}
