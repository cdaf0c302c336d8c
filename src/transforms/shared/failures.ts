import { ts } from 'ts-morph'
import { errorUseOf } from '../../analysis/error-inspections'
import { usersOf } from '../../analysis/file-users'
import { callbackOf } from '../../scan/callback-of'
import type { InvokeCall, InvokeSite } from '../../scan/site'
import { isLogCall } from '../../syntax/loggers'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, isFunctionNode, rewrap, unwrap, walk } from '../../syntax/nodes'
import { placeOf } from '../../syntax/parse'
import { type Obligation, refuse, type TransformContext } from '../transform'

/**
 * Checks that nobody looks into the error of a call that fails: other services have other errors than Lambda.
 * @returns What is waived: a message that goes on as a text reads otherwise.
 * @throws Refused `error-inspected`
 */
export function checkFailures(context: TransformContext, site: InvokeSite): Obligation[] {
  const walk = new Walk(context, site)
  walk.begin(site, undefined)
  for (const { call, node } of site.through.flat()) walk.begin(call, node)
  const message = 'Where the call itself fails, texts with the message of the error say what the other service says.'
  return walk.passesMessage ? [{ code: 'failure-text', status: 'waived', message }] : []
}

/** Follows a failure from the call to whatever catches it. */
class Walk {
  passesMessage = false
  /** Nothing waits for the call: only what is chained to it gets its failure. */
  private isFloating = false
  private within: ts.Node | undefined
  private readonly seen = new Set<ts.Node>()
  private users: readonly SourceModule[] | undefined

  constructor(
    private readonly context: TransformContext,
    private readonly site: InvokeSite,
  ) {}

  /** @param within The helper that is not left: who else calls it has nothing to do with the site. */
  begin({ module, call, style }: InvokeCall, within: ts.Node | undefined): void {
    this.isFloating = !within && !this.site.isAwaited
    this.within = within
    const callback = callbackOf({ call, style })
    if (callback) this.handler(module, callback)
    this.outwards(module, call)
  }

  private outwards(module: SourceModule, from: ts.Node): void {
    if (this.seen.has(from)) return
    this.seen.add(from)
    for (let node = from; node.parent && node !== this.within; node = node.parent) {
      if (this.isFloating && ts.isExpressionStatement(node)) return
      if (this.isStopped(module, node, node.parent)) return
    }
  }

  /** One step outward: whatever gets the failure there looks at it; whether it goes no further. */
  private isStopped(module: SourceModule, node: ts.Node, parent: ts.Node): boolean {
    if (ts.isTryStatement(parent) && parent.tryBlock === node) {
      this.named(module, caught(parent))
      return isSwallowed(parent)
    }
    if (isAccess(parent) && parent.expression === node) this.chained(module, parent)
    else if (ts.isVariableDeclaration(parent) && parent.initializer === node) this.everyUse(module, parent.name)
    else if (ts.isCallExpression(parent) && parent.expression !== node) this.gathered(module, parent)
    else if (isFunctionNode(parent) && parent !== this.within) this.callers(parent)
    return false
  }

  /** `.catch(handler)`, `.then(_, handler)`. */
  private chained(module: SourceModule, access: ts.PropertyAccessExpression | ts.ElementAccessExpression): void {
    const call = access.parent
    if (!ts.isCallExpression(call) || call.expression !== access) return
    const name = accessedName(access)
    if (name === 'catch') this.handler(module, call.arguments[0])
    if (name === 'then') this.handler(module, call.arguments[1])
  }

  /** `pending.push(call)`. */
  private gathered(module: SourceModule, call: ts.CallExpression): void {
    const list = isAccess(call.expression) ? unwrap(call.expression.expression) : undefined
    if (list && ts.isIdentifier(list)) this.everyUse(module, list)
  }

  private everyUse(module: SourceModule, name: ts.BindingName): void {
    if (!ts.isIdentifier(name)) return
    for (const reference of module.bindings.of(name)?.references ?? []) this.outwards(module, reference)
  }

  /** Whatever calls the function, by its name or by what the name is bound to elsewhere. */
  private callers(fn: ts.FunctionLikeDeclaration): void {
    if (this.seen.has(fn)) return
    this.seen.add(fn)
    const outer = ts.isExpression(fn) ? rewrap(fn) : fn
    const holder = ts.isVariableDeclaration(outer.parent) || ts.isPropertyAssignment(outer.parent) ? outer.parent : fn
    const name = holder.name?.getText()
    for (const module of this.modules()) {
      walk(module.ast, (node) => {
        if (!ts.isCallExpression(node)) return
        const callees = [node.expression, ...node.arguments].map(unwrap)
        if (callees.some((callee) => this.isNamed(module, callee, name, fn))) this.outwards(module, node)
      })
    }
  }

  private isNamed(module: SourceModule, callee: ts.Expression, name: string | undefined, fn: ts.Node): boolean {
    if (!ts.isIdentifier(callee) && !isAccess(callee)) return false
    if (name !== undefined && (ts.isIdentifier(callee) ? callee.text : accessedName(callee)) === name) return true
    const value = this.context.evaluator.evaluate(module, callee)
    return value.kind === 'function' && value.node === fn
  }

  /** The file of the call, and the files that may call what it exports and may catch. */
  private modules(): readonly SourceModule[] {
    this.users ??= [
      this.site.module,
      ...[...usersOf(this.context.imports, this.site.module.file)].flatMap((file) => {
        // the tree that everybody else reads: what is known of its names once is known for all sites
        const module = this.context.evaluator.program.module(file)
        return module && /\bcatch\b|\.then\b/.test(module.text) ? [module] : []
      }),
    ]
    return this.users
  }

  private handler(module: SourceModule, argument: ts.Expression | undefined): void {
    if (!argument) return
    const value = this.context.evaluator.evaluate(module, argument)
    if (value.kind === 'function') this.named(value.module, value.node.parameters[0]?.name)
  }

  private named(module: SourceModule, name: ts.BindingName | undefined): void {
    if (!name) return
    const { inspection: found, passesMessage } = errorUseOf(this.context.evaluator, module, name)
    this.passesMessage ||= passesMessage
    if (!found) return
    const { file, ast } = found.module
    const { line } = placeOf(ast, found.node.getStart(ast))
    const text = found.node.getText(ast).replace(/\s+/g, ' ')
    const what = text.length > 60 ? `${text.slice(0, 57)}…` : text
    refuse(this.site, 'error-inspected', `What fails in the call is looked into: "${what}".`, { file, line })
  }
}

function caught({ catchClause }: ts.TryStatement): ts.BindingName | undefined {
  return catchClause?.variableDeclaration?.name
}

/** Whether a failure ends in a `catch`: nothing in it throws on, and nobody is handed the error who might. */
function isSwallowed({ catchClause }: ts.TryStatement): boolean {
  if (!catchClause) return false
  const name = catchClause.variableDeclaration?.name.getText()
  let goesOn = false
  walk(catchClause.block, (node) => {
    if (ts.isThrowStatement(node)) goesOn = true
    if (!ts.isCallExpression(node) || isLogCall(node)) return
    goesOn ||= node.arguments.some((argument) => ts.isIdentifier(unwrap(argument)) && argument.getText() === name)
  })
  return !goesOn
}
