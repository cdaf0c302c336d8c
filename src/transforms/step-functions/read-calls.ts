import { ts } from 'ts-morph'
import { contains, enclosing, rewrap, unwrapAwait } from '../../syntax/nodes'
import { attempt } from '../transform'
import { type Call, callNode, isCall, onlyDeclaration, resultName } from './calls'
import { commentsOf, withComments } from './comments'
import type { Expression } from './expression'
import { failureOfHelper } from './helper-failures'
import { alwaysEnds, type FailureBranch, type Step, type TaskStep } from './ir'
import { readExpression } from './read-expression'
import { UNREADABLE } from './read-scope'
import { type StatementReader, statementsOf } from './read-statements'

/** Reads the calls of functions as tasks. */
export class CallReader {
  private readonly names = new Map<Call, string>()
  private readonly compiled = new Set<Call>()
  /** Variables that hold what Lambda answers where a function fails. */
  readonly payloads = new Set<string>()
  /** What helpers do where the function fails, as far as it can be read. */
  private readonly failures = new Map<Call, ReturnType<typeof attempt<FailureBranch | undefined>>>()
  /** What the helpers give that were read as their bodies. */
  private readonly values = new Map<Call, Expression>()

  constructor(private readonly reader: StatementReader) {}

  private get all(): readonly Call[] {
    return this.reader.place.calls
  }

  /** The call whose statement this is: it is awaited, and what it gives is decoded elsewhere or not at all. */
  callOf(statement: ts.Statement): Call | undefined {
    return this.all.find((call) => isCall(statement, call))
  }

  /** `if (response.FunctionError) …`: it is part of its call. */
  isCheck(statement: ts.Statement): boolean {
    return this.all.some(({ answer }) => answer?.errorCheck === statement)
  }

  /** `const result = JSON.parse(…)` of a response that was declared before: the task has the result already. */
  isDecoding(statement: ts.Statement): boolean {
    const declaration = onlyDeclaration(statement)
    const call = declaration && this.decodedBy(declaration)
    if (!declaration || !call) return false
    if (!ts.isIdentifier(declaration.name)) return false
    const binding = this.reader.module.bindings.of(declaration.name)
    if (!binding || binding.writes.length > 0) return false
    this.reader.declarations.check(declaration)
    const held = this.reader.variables.held.get(binding.declarations[0] ?? declaration)
    if (!held) this.reader.variables.held.set(binding.declarations[0] ?? declaration, this.result(call))
    return true
  }

  private decodedBy(declaration: ts.VariableDeclaration): Call | undefined {
    const value = declaration.initializer && unwrapAwait(declaration.initializer)
    return this.all.find(({ answer }) => answer?.parse === value && answer?.response !== undefined)
  }

  /** Whether an expression calls one of the functions. */
  makesCall(node: ts.Node): boolean {
    return this.all.some(({ site }) => contains(node, site.call))
  }

  /** The result of the call that an expression decodes; the call is made before the statement where it stands in it. */
  resultOf(node: ts.Expression): Expression | undefined {
    const unread = this.rawCall(node)
    const isAlone = unread && !unread.answer
    if (isAlone && (ts.isAwaitExpression(rewrap(node).parent) || (unread.inlined && isAwaitedCall(unread.site.call)))) {
      if (!this.compiled.has(unread)) this.hoist(node, unread)
      return this.values.get(unread) ?? { kind: 'undefined' }
    }
    const call = this.all.find(({ answer }) => answer?.parse === node)
    if (!call) return undefined
    if (!this.compiled.has(call) && contains(node, call.site.call)) this.hoist(node, call)
    return this.result(call)
  }

  /** The call that an expression is, with `.promise()` or without; what it gives is decoded elsewhere. */
  rawCall(node: ts.Expression): Call | undefined {
    return this.all.find((call) => callNode(node) === call.site.call && call.answer?.parse !== call.site.call)
  }

