import { ts } from 'ts-morph'
import { isLogCall, isLogFunction } from '../syntax/loggers'
import type { SourceModule } from '../syntax/module'
import { accessedName, contains, type FunctionNode, isAccess, isFunctionNode, rewrap } from '../syntax/nodes'
import type { CallIndex } from './call-index'
import { callbackOf } from './callback-of'
import type { HandlerTest } from './handlers'
import { isBlindUse } from './outcome-list'
import type { Invocation, InvokeCall, ResponseUse } from './site'
import { isTestFile } from './test-file'
import { isCallback } from './wrapper-shape'

const IGNORED: ResponseUse = { response: 'ignored', isAwaited: true, isPassedOn: false }
const PASSED_ON: ResponseUse = { ...IGNORED, isPassedOn: true }
const USED: ResponseUse = { ...PASSED_ON, response: 'used' }
const FLOATING: ResponseUse = { ...IGNORED, isAwaited: false }

/** How many functions a returned answer is followed through. */
const MAX_RETURNS = 5

/** Finds out whether anyone looks at the answer of a call, and whether anything waits for it. Logging is not looking. */
export type ResponseReader = (call: InvokeCall, invocation: Invocation) => ResponseUse

export function responseReader(calls: CallIndex, isHandler: HandlerTest): ResponseReader {
  return (call, invocation) => new AnswerWalk(calls, isHandler, invocation === 'async').ofCall(call)
}

class AnswerWalk {
  private readonly entered = new Set<ts.Node>()

  constructor(
    private readonly calls: CallIndex,
    private readonly isHandler: HandlerTest,
    /** The answer of an asynchronous invoke holds a status only: who passes it on unread does not use it. */
    private readonly isAsync: boolean,
  ) {}

  ofCall(invoke: InvokeCall): ResponseUse {
    const { module, call } = invoke
    const callback = callbackOf(invoke)
    if (callback && isFunctionNode(callback)) return this.ofCallback(module, callback)
    if (callback && !ts.isObjectLiteralExpression(callback) && isCallbackName(callback)) {
      return isLogFunction(callback) ? IGNORED : this.passedOn
    }
    return this.of(module, call, false)
  }

  /** `(error, data) => …` */
  private ofCallback(module: SourceModule, callback: FunctionNode): ResponseUse {
    const [, data] = callback.parameters
    return data ? { ...this.ofName(module, data.name), isAwaited: true } : IGNORED
  }

