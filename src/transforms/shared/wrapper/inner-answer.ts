import { ts } from 'ts-morph'
import type { InvokeCall, InvokeSite } from '../../../scan/site'
import type { Evaluator } from '../../../syntax/evaluate/evaluator'
import { lineAfter, lineStart } from '../../../syntax/lines'
import { isLogCall } from '../../../syntax/loggers'
import type { SourceModule } from '../../../syntax/module'
import {
  accessedName,
  type FunctionNode,
  isAccess,
  isFunctionNode,
  propertyName,
  rewrap,
  unwrap,
  walk,
} from '../../../syntax/nodes'
import { isTypeScript } from '../../../syntax/source-file'
import type { ImportRequest, SourceEdit } from '../../file-change'
import { COMMON_MEMBERS } from '../answer-members'
import type { TypeEdits } from '../sdk-names'
import { answerTypeEdits } from '../sdk-types'
import type { SendKind } from '../send'
import { holdsForEvent, soleReturn } from './event-branch'
import { refuseWrapper } from './name-flow'

/** Members that the answer of an invoke, or of a sent message, really has. Others are `undefined` before and after. */
const MEMBERS: ReadonlySet<string> = new Set(
  (
    'StatusCode Payload ExecutedVersion LogResult Status MessageId MD5OfMessageBody MD5OfMessageAttributes ' +
    'MD5OfMessageSystemAttributes SequenceNumber FailedEntryCount Entries $metadata $response'
  ).split(' '),
)

/**
 * What a wrapper does with the answer of the call in it, whose own result nobody reads: nothing, or only what can go. Code
 * that does no more than decode the answer and return it is taken out.
 * @throws Refused `through-wrapper` where it looks at the answer.
 */
export function answerEdits(
  evaluator: Evaluator,
  site: InvokeSite,
  inner: InvokeCall,
  owner: FunctionNode,
  kind: SendKind,
): TypeEdits {
  const { call, style } = inner
  const walker = new AnswerWalk(evaluator, site, inner, owner, kind)
  const callback = style === 'method' && call.arguments.length > 1 ? call.arguments.at(-1) : undefined
  if (callback) walker.callback(callback)
  walker.follow(call, false)
  return walker
}

class AnswerWalk {
  readonly edits: SourceEdit[] = []
  readonly imports: ImportRequest[] = []
  private readonly module: SourceModule

  constructor(
    private readonly evaluator: Evaluator,
    private readonly site: InvokeSite,
    private readonly inner: InvokeCall,
    private readonly owner: FunctionNode,
    private readonly kind: SendKind,
  ) {
    this.module = inner.module
  }

  private refuse(): never {
    refuseWrapper(this.site, 'looks at the answer')
  }

  /** `(error, data) => …`. */
  callback(callback: ts.Expression): void {
    const node = unwrap(callback)
    if (ts.isIdentifier(node) && this.isOfPromise(node)) return
    if (!isFunctionNode(node)) this.refuse()
    const [, data] = node.parameters
    if (!data) return
    if (!ts.isIdentifier(data.name)) this.refuse()
    for (const use of this.module.bindings.of(data.name)?.references ?? []) {
      const { parent } = rewrap(use)
      const callee = ts.isCallExpression(parent) && parent.expression !== use ? unwrap(parent.expression) : undefined
      const isHandedOn = callee && ts.isIdentifier(callee) && this.isOfPromise(callee)
      if (!isHandedOn && !isLogged(use)) this.refuse()
    }
  }

  /** `resolve` of the promise that the wrapper returns. */
  private isOfPromise(name: ts.Identifier): boolean {
    const [declaration] = this.module.bindings.of(name)?.declarations ?? []
    const executor = declaration && ts.isParameter(declaration) ? declaration.parent : undefined
    return !!executor && ts.isNewExpression(executor.parent) && executor.parent.expression.getText() === 'Promise'
  }