  /** The same where it is one task, and not the body of a helper. */
  rawTask(node: ts.Expression): Call | undefined {
    const call = this.rawCall(node)
    return call && !this.isInlined(call) ? call : undefined
  }

  /** Calls in something that is refused are refused with it. */
  skip(node: ts.Node): void {
    for (const call of this.all) if (contains(node, call.site.call)) this.compiled.add(call)
  }

  /** The result gets another variable: that of its branch is not known outside of it. */
  outside(call: Call): string {
    this.names.delete(call)
    return this.name(call)
  }

  private hoist(node: ts.Node, call: Call): void {
    if (this.reader.isConditional) {
      this.compiled.add(call)
      const what = `the call of "${call.callee.function.key}" is made on a condition, or more than once, inside of an expression`
      this.reader.obstacle(node, `${what}: make it a statement of its own`)
      return
    }
    this.make(node, call)
  }

  /** Whether the body of a helper takes the place of its call: what it does where the function fails asks for that. */
  private isInlined(call: Call): boolean {
    if (!call.helper || !call.inlined) return call.inlined !== undefined
    const known = this.failures.get(call) ?? attempt(() => failureOfHelper(this.reader, call))
    this.failures.set(call, known)
    return 'refusal' in known
  }

  /** Makes a call before the statement that is being read. */
  private make(node: ts.Node, call: Call): void {
    if (!this.isInlined(call)) this.reader.first(...this.steps(node, call, undefined))
    else {
      this.compiled.add(call)
      this.checkAwaited(node, call)
      this.values.set(call, this.reader.inlined(call))
    }
  }

  statement(statement: ts.Statement, call: Call, following: readonly ts.Statement[]): Step[] {
    if (this.isInlined(call)) {
      this.make(statement, call)
      return []
    }
    const { answer } = call
    const check = answer?.errorCheck
    const declaration = onlyDeclaration(statement)
    const [next, second] = following
    const isDecoded = next !== undefined && check !== undefined && next !== check && this.isDecodingOf(next, call)
    const made = this.steps(statement, call, check && this.failure(call, check, isDecoded ? second : next))
    if (!answer || answer.response || !declaration) return made
    return [...made, ...this.reader.declarations.declared(declaration.name, this.result(call), declaration)]
  }

  private isDecodingOf(statement: ts.Statement, call: Call): boolean {
    const declaration = onlyDeclaration(statement)
    return declaration !== undefined && this.decodedBy(declaration) === call
  }

  /** A call as its task, or as what the function does. */
  steps(node: ts.Node, call: Call, onFailure: FailureBranch | undefined): Step[] {
    return this.reader.splits.expanded(this.task(node, call, onFailure), node)
  }

  /** A call whose result is kept under a name, or not at all. */
  private task(node: ts.Node, call: Call, onFailure: FailureBranch | undefined): TaskStep {
    this.compiled.add(call)
    if (call.helper?.logs) this.reader.reading.facts.dropsLogs = true
    const { answer, site, callee } = call
    this.checkAwaited(node, call)
    if (site.kind === 'direct' && site.call.arguments.length > 1)
      this.reader.obstacle(node, 'the call is given more than its parameters')
    return {
      kind: 'task',
      callee,
      payload: this.payload(call),
      needsPayload: call.payload.kind === 'json' && call.payload.isEncoded,
      result: answer && this.name(call),
      onFailure: onFailure ?? this.failureOf(call),
      origin: this.reader.origin(node),
    }
  }

  /** What a helper does where the function fails. */
  private failureOf(call: Call): FailureBranch | undefined {
    const known = this.failures.get(call)
    const read = known ?? attempt(() => failureOfHelper(this.reader, call))
    if ('value' in read) return read.value
    const { message } = read.refusal
    this.reader.obstacle(call.site.call, message.charAt(0).toLowerCase() + message.slice(1, -1))
    return undefined
  }

  private checkAwaited(node: ts.Node, { answer, site, callee, helper, inlined }: Call): void {
    if ((helper || inlined) && answer && !isAwaitedCall(site.call))
      this.reader.obstacle(node, `the call of "${callee.function.key}" is not awaited where it is made`)
  }

