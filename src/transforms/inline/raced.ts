import { ts } from 'ts-morph'
import { callsOfFunction } from '../../analysis/calls-of-function'
import { usersOf } from '../../analysis/file-users'
import type { InvokeSite } from '../../scan/site'
import type { SourceModule } from '../../syntax/module'
import { accessedName, enclosingFunction, type FunctionNode, isAccess, isFunctionNode, walk } from '../../syntax/nodes'
import { placeOf } from '../../syntax/parse'
import { refuse, type TransformContext } from '../transform'

const RACE = /\bPromise\s*\.\s*(race|any)\b/

/**
 * Whether a call that takes part in a race comes first depends on how long it takes: a function call, which takes no turn
 * of the event loop, would always win.
 * @throws Refused `response-form`
 */
export function checkNotRaced(context: TransformContext, site: InvokeSite): void {
  const race = new Races(context, site.module).around(site.module, site.call)
  if (!race) return
  const ast = race.getSourceFile()
  const place = { file: ast.fileName, line: placeOf(ast, race.getStart(ast)).line }
  const message = `The call takes part in "${race.expression.getText(ast)}", which a function call would always win.`
  refuse(site, 'response-form', message, place, 'race')
}

/** Follows a promise, and the promises of the functions that wait for it, to a race between them and others. */
class Races {
  private readonly seen = new Set<ts.Node>()

  constructor(
    private readonly context: TransformContext,
    private readonly home: SourceModule,
  ) {}

  around(module: SourceModule, node: ts.Node): ts.CallExpression | undefined {
    if (this.seen.has(node)) return undefined
    this.seen.add(node)
    for (let at = node; at.parent; ) {
      const { parent } = at
      const taken = this.taken(module, parent, at)
      if (taken) return taken
      if (ts.isVariableDeclaration(parent) && parent.initializer === at) return this.named(module, parent)
      const called = isFunctionNode(at) ? this.called(module, at) : undefined
      if (called) return called
      // what is waited for is no promise any more; that of the function around it waits, too
      at = ts.isAwaitExpression(parent) ? (enclosingFunction(parent) ?? parent.getSourceFile()) : parent
    }
    return undefined
  }

  /** The race that a promise is passed to, or that a helper runs which it is passed to. */
  private taken(module: SourceModule, call: ts.Node, promise: ts.Node): ts.CallExpression | undefined {
    if (!isArgument(call, promise)) return undefined
    return RACE.test(call.expression.getText()) ? call : this.handedTo(module, call, promise)
  }

  /** `const price = priceOf(order)`, `const priceOf = async () => …`: each use of the name. */
  private named(module: SourceModule, { name, initializer }: ts.VariableDeclaration): ts.CallExpression | undefined {
    const uses = ts.isIdentifier(name) ? (module.bindings.of(name)?.references ?? []) : []
    const value = initializer && isFunctionNode(initializer) ? this.called(module, initializer) : undefined
    return value ?? this.first(module, uses)
  }

  /** A helper that gets the promise: `withTimeout(priceOf(order), 500)`. */
  private handedTo(module: SourceModule, call: ts.CallExpression, argument: ts.Node): ts.CallExpression | undefined {
    const { evaluator } = this.context
    const value = evaluator.evaluate(module, call.expression)
    if (value.kind !== 'function') return undefined
    const { node } = value
    const home = evaluator.program.module(node.getSourceFile().fileName)
    const name = node.parameters[call.arguments.indexOf(argument as ts.Expression)]?.name
    const uses = home && name && ts.isIdentifier(name) ? home.bindings.of(name)?.references : undefined
    return home && uses && this.first(home, uses)
  }

  /** The calls of a function, wherever they are. */
  private called(module: SourceModule, node: FunctionNode): ts.CallExpression | undefined {
    const own = node.name && ts.isIdentifier(node.name) ? module.bindings.of(node.name)?.references : undefined
    const found = own && this.first(module, own)
    if (found) return found
    const { program } = this.context.evaluator
    const calls = [...(callsOfFunction(this.context, module, node) ?? []), ...this.calledAsMember(node)]
    for (const call of calls) {
      const user = program.module(call.getSourceFile().fileName)
      const race = user && this.around(user, call)
      if (race) return race
    }
    return undefined
  }

  /** `prices.priceOf(order)`: of whatever is called so, in the files that can know of it. */
  private calledAsMember(node: FunctionNode): ts.Node[] {
    const { parent } = node
    const named = ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent) ? parent : node
    const isMember = named !== node || ts.isMethodDeclaration(node)
    const name = isMember && named.name && ts.isIdentifier(named.name) ? named.name.text : undefined
    if (name === undefined) return []
    const { program } = this.context.evaluator
    return [this.home.file, ...usersOf(this.context.imports, this.home.file)].flatMap((file) => {
      const calls: ts.Node[] = []
      walk(program.module(file)?.ast ?? parent, (one) => {
        if (isAccess(one) && accessedName(one) === name) calls.push(one)
      })
      return calls
    })
  }

  private first(module: SourceModule, uses: readonly ts.Node[]): ts.CallExpression | undefined {
    for (const use of uses) {
      const race = this.around(module, use)
      if (race) return race
    }
    return undefined
  }
}

function isArgument(node: ts.Node, one: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && node.expression !== one
}