  follow(from: ts.Expression, isAwaited: boolean): void {
    const node = rewrap(from)
    const { parent } = node
    if (ts.isAwaitExpression(parent)) this.follow(parent, true)
    else if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return
    else if (ts.isConditionalExpression(parent) && parent.condition !== node) this.follow(parent, isAwaited)
    else if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)) this.returned(parent)
    else if (isAccess(parent) && parent.expression === node) this.member(parent, isAwaited)
    else if (ts.isVariableDeclaration(parent) && isAwaited) this.named(parent)
    else if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name))
      for (const use of this.module.bindings.of(parent.name)?.references ?? []) this.follow(use, false)
    else if (ts.isCallExpression(parent) && this.isParametric(parent, node)) this.follow(parent, isAwaited)
    else if (!isLogged(node)) this.refuse()
  }

  private returned(statement: ts.Node): void {
    for (let node: ts.Node | undefined = statement; node; node = node.parent) {
      if (node === this.owner) {
        this.untyped()
        return
      }
      if (isFunctionNode(node)) this.refuse()
    }
  }

  /** The declared type of the answer is that of the message now; one that has none like it goes. */
  private untyped(): void {
    const { type } = this.owner
    if (!type || /^Promise<(void|any|unknown)>$/.test(type.getText(this.module.ast))) return
    const colon = this.module.text.lastIndexOf(':', type.getStart(this.module.ast))
    const goes = { start: colon, end: type.end, text: '', reason: 'A message has no answer.' }
    const made = answerTypeEdits({ ...this.site, ...this.inner }, type, this.kind)
    const edits = made?.edits ?? [goes]
    if (this.edits.some(({ start }) => edits.some((edit) => edit.start === start))) return
    this.edits.push(...edits)
    this.imports.push(...(made?.imports ?? []))
  }

  private member(access: ts.PropertyAccessExpression | ts.ElementAccessExpression, isAwaited: boolean): void {
    const call = access.parent
    if (!ts.isCallExpression(call) || call.expression !== access) this.refuse()
    const name = accessedName(access)
    if (name === 'promise' || name === 'catch' || name === 'finally') this.follow(call, isAwaited)
    else if (name !== 'then') this.refuse()
    else if (!this.isBlind(call.arguments[0])) this.refuse()
  }

  /** A function that takes nothing of the answer that it has, so that it does the same with the other. */
  private isBlind(argument: ts.Expression | undefined): boolean {
    const fn = argument && unwrap(argument)
    if (!fn || !isFunctionNode(fn)) return false
    const [answer] = fn.parameters
    if (!answer) return true
    if (isTypeScript(this.module.file) || !ts.isObjectBindingPattern(answer.name)) return false
    return answer.name.elements.every((element) => {
      const name = propertyName(element.propertyName ?? (element.name as ts.Identifier))
      const isAbsent = name !== undefined && !MEMBERS.has(name) && !element.dotDotDotToken
      return isAbsent && (name !== 'FunctionError' || this.site.invocation === 'async')
    })
  }

  /** Passed as a `Promise<T>` to a function that is made for every `T`: it cannot look into it. */
  private isParametric(call: ts.CallExpression, argument: ts.Expression): boolean {
    const index = call.arguments.indexOf(argument)
    const value = index < 0 ? undefined : this.evaluator.evaluate(this.module, call.expression)
    if (value?.kind !== 'function') return false
    const type = value.node.parameters[index]?.type
    const name = type && /^Promise<(\w+)>$/.exec(type.getText(value.module.ast))?.[1]
    return !!value.node.typeParameters?.some((parameter) => parameter.name.text === name)
  }

  /** `const response = await …`: only logged or returned, or decoded in what follows and nothing else. */
  private named(declaration: ts.VariableDeclaration): void {
    const names = namesIn(declaration.name)
    const uses = names.flatMap((name) => this.module.bindings.of(name)?.references ?? [])
    const isPlain =
      ts.isIdentifier(declaration.name) && uses.every((use) => isLogged(use) || isReturned(use, this.owner))
    if (!isPlain) this.takeOut(declaration)
  }

  private takeOut(declaration: ts.VariableDeclaration): void {
    const statement = declaration.parent.parent
    const { body } = this.owner
    if (!body || !ts.isBlock(body) || statement.parent !== body || !ts.isVariableStatement(statement)) this.refuse()
    const rest = body.statements.slice(body.statements.indexOf(statement) + 1)
    const isAlone = statement.declarationList.declarations.length === 1 && declaration.initializer
    if (!isAlone || !this.mayGo(rest)) this.refuse()
    const { ast, text } = this.module
    const reason = 'A message has no answer.'
    this.edits.push({ start: statement.getStart(ast), end: declaration.initializer.getStart(ast), text: '', reason })
    const [first] = rest
    const last = rest.at(-1)
    if (first && last)
      this.edits.push({ start: lineStart(text, first.getStart(ast)), end: lineAfter(text, last.end), text: '', reason })
    // a blank line before what went would end the block
    const gap =
      first && /\n((?:[ \t]*\r?\n)+)$/.exec(text.slice(statement.end, lineStart(text, first.getStart(ast))))?.[1]
    if (first && gap) {
      const end = lineStart(text, first.getStart(ast))
      this.edits.push({ start: end - gap.length, end, text: '', reason })
    }
    const { type } = this.owner
    if (type && !/^Promise<(void|any|unknown)>$/.test(type.getText(ast)))
      this.edits.push({ start: type.getStart(ast), end: type.end, text: 'Promise<void>', reason })
  }

  /** Whether statements only decode the answer, as far as they are reached after an event. */
  private mayGo([first, ...others]: readonly ts.Statement[]): boolean {
    if (!first) return true
    const isEvent = this.site.invocation === 'async'
    const holds = isEvent && ts.isIfStatement(first) ? holdsForEvent(this.inner, first.expression) : undefined
    const left = holds && ts.isIfStatement(first) ? soleReturn(first.thenStatement) : undefined
    // what stands behind an early return is not reached
    if (left) return isDecoding(left)
    const isSkipped = holds === false && ts.isIfStatement(first) && !first.elseStatement
    return (isSkipped || isDecoding(first) || (isEvent && isDeadCheck(first))) && this.mayGo(others)
  }
}