  result(call: Call): Expression {
    const value = this.values.get(call)
    if (value) return value
    return { kind: 'variable', name: this.name(call), path: [] }
  }

  name(call: Call): string {
    const known = this.names.get(call) ?? this.reader.variables.newName(resultName(call))
    this.names.set(call, known)
    return known
  }

  /** Tells of calls that were not read. */
  tellForgotten(calls = this.all): void {
    const { obstacles } = this.reader
    for (const call of calls) {
      if (this.compiled.has(call) || obstacles.encloses(call.site.call)) continue
      const what = `the call of "${call.callee.function.key}" is not awaited in a statement of its own`
      this.reader.obstacle(call.site.call, what)
    }
  }

  /** The branch of a check of `FunctionError`. */
  private failure(call: Call, check: ts.IfStatement, next: ts.Statement | undefined): FailureBranch {
    const { reader } = this
    const parse = call.answer?.parse
    if (check !== next) reader.obstacle(check, 'the failure is not checked right behind the call')
    if (check.elseStatement) reader.obstacle(check.elseStatement, 'the check of the failure has an "else"')
    const { error, restore } = this.errorAs(call, check)
    const steps = withComments(reader.block(statementsOf(check.thenStatement)), commentsOf(reader.module, check))
    restore()
    if (!alwaysEnds(steps))
      reader.obstacle(check, 'after the check of the failure the code goes on with the error as if it were a result')
    if (parse && contains(check, parse)) this.compiled.add(call)
    return { error, steps }
  }

  /** Inside of the branch, the result is the error of the function. */
  private errorAs(call: Call, check: ts.IfStatement): { error: string | undefined; restore: () => void } {
    const { reader } = this
    const parse = call.answer?.parse
    const own = this.name(call)
    const declaration = declarationAround(parse)
    const binding =
      declaration && ts.isIdentifier(declaration.name) ? reader.module.bindings.of(declaration.name) : undefined
    const isRead =
      (parse !== undefined && contains(check, parse)) ||
      (binding?.references.some((reference) => contains(check, reference)) ?? false)
    if (!isRead) return { error: undefined, restore: () => undefined }
    const error = reader.variables.newName(`${own}Error`)
    this.payloads.add(error)
    this.names.set(call, error)
    const [key] = binding?.declarations ?? []
    if (key) reader.variables.held.set(key, this.result(call))
    return {
      error,
      restore: () => {
        this.names.set(call, own)
        if (key) reader.variables.held.set(key, this.result(call))
      },
    }
  }

  private payload({ payload, site }: Call): Expression {
    if (payload.kind === 'none') return { kind: 'object', properties: [] }
    if (payload.kind === 'json') return readExpression(this.reader.scope, payload.value, 'json')
    this.reader.obstacle(site.call, 'the payload is a text')
    return UNREADABLE
  }
}

/** Whether a call that gives a promise is awaited, returned outside of `try`, or gathered by `Promise.all`. */
export function isAwaitedCall(call: ts.CallExpression): boolean {
  const { parent } = rewrap(call)
  if (ts.isAwaitExpression(parent) || ts.isArrowFunction(parent)) return true
  if (ts.isReturnStatement(parent)) return enclosing(parent, ts.isTryStatement) === undefined
  const all = ts.isArrayLiteralExpression(parent) ? rewrap(parent).parent : undefined
  return all !== undefined && ts.isCallExpression(all) && /^Promise\.all(Settled)?$/.test(all.expression.getText())
}

function declarationAround(parse: ts.Expression | undefined): ts.VariableDeclaration | undefined {
  let node: ts.Node | undefined = parse
  while (node && !ts.isVariableDeclaration(node) && !ts.isStatement(node)) node = node.parent
  const declaration = node && ts.isVariableDeclaration(node) ? node : undefined
  return declaration?.initializer && unwrapAwait(declaration.initializer) === parse ? declaration : undefined
}
