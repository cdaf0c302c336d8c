import { ts } from 'ts-morph'
import { isInert } from '../../../syntax/inert'
import { isLogCall } from '../../../syntax/loggers'
import { type FunctionNode, rewrap, unwrap, unwrapAwait, walkOwn } from '../../../syntax/nodes'
import type { Answer } from '../answer/answer'
import type { Failure } from '../answer/failure'

/** What a wrapper does beside the call. */
export interface Beside {
  /** The first thing that would be lost, and matters. */
  readonly strange: ts.Node | undefined
  /** Whether it tries again where the call fails. */
  readonly isRetried: boolean
  /** Whether it writes log lines, which go with it. */
  readonly logs: boolean
  /** Whether it words the error of the callee anew. */
  readonly rewords: boolean
  /** Whether what it throws then has the message of that error. */
  readonly keepsMessage: boolean
}

/**
 * Looks at what a wrapper does beside the call and the decoding of its answer: making parameters, logging, trying again,
 * throwing where the call failed.
 * @param own The nodes that the call, and what is made of its answer, stand in.
 */
export function besideCall({ body }: FunctionNode, answer: Answer | undefined, own: readonly ts.Node[]): Beside {
  const reader = new BodyReader(answer, own)
  if (body && ts.isBlock(body)) reader.statements(body.statements, false)
  return reader
}

class BodyReader implements Beside {
  strange: ts.Node | undefined
  isRetried = false
  logs = false
  rewords = false
  keepsMessage = true

  constructor(
    private readonly answer: Answer | undefined,
    private readonly own: readonly ts.Node[],
  ) {
    if (answer?.failure) this.rewords = true
    if (answer?.failure) this.keepsMessage = throwsMessage(answer.failure)
  }

  statements(list: readonly ts.Statement[], isRepeated: boolean): void {
    for (const statement of list) this.statement(statement, isRepeated)
  }

  private statement(node: ts.Statement, isRepeated: boolean): void {
    const isOwn = this.own.some((one) => node.pos <= one.pos && one.end <= node.end)
    if (node === this.answer?.failure?.check) {
      this.failing(this.answer.failure)
      return
    }
    if (this.answer?.removed.includes(node)) return
    if (ts.isTryStatement(node) && !node.finallyBlock) this.tried(node, isRepeated)
    else if (isLoop(node) && isOwn) this.loop(node)
    else if (ts.isBlock(node)) this.statements(node.statements, isRepeated)
    else if (isLog(node)) this.logs = true
    else if (ts.isVariableStatement(node)) this.declared(node, isOwn)
    else if (ts.isThrowStatement(node) && this.isRetried) return
    else if (!((ts.isReturnStatement(node) || ts.isExpressionStatement(node)) && isOwn)) this.strange ??= node
  }

  /** Where the callee fails, it throws: what it does before must be of no use. */
  private failing({ branch, uses }: Failure): void {
    const statements = branch && ts.isBlock(branch) ? branch.statements : []
    for (const statement of statements) {
      const isGone = ts.isThrowStatement(statement) || uses.some(({ node, as }) => as === 'gone' && node === statement)
      if (!isGone) this.statement(statement, false)
    }
  }

  private declared({ declarationList }: ts.VariableStatement, isOwn: boolean): void {
    const other = declarationList.declarations.find(({ initializer }) => initializer && !isInert(initializer))
    if (other && !isOwn) this.strange ??= other
  }

  private loop(node: ts.IterationStatement): void {
    this.isRetried = true
    const body = node.statement
    this.statements(ts.isBlock(body) ? body.statements : [body], true)
  }

  /** What is caught is an error of the call, or one that the wrapper made of that of the callee. */
  private tried({ tryBlock, catchClause }: ts.TryStatement, isRepeated: boolean): void {
    this.statements(tryBlock.statements, isRepeated)
    const statements = catchClause?.block.statements ?? []
    if (isRepeated) {
      // where it fails for good, it throws; what it does before it tries again is of no use any more
      if (catchClause) this.mustNotAnswer(catchClause.block)
      return
    }
    for (const statement of statements) {
      if (isLog(statement)) this.logs = true
      else if (!ts.isThrowStatement(statement)) this.strange ??= statement
    }
    if (!ts.isThrowStatement(statements.at(-1) ?? tryBlock)) this.strange ??= catchClause
    this.rewords = true
    this.keepsMessage = false
  }

  private mustNotAnswer(block: ts.Block): void {
    walkOwn(block, (node) => {
      if (ts.isReturnStatement(node)) this.strange ??= node
    })
  }
}

/** `throw new Error(result.errorMessage)`: the error that is thrown says what that of the callee does. */
function throwsMessage({ branch, uses }: Failure): boolean {
  const last = branch && ts.isBlock(branch) ? branch.statements.at(-1) : branch
  const thrown = last && ts.isThrowStatement(last) ? unwrap(last.expression) : undefined
  if (!thrown || !ts.isNewExpression(thrown) || thrown.expression.getText() !== 'Error') return false
  const [message, ...others] = thrown.arguments ?? []
  const text = message && unwrap(message)
  return others.length === 0 && uses.some(({ node, as }) => as === 'message' && node === text)
}

function isLoop(node: ts.Statement): node is ts.ForStatement | ts.WhileStatement | ts.DoStatement {
  return ts.isForStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node)
}

function isLog(node: ts.Statement): boolean {
  if (!ts.isExpressionStatement(node)) return false
  const call = unwrapAwait(rewrap(node.expression))
  return ts.isCallExpression(call) && isLogCall(call)
}
