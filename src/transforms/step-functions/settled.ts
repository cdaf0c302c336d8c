import { ts } from 'ts-morph'
import { accessedName, isAccess, propertyName, rewrap, unwrap } from '../../syntax/nodes'
import type { Expression } from './expression'
import { alwaysEnds, mapLists, type Origin, type Step } from './ir'
import { shortText } from './read-scope'
import type { StatementReader } from './read-statements'

/** A branch of `Promise.allSettled`: it gives its value or its failure, and never fails. */
export function settledSteps(steps: readonly Step[], error: string, origin: Origin): Step[] {
  const value = (given: Expression | undefined): Expression => ({
    kind: 'object',
    properties: [
      { name: 'status', value: { kind: 'literal', value: 'fulfilled' } },
      { name: 'value', value: given ?? { kind: 'undefined' } },
    ],
  })
  const given = mapLists(
    steps,
    (list) => list.map((step) => (step.kind === 'return' ? { ...step, value: value(step.value) } : step)),
    'own',
  )
  const body: Step[] = alwaysEnds(given) ? given : [...given, { kind: 'return', value: value(undefined), origin }]
  const failure: Expression = {
    kind: 'object',
    properties: [
      { name: 'status', value: { kind: 'literal', value: 'rejected' } },
      { name: 'reason', value: { kind: 'variable', name: error, path: [] } },
    ],
  }
  const handler = { error, steps: [{ kind: 'return' as const, value: failure, origin }] }
  return [{ kind: 'try', body, handler, finalizer: undefined, origin }]
}

/** Tells where more is read of what `Promise.allSettled` gives than the machine knows: an error is its name and message. */
export function checkSettled(reader: StatementReader, call: ts.Expression): void {
  const uses = new SettledUses(reader)
  uses.list(rewrapAwait(call))
  for (const node of uses.others) {
    const what = 'of what "Promise.allSettled" gives, only status, value, reason.name and reason.message are known'
    reader.obstacle(node, `"${shortText(ts.isStatement(node.parent) ? node : node.parent)}" is read: ${what}`)
  }
}

type Use = (node: ts.Expression) => void

const TESTS = new Set(['some', 'every', 'map', 'forEach'])

/** Follows the items of a list to where they are read. */
class SettledUses {
  readonly others: ts.Node[] = []

  constructor(private readonly reader: StatementReader) {}

  readonly list: Use = (node) => {
    const outer = rewrap(node)
    const { parent } = outer
    if (ts.isVariableDeclaration(parent)) return this.named(parent.name, this.list, this.item)
    if (ts.isForOfStatement(parent) && parent.expression === outer) return this.each(parent)
    if (!isAccess(parent) || parent.expression !== outer) return this.other(node)
    const name = accessedName(parent)
    if (name === 'length') return undefined
    const call = rewrap(parent).parent
    if (name === undefined || /^\d+$/.test(name)) return this.item(parent)
    if (!ts.isCallExpression(call) || call.expression !== rewrap(parent)) return this.other(node)
    const [fn, ...rest] = call.arguments.map(unwrap)
    const [item] = fn && ts.isArrowFunction(fn) ? fn.parameters : []
    const isKnown = TESTS.has(name) || name === 'filter' || name === 'find'
    if (!isKnown || !fn || !ts.isArrowFunction(fn) || rest.length > 0) return this.other(node)
    if (item) this.named(item.name, this.item, this.other)
    if (name === 'filter') return this.list(call)
    return name === 'find' ? this.item(call) : undefined
  }

  readonly item: Use = (node) => {
    const outer = rewrap(node)
    const { parent } = outer
    if (ts.isTypePredicateNode(parent) || isTested(outer)) return undefined
    if (ts.isVariableDeclaration(parent)) return this.named(parent.name, this.item, this.other)
    const name = isAccess(parent) && parent.expression === outer ? accessedName(parent) : undefined
    if (name === 'status' || name === 'value') return undefined
    return name === 'reason' && isAccess(parent) ? this.reason(parent) : this.other(node)
  }

  private readonly reason: Use = (node) => {
    const outer = rewrap(node)
    const { parent } = outer
    const name = isAccess(parent) && parent.expression === outer ? accessedName(parent) : undefined
    return name === 'name' || name === 'message' ? undefined : this.other(node)
  }

  private readonly other: Use = (node) => {
    this.others.push(node)
  }

  private each({ initializer }: ts.ForOfStatement): void {
    const [declaration] = ts.isVariableDeclarationList(initializer) ? initializer.declarations : []
    if (declaration) this.named(declaration.name, this.item, this.other)
    else this.others.push(initializer)
  }

  /** @param element What is done with the elements of a list that is taken apart. */
  private named(name: ts.BindingName, use: Use, element: Use): void {
    if (ts.isIdentifier(name)) {
      const binding = this.reader.module.bindings.of(name)
      this.others.push(...(binding?.writes ?? []))
      for (const reference of binding?.references ?? []) use(reference)
      return
    }
    for (const part of name.elements) {
      if (ts.isOmittedExpression(part)) continue
      if (part.dotDotDotToken || part.initializer) this.others.push(part)
      else if (ts.isArrayBindingPattern(name)) this.named(part.name, element, this.other)
      else this.member(part, use)
    }
  }

  /** `{ status, value, reason }` of an item. */
  private member({ name, propertyName: key }: ts.BindingElement, use: Use): void {
    const member = key ? propertyName(key) : ts.isIdentifier(name) ? name.text : undefined
    if (use === this.item && (member === 'status' || member === 'value')) return
    if (use === this.item && member === 'reason') this.named(name, this.reason, this.other)
    else this.others.push(name)
  }
}

/** Whether only it being there is asked for. */
function isTested(node: ts.Node): boolean {
  const { parent } = node
  if (ts.isIfStatement(parent)) return true
  return ts.isPrefixUnaryExpression(parent) || (ts.isConditionalExpression(parent) && parent.condition === node)
}

function rewrapAwait(node: ts.Expression): ts.Expression {
  const outer = rewrap(node)
  return ts.isAwaitExpression(outer.parent) ? rewrap(outer.parent) : outer
}