  /** Follows a value outward from an expression. */
  private of(module: SourceModule, expression: ts.Expression, isAwaited: boolean): ResponseUse {
    const node = rewrap(expression)
    const { parent } = node
    if (ts.isAwaitExpression(parent) || ts.isYieldExpression(parent)) return this.of(module, parent, true)
    if (ts.isVoidExpression(parent) || ts.isExpressionStatement(parent)) return { ...IGNORED, isAwaited }
    if (isAccess(parent) && parent.expression === node) return this.ofMember(module, parent, isAwaited)
    if (ts.isVariableDeclaration(parent)) {
      return { ...this.ofName(module, parent.name), isAwaited: isAwaited || isPromiseAwaited(module, parent) }
    }
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)) {
      return this.returned(module, parent, isAwaited)
    }
    // `Promise.all([first, second])`: the list that the answers come in
    if (ts.isArrayLiteralExpression(parent)) return this.of(module, parent, isAwaited)
    if (ts.isCallExpression(parent)) return this.ofArgument(module, parent, isAwaited)
    if (ts.isConditionalExpression(parent) && parent.condition !== node) return this.of(module, parent, isAwaited)
    if (isGuard(parent) && parent.right === node) return this.of(module, parent, isAwaited)
    return USED
  }

  private ofMember(
    module: SourceModule,
    access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    isAwaited: boolean,
  ): ResponseUse {
    const name = accessedName(access)
    if (this.isBlindUse(module, access.expression)) return { ...IGNORED, isAwaited: true }
    const outer = rewrap(access).parent
    if (!ts.isCallExpression(outer)) return USED
    if (name === 'promise') return this.of(module, outer, isAwaited)
    // `request.send()` of SDK v2 starts the request
    if (name === 'send') return { ...(outer.arguments.length > 0 ? USED : IGNORED), isAwaited }
    if (name === 'catch' || name === 'finally') return this.of(module, outer, isAwaited)
    return name === 'then' ? this.ofThen(module, outer, isAwaited) : USED
  }

  private ofThen(module: SourceModule, call: ts.CallExpression, isAwaited: boolean): ResponseUse {
    const [onSuccess] = call.arguments
    const after = this.of(module, call, isAwaited)
    if (!onSuccess) return after
    if (isLogFunction(onSuccess)) return { ...IGNORED, isAwaited: after.isAwaited }
    if (!isFunctionNode(onSuccess)) return this.isAsync ? after : USED
    const [first] = onSuccess.parameters
    const use = first ? this.ofName(module, first.name) : IGNORED
    // what comes after does not have the answer any more
    return use.response === 'used' ? USED : { ...use, isAwaited: after.isAwaited }
  }

  private ofArgument(module: SourceModule, call: ts.CallExpression, isAwaited: boolean): ResponseUse {
    if (isLogCall(call)) return { ...IGNORED, isAwaited }
    const name = accessedName(call.expression)
    if (name === 'all' || name === 'allSettled' || name === 'race') return this.of(module, call, isAwaited)
    // `resolve(lambda.invoke(…))`, `promises.push(lambda.invoke(…))`: where it goes from there is not followed
    const isHandedOn =
      name === 'push' || (ts.isIdentifier(call.expression) && /^(resolve|cb|callback|done)$/.test(call.expression.text))
    return isHandedOn ? this.passedOn : USED
  }

  /** Whoever calls the function gets the answer. */
  private returned(module: SourceModule, statement: ts.Node, isAwaited: boolean): ResponseUse {
    const owner = functionAround(statement)
    if (!owner) return USED
    // first: a handler may be written where it is wrapped, `middy(async (event) => …).use(…)`
    if (this.isHandler(module, owner)) return this.passedOn
    if (isCallback(owner)) return this.ofCallbackResult(module, owner, isAwaited)
    if (this.entered.has(owner) || this.entered.size >= MAX_RETURNS) return this.passedOn
    this.entered.add(owner)
    // what a test looks at says nothing of production
    const isFromTest = isTestFile(module.file)
    const calls = this.calls
      .callsOf(module, owner)
      .filter((call) => !call.isBind && (isFromTest || !isTestFile(call.module.file)))
    const uses = calls.flatMap((call) =>
      ts.isCallExpression(call.node) ? [this.of(call.module, call.node, false)] : [],
    )
    this.entered.delete(owner)
    if (uses.length === 0) return this.passedOn
    return { ...worst(uses), isAwaited: uses.some((use) => use.isAwaited) }
  }

  /** What a callback returns goes to the function that it was passed to. */
  private ofCallbackResult(module: SourceModule, callback: FunctionNode, isAwaited: boolean): ResponseUse {
    const { parent } = rewrap(callback as ts.Expression)
    // what the executor of a promise returns is lost
    if (ts.isNewExpression(parent)) return { ...IGNORED, isAwaited }
    if (!ts.isCallExpression(parent)) return USED
    const name = accessedName(parent.expression)
    if (name === 'forEach' || name === 'setTimeout' || name === 'setImmediate') return FLOATING
    return this.of(module, parent, isAwaited)
  }

  /** What becomes of an answer that has a name. */
  private ofName(module: SourceModule, name: ts.BindingName): ResponseUse {
    if (!ts.isIdentifier(name)) {
      return worst(name.elements.flatMap((e) => (ts.isBindingElement(e) ? [this.ofName(module, e.name)] : [])))
    }
    return worst((module.bindings.of(name)?.references ?? []).map((reference) => this.ofReference(module, reference)))
  }

  private ofReference(module: SourceModule, reference: ts.Identifier): ResponseUse {
    if (isOnlyLogged(reference) || isOnlyAwaited(reference) || this.isBlindUse(module, reference)) return IGNORED
    const node = rewrap(reference)
    const { parent } = node
    const isResult = ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)
    if (isResult) return this.returned(module, parent, true)
    return ts.isCallExpression(parent) && parent.expression !== node ? this.ofArgument(module, parent, true) : USED
  }

  /** Whoever counts events, or asks which were not taken, looks at no answer. */
  private isBlindUse(module: SourceModule, list: ts.Expression): boolean {
    return this.isAsync && isBlindUse(module, list, isOnlyLogged)
  }

  /** An answer that leaves by a way that is not followed. */
  private get passedOn(): ResponseUse {
    return this.isAsync ? PASSED_ON : USED
  }
}

function worst(uses: readonly ResponseUse[]): ResponseUse {
  return uses.find(({ response }) => response === 'used') ?? uses.find(({ isPassedOn }) => isPassedOn) ?? IGNORED
}

function functionAround(node: ts.Node): FunctionNode | undefined {
  for (let current: ts.Node | undefined = node; current; current = current.parent) {
    if (isFunctionNode(current)) return current
    if (ts.isFunctionLike(current)) return undefined
  }
  return undefined
}

function isCallbackName(node: ts.Expression): boolean {
  return ts.isIdentifier(node) || isAccess(node)
}

/** `isReady && call()`: the value is the call's, or nobody's. */
function isGuard(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
}

/** `await pending` as a statement: waits, but does not look. */
function isOnlyAwaited(reference: ts.Identifier): boolean {
  const outer = rewrap(reference).parent
  return ts.isAwaitExpression(outer) && ts.isExpressionStatement(outer.parent)
}

function isPromiseAwaited(module: SourceModule, declaration: ts.VariableDeclaration): boolean {
  if (!ts.isIdentifier(declaration.name)) return false
  const references = module.bindings.of(declaration.name)?.references ?? []
  return references.some((reference) => {
    const outer = rewrap(reference).parent
    return ts.isAwaitExpression(outer) || ts.isReturnStatement(outer) || ts.isCallExpression(outer)
  })
}

/** Whether a value is an argument of a call of a logger, by itself or within another value. */
export function isOnlyLogged(reference: ts.Identifier): boolean {
  for (let node: ts.Node = reference; node.parent; node = node.parent) {
    if (ts.isCallExpression(node.parent)) {
      if (isLogCall(node.parent)) return true
      // `console.log(JSON.stringify(result))`
      if (!node.parent.arguments.some((argument) => contains(argument, reference))) return false
    } else if (ts.isStatement(node.parent)) return false
  }
  return false
}
