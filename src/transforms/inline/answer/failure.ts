import { ts } from 'ts-morph'
import { accessedName, contains, isAccess, rewrap } from '../../../syntax/nodes'
import { type Coder, type Decoded, decodedFrom } from './decode'
import { loggingCall } from './place'
import type { Roles } from './roles'

/** What the caller does where the callee fails: the branch of a check of `FunctionError`. */
export interface Failure {
  readonly check: ts.IfStatement | ts.ConditionalExpression
  /** What is done where the callee fails; absent where that is nothing. */
  readonly branch: ts.Statement | ts.Expression | undefined
  /** What is done only where it does not fail: the other branch. */
  readonly success: ts.Statement | ts.Expression | undefined
  /** What of the branch is written anew, for it gets an error where it had an answer. */
  readonly uses: readonly ErrorUse[]
}

export interface ErrorUse {
  readonly node: ts.Node
  /**
   * `message` and `name` of the error; the `error` in a log line; `word`, what every failure of Node is told by;
   * `status`, that of every invocation; `gone`, a statement that is not needed any more.
   */
  readonly as: 'message' | 'name' | 'error' | 'word' | 'status' | 'gone'
}

/** Reads what a branch does with the answer that tells of the failure. */
export class FailureReader {
  readonly uses: ErrorUse[] = []
  /** The first use that is not understood. */
  strange: ts.Node | undefined

  constructor(
    private readonly site: Coder,
    private readonly roles: Roles,
    private readonly branch: ts.Node | undefined,
  ) {}

  /** A use of the answer, or of a part of it, in the branch. */
  answer(reference: ts.Identifier): void {
    let node: ts.Expression = rewrap(reference)
    while (isAccess(node.parent) && node.parent.expression === node && this.roles.of(node.parent))
      node = rewrap(node.parent)
    const held = this.roles.of(node)
    if (held?.role === 'FunctionError') this.uses.push({ node, as: loggingCall(node) ? 'error' : 'word' })
    else if (held?.role === 'StatusCode') this.uses.push({ node, as: 'status' })
    else if (held?.role === 'Payload') this.payload({ node, form: held.form })
    else this.logged(node)
  }

  private payload(from: Decoded): void {
    const { node, form } = decodedFrom(this.site, from)
    if (form === 'value') {
      this.error(node)
      return
    }
    const { parent } = node
    const isNamed = ts.isVariableDeclaration(parent) && this.roles.hold(parent.name, 'Payload', form)
    if (isNamed) this.declared(parent, (use) => this.answer(use))
    else this.logged(node)
  }

  /** The decoded answer of a function that failed: `{ errorType, errorMessage, trace }`. */
  error(expression: ts.Expression): void {
    const node = rewrap(expression)
    const { parent } = node
    const name = isAccess(parent) && parent.expression === node ? accessedName(parent) : undefined
    if (name === 'errorMessage') this.uses.push({ node: parent, as: 'message' })
    else if (name === 'errorType') this.uses.push({ node: parent, as: 'name' })
    else if (ts.isVariableDeclaration(parent)) this.declared(parent, (use) => this.error(use))
    else this.logged(node)
  }

  /** A constant of the branch goes; its uses are those of what it holds. */
  private declared({ name, parent: list }: ts.VariableDeclaration, follow: (use: ts.Identifier) => void): void {
    const binding = ts.isIdentifier(name) ? this.site.module.bindings.of(name) : undefined
    const statement = list.parent
    const isPlain = ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1
    if (!binding || binding.writes.length > 0 || !isPlain || !this.branch || !contains(this.branch, statement)) {
      this.strange ??= name
      return
    }
    this.uses.push({ node: statement, as: 'gone' })
    binding.references.forEach(follow)
  }

  /** A log line gets the error itself. */
  private logged(node: ts.Expression): void {
    const call = loggingCall(node)
    const argument = call?.arguments.find((one) => contains(one, node))
    if (!argument) {
      this.strange ??= node.parent
      return
    }
    const isJson = ts.isCallExpression(argument) && argument.expression.getText() === 'JSON.stringify'
    this.uses.push({ node: isJson ? argument : node, as: 'error' })
  }
}
