import { ts } from 'ts-morph'
import type { SourceModule } from '../syntax/module'
import {
  accessedName,
  type FunctionNode,
  isAccess,
  isFunctionNode,
  propertyName,
  rewrap,
  unwrap,
} from '../syntax/nodes'

/** How a list came to be: of answers, or of what became of each call. */
type ListKind = 'all' | 'allSettled'

/** List methods that give nothing of the list but what their function makes of it. */
const JUDGING: ReadonlySet<string> = new Set(['some', 'every', 'forEach', 'map', 'findIndex'])

/**
 * Whether a use of the list that `Promise.all` or `Promise.allSettled` gives looks at none of its answers: how many there
 * are, and which of the calls have failed, is the same whatever they answer with.
 * @param isLogged Whether a value is only written to the log.
 */
export function isBlindUse(module: SourceModule, list: ts.Expression, isLogged: (use: ts.Identifier) => boolean) {
  const kind = listKind(module, unwrap(list))
  return kind !== undefined && new ListWalk(module, kind, isLogged).of(list)
}

/** `await Promise.allSettled(…)`, or a variable that holds it. */
function listKind(module: SourceModule, list: ts.Expression): ListKind | undefined {
  if (ts.isIdentifier(list)) {
    const binding = module.bindings.of(list)
    const [declaration] = binding?.declarations ?? []
    const isFixed = binding?.writes.length === 0 && declaration && ts.isVariableDeclaration(declaration)
    const value = isFixed && declaration.name.getText() === list.text ? declaration.initializer : undefined
    return value && !ts.isIdentifier(unwrap(value)) ? listKind(module, unwrap(value)) : undefined
  }
  const call = ts.isAwaitExpression(list) ? unwrap(list.expression) : undefined
  const callee = call && ts.isCallExpression(call) ? call.expression.getText() : undefined
  return callee === 'Promise.all' ? 'all' : callee === 'Promise.allSettled' ? 'allSettled' : undefined
}

class ListWalk {
  constructor(
    private readonly module: SourceModule,
    private readonly kind: ListKind,
    private readonly isLogged: (use: ts.Identifier) => boolean,
  ) {}

  of(list: ts.Expression): boolean {
    const node = rewrap(list)
    const { parent } = node
    if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
      const uses = this.module.bindings.of(parent.name)?.references ?? []
      return uses.every((use) => this.isLogged(use) || this.of(use))
    }
    if (ts.isForOfStatement(parent) && parent.expression === node) return this.ofLoop(parent)
    if (!isAccess(parent) || parent.expression !== node) return false
    const name = accessedName(parent)
    if (name === 'length') return true
    const call = parent.parent
    const isMethod = ts.isCallExpression(call) && call.expression === parent && call.arguments.length === 1
    const callback = isMethod && call.arguments[0] ? unwrap(call.arguments[0]) : undefined
    if (!callback || !isFunctionNode(callback) || !this.isBlind(callback)) return false
    return name === 'filter' ? this.of(call as ts.CallExpression) : JUDGING.has(name ?? '')
  }

  private ofLoop({ initializer }: ts.ForOfStatement): boolean {
    const [declaration] = ts.isVariableDeclarationList(initializer) ? initializer.declarations : []
    return !!declaration && this.isOutcome(declaration.name)
  }

  /** A function that looks at what became of a call, and not at its answer. */
  private isBlind({ parameters: [element, , whole] }: FunctionNode): boolean {
    return !whole && (!element || (!element.dotDotDotToken && this.isOutcome(element.name)))
  }

  private isOutcome(name: ts.BindingName): boolean {
    if (ts.isIdentifier(name)) {
      const uses = this.module.bindings.of(name)?.references ?? []
      return uses.every((use) => this.isLogged(use) || this.isMember(use.parent))
    }
    return name.elements.every((element) => {
      const key = ts.isBindingElement(element) ? (element.propertyName ?? element.name) : undefined
      return !!key && ts.isPropertyName(key) && this.isKnown(propertyName(key))
    })
  }

  private isMember(use: ts.Node): boolean {
    return isAccess(use) && this.isKnown(accessedName(use))
  }

  private isKnown(member: string | undefined): boolean {
    return this.kind === 'allSettled' && member === 'status'
  }
}
