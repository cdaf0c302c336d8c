import { ts } from 'ts-morph'
import type { Binding } from '../../../syntax/bind'
import { accessedName, contains, isAccess, propertyName, rewrap } from '../../../syntax/nodes'
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

/** What the payload of a failure tells of the error. */
const MEMBERS: ReadonlyMap<string | undefined, 'message' | 'name'> = new Map([
  ['errorMessage', 'message'],
  ['errorType', 'name'],
])

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
    else if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name))
      this.takenApart(parent, parent.name)
    else if (ts.isVariableDeclaration(parent)) this.declared(parent, (use) => this.error(use))
    else this.logged(node)
  }

  /** `const { errorMessage, errorType } = error`: the names are those of members. */
  private takenApart(declaration: ts.VariableDeclaration, { elements }: ts.ObjectBindingPattern): void {
    const statement = this.statementOf(declaration)
    const uses = elements.map(({ name, propertyName: key, initializer, dotDotDotToken }): ErrorUse[] | undefined => {
      const as = MEMBERS.get(key ? propertyName(key) : name.getText())
      const binding = ts.isIdentifier(name) ? this.site.module.bindings.of(name) : undefined
      const isPlain = !initializer && !dotDotDotToken && binding?.writes.length === 0
      return as && isPlain ? binding?.references.map((node) => ({ node, as })) : undefined
    })
    if (!statement || uses.includes(undefined)) {
      this.strange ??= declaration.name
      return
    }
    this.uses.push({ node: statement, as: 'gone' }, ...uses.flatMap((some) => some ?? []))
  }

  /** The statement of the branch that is nothing but a declaration. */
  private statementOf({ parent: list }: ts.VariableDeclaration): ts.VariableStatement | undefined {
    const statement = list.parent
    const isPlain = ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1
    return isPlain && this.branch && contains(this.branch, statement) ? statement : undefined
  }

  /** A constant of the branch goes; its uses are those of what it holds. */
  private declared(declaration: ts.VariableDeclaration, follow: (use: ts.Identifier) => void): void {
    const { name } = declaration
    const binding = ts.isIdentifier(name) ? this.site.module.bindings.of(name) : undefined
    const statement = this.statementOf(declaration)
    if (!binding || binding.writes.length > 0 || !statement) {
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

/** `price = 0` at the end of a branch: the name that gets something else there than what the callee answered. */
export function replacedIn(branch: ts.Node, binding: Binding): ts.Node | undefined {
  const last = ts.isBlock(branch) ? branch.statements.at(-1) : branch
  const assignment = last && ts.isExpressionStatement(last) ? last.expression : undefined
  const isIt =
    assignment &&
    ts.isBinaryExpression(assignment) &&
    assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    binding.writes.some((use) => use === assignment.left)
  return isIt ? assignment.left : undefined
}
