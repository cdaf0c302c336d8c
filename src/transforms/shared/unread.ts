import { ts } from 'ts-morph'
import { callbackOf } from '../../scan/callback-of'
import { isOnlyLogged } from '../../scan/response'
import type { InvokeSite } from '../../scan/site'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, isFunctionNode, rewrap, unwrap } from '../../syntax/nodes'

/**
 * Whether the answer of a call ends unread although it is passed on: a list of promises that is only waited for, a
 * function of the file that is only mapped over a list (`Promise.all(ids.map(invoke))`).
 */
export function endsUnread({ module, call, style }: InvokeSite): boolean {
  const callback = callbackOf({ call, style })
  const walk = new Walk(module)
  return callback ? walk.ofCallback(callback) : walk.of(call)
}

/** Methods whose result is the answer, or something that holds it. */
const HANDED_ON = new Set(['promise', 'catch', 'finally'])
const GATHERED = new Set(['all', 'allSettled'])

class Walk {
  private readonly seen = new Set<ts.Node>()

  constructor(private readonly module: SourceModule) {}

  of(expression: ts.Expression): boolean {
    const node = rewrap(expression)
    const { parent } = node
    if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return true
    if (ts.isAwaitExpression(parent) || ts.isArrayLiteralExpression(parent)) return this.of(parent)
    if (ts.isVariableDeclaration(parent)) return ts.isIdentifier(parent.name) && this.ofName(parent.name)
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node))
      return this.returned(parent)
    if (isAccess(parent) && parent.expression === node) {
      const isHandedOn = HANDED_ON.has(accessedName(parent) ?? '') && ts.isCallExpression(parent.parent)
      return isHandedOn && this.of(parent.parent)
    }
    return ts.isCallExpression(parent) && parent.expression !== node && this.ofArgument(parent)
  }

  /** `(error, data) => …`, or what stands for it: the answer may be logged, and be what a promise that ends unread is of. */
  ofCallback(callback: ts.Expression): boolean {
    const node = unwrap(callback)
    const executor = ts.isIdentifier(node) ? this.promiseOf(node) : undefined
    if (executor) return this.of(executor)
    if (!isFunctionNode(node)) return false
    const [, data] = node.parameters
    if (!data) return true
    if (!ts.isIdentifier(data.name)) return false
    return (this.module.bindings.of(data.name)?.references ?? []).every((use) => isOnlyLogged(use) || this.of(use))
  }

  private ofArgument(call: ts.CallExpression): boolean {
    const callee = unwrap(call.expression)
    const promise = ts.isIdentifier(callee) ? this.promiseOf(callee) : undefined
    if (promise) return this.of(promise)
    if (!isAccess(callee)) return false
    const name = accessedName(callee) ?? ''
    const target = unwrap(callee.expression)
    if (!ts.isIdentifier(target)) return false
    if (this.isPromiseClass(target) && GATHERED.has(name)) return this.of(call)
    // `pending.push(lambda.send(…))`
    return name === 'push' && ts.isExpressionStatement(call.parent) && this.ofName(target)
  }

  /** The promise that a name settles: `new Promise((resolve, reject) => …)`. */
  private promiseOf(name: ts.Identifier): ts.Expression | undefined {
    const [declaration] = this.module.bindings.of(name)?.declarations ?? []
    const executor = declaration && ts.isParameter(declaration) ? declaration.parent : undefined
    const isResolved = executor?.parameters[0] === declaration
    const promise = isResolved ? rewrap(executor as ts.Expression).parent : undefined
    return promise && ts.isNewExpression(promise) && promise.expression.getText() === 'Promise' ? promise : undefined
  }

  /** `Promise`, or a class of a package that goes by such a name: `BbPromise`. */
  private isPromiseClass(name: ts.Identifier): boolean {
    const [declaration] = this.module.bindings.of(name)?.declarations ?? []
    return declaration ? /Promise$|^bluebird$/i.test(name.text) && isOfPackage(declaration) : name.text === 'Promise'
  }

  /** A variable of a function: every use of it must end unread. */
  private ofName(name: ts.Identifier): boolean {
    const binding = this.module.bindings.of(name)
    if (!binding || ts.isSourceFile(binding.scope) || binding.writes.length > 0) return false
    if (!binding.declarations.every(ts.isVariableDeclaration)) return false
    return binding.references.every((reference) => isPush(reference) || this.of(reference))
  }

  /** What a function returns goes to whoever calls it: a list method, or a call in the same file. */
  private returned(statement: ts.Node): boolean {
    const owner = ownerOf(statement)
    if (!owner || this.seen.has(owner)) return false
    this.seen.add(owner)
    const outer = rewrap(owner as ts.Expression)
    if (isMapped(outer)) return this.of(outer.parent as ts.CallExpression)
    const name = ts.isVariableDeclaration(outer.parent) ? outer.parent.name : owner.name
    if (!name || !ts.isIdentifier(name) || isExported(outer)) return false
    const binding = this.module.bindings.of(name)
    if (!binding || binding.writes.length > 0) return false
    return binding.references.every((reference) => {
      if (isMapped(reference)) return this.of(reference.parent as ts.CallExpression)
      const { parent } = reference
      return ts.isCallExpression(parent) && parent.expression === reference && this.of(parent)
    })
  }
}

function isPush(reference: ts.Identifier): boolean {
  const { parent } = reference
  const call = parent.parent
  return (
    isAccess(parent) &&
    accessedName(parent) === 'push' &&
    ts.isCallExpression(call) &&
    ts.isExpressionStatement(call.parent)
  )
}

/** `require('bluebird')`, `import BbPromise from 'bluebird'`. */
function isOfPackage(declaration: ts.Node): boolean {
  const statement = ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration.parent
  return !!statement && /['"]bluebird['"]/.test(statement.getText())
}

/** `ids.map(invoke)`: the only argument of `map`. */
function isMapped(node: ts.Node): boolean {
  const { parent } = node
  // `_.times(count, invoke)` of lodash
  if (ts.isCallExpression(parent) && parent.expression.getText() === '_.times' && parent.arguments[1] === node)
    return true
  return (
    ts.isCallExpression(parent) &&
    parent.expression !== node &&
    parent.arguments.length === 1 &&
    isAccess(parent.expression) &&
    accessedName(parent.expression) === 'map'
  )
}

function ownerOf(statement: ts.Node) {
  for (let node: ts.Node | undefined = statement; node; node = node.parent) {
    if (isFunctionNode(node)) return ts.isMethodDeclaration(node) ? undefined : node
    if (ts.isFunctionLike(node)) return undefined
  }
  return undefined
}

function isExported(node: ts.Node): boolean {
  const statement = ts.isVariableDeclaration(node.parent) ? node.parent.parent.parent : node
  return (
    ts.canHaveModifiers(statement) &&
    !!ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  )
}