function namesIn(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name]
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []))
}

/** `if (response.FunctionError) …`, `if (response.StatusCode !== 202) …`: an event that was taken has neither. */
function isDeadCheck(statement: ts.Statement): boolean {
  if (!ts.isIfStatement(statement) || statement.elseStatement) return false
  const condition = unwrap(statement.expression)
  if (!ts.isBinaryExpression(condition)) return /(^|\.)FunctionError$/.test(condition.getText())
  const isUnequal = /^!==?$/.test(condition.operatorToken.getText())
  return isUnequal && /(^|\.)StatusCode$/.test(condition.left.getText()) && condition.right.getText() === '202'
}

/** A statement that only makes a text of bytes, or returns what was made. */
function isDecoding(statement: ts.Statement): boolean {
  const isKnown = ts.isVariableStatement(statement) || ts.isReturnStatement(statement)
  let isPure = isKnown
  walk(statement, (node) => {
    if (ts.isCallExpression(node)) {
      const callee = node.expression.getText().replace(/\s/g, '')
      isPure &&= /^(Buffer\.from|String)$|\.(toString|transformToString|decode)$/.test(callee)
    }
    if (ts.isNewExpression(node)) isPure &&= node.expression.getText() === 'TextDecoder'
    if (ts.isAwaitExpression(node) || ts.isFunctionLike(node) || ts.isDeleteExpression(node)) isPure = false
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) isPure = false
  })
  return isPure
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
}

function isReturned(use: ts.Identifier, owner: FunctionNode): boolean {
  const { parent } = rewrap(use)
  if (!ts.isReturnStatement(parent)) return false
  for (let node: ts.Node | undefined = parent; node; node = node.parent) if (isFunctionNode(node)) return node === owner
  return false
}

/** Logged as a whole: a member of it may be missing. */
function isLogged(use: ts.Expression): boolean {
  const { parent: access } = use
  if (isAccess(access) && access.expression === use && !COMMON_MEMBERS.has(accessedName(access) ?? '')) return false
  for (let node: ts.Node = use; node.parent && !ts.isStatement(node); node = node.parent) {
    const { parent } = node
    if (!ts.isCallExpression(parent) || parent.expression === node) continue
    if (isLogCall(parent)) return true
    if (parent.expression.getText() !== 'JSON.stringify') return false
  }
  return false
}
