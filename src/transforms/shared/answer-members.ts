import { ts } from 'ts-morph'
import { callbackOf } from '../../scan/callback-of'
import type { InvokeCall } from '../../scan/site'
import type { SourceModule } from '../../syntax/module'
import {
  accessedName,
  type FunctionNode,
  isAccess,
  isFunctionNode,
  propertyName,
  rewrap,
  unwrap,
} from '../../syntax/nodes'

/** Members that every answer of the SDK has. */
export const COMMON_MEMBERS: ReadonlySet<string> = new Set(['$metadata', '$response'])

/** Methods that a promise, a request of SDK v2, or a list of answers has. */
const OF_PROMISES: ReadonlySet<string> = new Set(['promise', 'then', 'catch', 'finally', 'send', 'on'])

/**
 * The first member of an answer that code of the same file reads, if only to log it: a variable, a pattern, a parameter of
 * `then`, a list of `Promise.all`. What is not followed reads nothing here.
 */
export function memberRead({
  module,
  call,
  style,
}: Pick<InvokeCall, 'module' | 'call' | 'style'>): ts.Node | undefined {
  const walk = new MemberWalk(module)
  const callback = callbackOf({ call, style })
  const node = callback && unwrap(callback)
  const [, data] = node && isFunctionNode(node) ? node.parameters : []
  return (data && walk.ofName(data.name, [])) ?? walk.of(call, [])
}

/** Where an answer is in what holds it: the index in a list, `undefined` for all of its elements. */
type Path = readonly (number | undefined)[]

class MemberWalk {
  private readonly seen = new Set<ts.Node>()

  constructor(private readonly module: SourceModule) {}

  of(expression: ts.Expression, path: Path): ts.Node | undefined {
    const node = rewrap(expression)
    const { parent } = node
    if (this.seen.has(node)) return undefined
    this.seen.add(node)
    if (isSameValue(parent, node)) return this.of(parent, path)
    if (ts.isVariableDeclaration(parent)) return this.ofName(parent.name, path)
    if (ts.isArrayLiteralExpression(parent))
      return this.of(parent, [parent.elements.indexOf(node as ts.Expression), ...path])
    if (isAccess(parent) && parent.expression === node) return this.member(parent, path)
    if (ts.isForOfStatement(parent) && parent.expression === node) return this.ofLoop(parent, path)
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node))
      return this.returned(parent, path)
    if (!ts.isCallExpression(parent) || parent.expression === node) return undefined
    const name = accessedName(parent.expression)
    return name === 'all' || name === 'race' ? this.of(parent, name === 'race' ? path.slice(1) : path) : undefined
  }

  /** A variable or a pattern that an answer, or a list with it, is the value of. */
  ofName(name: ts.BindingName, path: Path): ts.Node | undefined {
    if (ts.isIdentifier(name))
      return this.first(this.module.bindings.of(name)?.references ?? [], (use) => this.of(use, path))
    if (ts.isArrayBindingPattern(name)) {
      const [index, ...rest] = path
      return this.first(name.elements, (element, at) => {
        const isOther = path.length === 0 || (index !== undefined && index !== at)
        return isOther || !ts.isBindingElement(element) ? undefined : this.ofName(element.name, rest)
      })
    }
    if (path.length > 0) return undefined
    return name.elements.find((element) => {
      const key = element.propertyName ?? element.name
      return !COMMON_MEMBERS.has((ts.isPropertyName(key) && propertyName(key)) || '')
    })
  }

  private member(access: ts.PropertyAccessExpression | ts.ElementAccessExpression, path: Path): ts.Node | undefined {
    const name = accessedName(access)
    const call = access.parent
    const isCalled = ts.isCallExpression(call) && call.expression === access
    if (path.length > 0) return isCalled ? this.calledOnList(name, call, path) : this.element(access, path)
    if (isCalled && OF_PROMISES.has(name ?? '')) return this.promised(name, call, path)
    return COMMON_MEMBERS.has(name ?? '') ? undefined : access
  }

  /** `answers.map((answer) => …)`, `Promise.all(calls).then((answers) => …)`. */
  private calledOnList(name: string | undefined, call: ts.CallExpression, path: Path): ts.Node | undefined {
    const callback = call.arguments[0] && unwrap(call.arguments[0])
    const isEach = callback && isFunctionNode(callback) && /^(map|forEach|filter|some|every|find)$/.test(name ?? '')
    return isEach ? this.parameter(callback, path.slice(1)) : this.promised(name, call, path)
  }

  /** `answers[0]`; of a list, only its elements hold an answer. */
  private element(
    access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    [first, ...rest]: Path,
  ): ts.Node | undefined {
    const index = ts.isElementAccessExpression(access) ? access.argumentExpression : undefined
    const isOther = index && ts.isNumericLiteral(index) && first !== undefined && Number(index.text) !== first
    return !index || isOther ? undefined : this.of(access, rest)
  }

  private promised(name: string | undefined, call: ts.CallExpression, path: Path): ts.Node | undefined {
    const handler = call.arguments[0] && unwrap(call.arguments[0])
    if (name === 'then' && handler) return isFunctionNode(handler) ? this.parameter(handler, path) : undefined
    return name !== undefined && OF_PROMISES.has(name) ? this.of(call, path) : undefined
  }

  private parameter({ parameters: [first] }: FunctionNode, path: Path): ts.Node | undefined {
    return first && this.ofName(first.name, path)
  }

  private ofLoop({ initializer }: ts.ForOfStatement, [, ...rest]: Path): ts.Node | undefined {
    const [declaration] = ts.isVariableDeclarationList(initializer) ? initializer.declarations : []
    return declaration && this.ofName(declaration.name, rest)
  }

  /** What the function of a list method, or one of the file, gives back. */
  private returned(statement: ts.Node, path: Path): ts.Node | undefined {
    let owner: ts.Node | undefined = statement
    while (owner && !ts.isFunctionLike(owner)) owner = owner.parent
    if (!owner || !isFunctionNode(owner)) return undefined
    const outer = rewrap(owner as ts.Expression)
    const { parent } = outer
    if (ts.isCallExpression(parent) && parent.expression !== outer) {
      const name = accessedName(parent.expression)
      if (name === 'map') return this.of(parent, [undefined, ...path])
      return name === 'then' || name === 'catch' ? this.of(parent, path) : undefined
    }
    const name = ts.isVariableDeclaration(parent) ? parent.name : owner.name
    if (!name || !ts.isIdentifier(name)) return undefined
    return this.first(this.module.bindings.of(name)?.references ?? [], (use) => {
      const call = use.parent
      if (!ts.isCallExpression(call)) return undefined
      if (call.expression === use) return this.of(call, path)
      return accessedName(call.expression) === 'map' ? this.of(call, [undefined, ...path]) : undefined
    })
  }

  private first<T>(items: readonly T[], read: (item: T, index: number) => ts.Node | undefined): ts.Node | undefined {
    for (const [index, item] of items.entries()) {
      const found = read(item, index)
      if (found) return found
    }
    return undefined
  }
}

/** Whether an expression has the value of a part of it: `await call`, `isReady ? call : undefined`, `isReady && call`. */
function isSameValue(whole: ts.Node, part: ts.Node): whole is ts.Expression {
  if (ts.isConditionalExpression(whole)) return whole.condition !== part
  const isAnd = ts.isBinaryExpression(whole) && whole.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
  return ts.isAwaitExpression(whole) || (isAnd && whole.right === part)
}
