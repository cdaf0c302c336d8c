import { ts } from 'ts-morph'
import { accessedName, isAccess, isAsync, unwrap, unwrapAwait } from '../../syntax/nodes'
import type { Call } from './calls'
import type { Expression, Known } from './expression'
import { hasGaps, isDefined } from './facts'
import { alwaysEnds, innerSteps, type MapStep, mapLists, type Origin, type ParallelStep, type Step } from './ir'
import { isGlobal, placeText, shortText, UNREADABLE } from './read-scope'
import type { StatementReader } from './read-statements'
import { checkSettled, settledSteps } from './settled'

/** What is gathered, and whether failures are, too. */
interface Gathered {
  readonly given: ts.ArrayLiteralExpression | ts.CallExpression
  readonly isSettled: boolean
}

/** What runs beside others. */
interface Branch {
  readonly steps: readonly Step[]
  /** What is known of the value that it returns. */
  readonly value: Known
  readonly origin: Origin
}

/** Reads `Promise.all` of what runs side by side: of a list of calls as branches, of `list.map(…)` as a state for each item. */
export class GatherReader {
  constructor(private readonly reader: StatementReader) {}

  /** `const [one, other] = await Promise.all([…])` */
  declares(declaration: ts.VariableDeclaration): boolean {
    const { name, initializer } = declaration
    const found = initializer && this.gathered(unwrapAwait(initializer))
    const gathered = found?.given
    if (!found || !gathered || !ts.isArrayLiteralExpression(gathered) || !ts.isArrayBindingPattern(name)) return false
    if (this.reader.isConditional || !ts.isAwaitExpression(unwrap(initializer))) return false
    const targets = name.elements.map((element) => (ts.isOmittedExpression(element) ? undefined : element))
    if (
      targets.some((element) => element?.dotDotDotToken || element?.initializer) ||
      targets.length > gathered.elements.length
    )
      return false
    const { reader } = this
    if (found.isSettled) checkSettled(reader, initializer)
    const branches = gathered.elements.map((element) =>
      this.boxed(this.settled(found, () => this.branch(element), element)),
    )
    const named: Step[] = []
    const results = branches.map(({ call, value, path }, index) => {
      const target = targets[index]
      if (!target) return undefined
      if (call) return call.answer ? reader.calls.outside(call) : undefined
      const own = reader.variables.newName(ts.isIdentifier(target.name) ? target.name.text : 'value')
      const result: Expression = { kind: 'variable', name: own, path, known: value }
      named.push(...reader.declarations.declared(target.name, result, declaration))
      return own
    })
    reader.first(this.parallel(gathered, branches, results, undefined), ...named)
    return true
  }

  /** The list that a gathering gives. */
  resultOf(node: ts.Expression): Expression | undefined {
    const found = this.gathered(node)
    if (!found) return undefined
    const { given: gathered } = found
    const { reader } = this
    if (reader.isConditional || !ts.isAwaitExpression(rewrapAwait(node))) {
      reader.obstacle(node, `"${shortText(node)}" is not awaited right away, or only on a condition`)
      reader.calls.skip(node)
      return UNREADABLE
    }
    const name = reader.variables.newName(nameAround(node) ?? 'results')
    if (found.isSettled) checkSettled(reader, node)
    if (ts.isArrayLiteralExpression(gathered)) {
      const branches = gathered.elements.map((element) => this.settled(found, () => this.branch(element), element))
      const raw = branches.some(({ call }) => call?.answer)
      if (raw) reader.obstacle(node, 'the responses are gathered in one list: take it apart where it is declared')
      reader.first(
        this.parallel(
          gathered,
          branches,
          branches.map(() => undefined),
          name,
        ),
      )
      return {
        kind: 'variable',
        name,
        path: [],
        known: { type: 'array', ...joined(branches.map(({ value }) => value)) },
      }
    }
    return this.each(found, gathered, name)
  }

  /** What `Promise.all` or `Promise.allSettled` is given: a list literal, or `list.map(…)`. */
  private gathered(node: ts.Expression): Gathered | undefined {
    const name = ts.isCallExpression(node) && isAccess(node.expression) ? accessedName(node.expression) : undefined
    if (!ts.isCallExpression(node) || !isAccess(node.expression)) return undefined
    if (name !== 'all' && name !== 'allSettled') return undefined
    const isSettled = name === 'allSettled'
    if (!isGlobal(this.reader.scope, unwrap(node.expression.expression), 'Promise')) return undefined
    const [argument, ...others] = node.arguments
    const given = argument && others.length === 0 ? unwrap(argument) : undefined
    if (given && ts.isArrayLiteralExpression(given)) return { given, isSettled }
    const isMap =
      given && ts.isCallExpression(given) && isAccess(given.expression) && accessedName(given.expression) === 'map'
    return isMap ? { given, isSettled } : undefined
  }

  private parallel(
    node: ts.Node,
    branches: readonly { readonly steps: readonly Step[] }[],
    results: ParallelStep['results'],
    whole: string | undefined,
  ): ParallelStep {
    const origin = this.reader.origin(node)
    return { kind: 'parallel', branches: branches.map(({ steps }) => steps), results, whole, origin }
  }

  /** With `allSettled`, a branch that fails gives its failure. */
  private settled<T extends { readonly steps: readonly Step[]; readonly value: Known }>(
    { isSettled }: Gathered,
    read: () => T,
    node: ts.Node,
  ): T {
    if (!isSettled) return read()
    const branch = this.reader.errors.caught(read)
    const steps = settledSteps(branch.steps, this.reader.variables.newName('reason'), this.reader.origin(node))
    return { ...branch, steps, value: { hasGaps: true, isForJson: false } }
  }

  /** Where a branch may give `undefined`, its value is the member `value` of an object, which can lack it. */
  private boxed<T extends Branch>(branch: T): T & { readonly path: readonly string[] } {
    if (branch.value.isForJson !== true) return { ...branch, path: [] }
    const boxOf = (value: Expression | undefined): Expression => ({
      kind: 'object',
      properties: [{ name: 'value', value: value ?? { kind: 'undefined' } }],
    })
    const given = mapLists(
      branch.steps,
      (list) => list.map((step) => (step.kind === 'return' ? { ...step, value: boxOf(step.value) } : step)),
      'own',
    )
    const { origin } = branch
    const steps = alwaysEnds(given) ? given : [...given, { kind: 'return' as const, value: boxOf(undefined), origin }]
    return { ...branch, steps, value: { ...branch.value, isForJson: false }, path: ['value'] }
  }

  private branch(element: ts.Expression): Branch & { call?: Call } {
    const { reader } = this
    const inner = unwrap(element)
    const call = reader.calls.rawTask(inner)
    const origin = reader.origin(element)
    if (call) {
      const read = () => this.raw(call, element)
      return { call, steps: reader.splits.isSplit(call) ? reader.branch(read) : read(), value: {}, origin }
    }
    return { ...this.body(inner, element), origin }
  }

  /** A call whose response is decoded behind the gathering, if at all. */
  private raw(call: Call, node: ts.Node): Step[] {
    const { reader } = this
    if (call.answer?.errorCheck)
      reader.obstacle(call.answer.errorCheck, 'the failure of a call is checked behind "Promise.all"')
    const steps = reader.calls.steps(node, call, undefined)
    const value: Expression | undefined = call.answer && reader.calls.result(call)
    return [...steps, { kind: 'return', value, origin: reader.origin(node) }]
  }

  /** A function's body as steps that return their value. */
  private body(outer: ts.ConciseBody, node: ts.Node): { steps: readonly Step[]; value: Known } {
    const { reader } = this
    const body = calledBody(outer)
    const steps = reader.branch(() => {
      if (ts.isBlock(body)) return reader.block(body.statements)
      const origin = reader.origin(node)
      const call = reader.calls.rawTask(unwrapAwait(body))
      if (call && !call.answer) return reader.calls.steps(node, call, undefined)
      return reader.withBefore(() =>
        reader.choices.branches(body, node, 'json', (value) => [{ kind: 'return', value, origin }]),
      )
    })
    return { steps, value: knownOf(steps) }
  }

  /** `Promise.all(list.map(async (item, index) => …))` */
  private each(found: Gathered, node: ts.CallExpression, name: string): Expression {
    const { reader } = this
    const [argument, ...others] = node.arguments
    const fn = argument && unwrap(argument)
    const list = reader.expression((node.expression as ts.PropertyAccessExpression).expression)
    const [item, index, ...more] = fn && ts.isArrowFunction(fn) ? fn.parameters : []
    const isPlain = [item, index].every((parameter) => !parameter?.initializer && !parameter?.dotDotDotToken)
    if (!fn || !ts.isArrowFunction(fn) || others.length > 0 || more.length > 0 || !isPlain) {
      reader.obstacle(node, `"${shortText(node)}" does not map the list with a function that is written there`)
      reader.calls.skip(node)
      return UNREADABLE
    }
    if (list === UNREADABLE) {
      if (item) reader.declarations.forget(item.name)
      this.body(fn.body, node)
      return UNREADABLE
    }
    const own = reader.variables.newName(item && ts.isIdentifier(item.name) ? item.name.text : 'item')
    const at = index ? reader.variables.newName(index.name.getText()) : undefined
    const { steps, value } = reader.branchAround(() => {
      const first = [
        ...(item ? reader.declarations.declared(item.name, { kind: 'variable', name: own, path: [] }, item) : []),
        ...(index && at
          ? reader.declarations.declared(
              index.name,
              { kind: 'variable', name: at, path: [], known: { type: 'number', isWhole: true } },
              index,
            )
          : []),
      ]
      const read = () => {
        const body = this.body(fn.body, node)
        return { steps: [...first, ...body.steps], value: body.value }
      }
      return this.settled(found, read, node)
    })
    const items: Expression = {
      kind: 'method',
      name: 'concat',
      subject: list,
      arguments: [],
      isForJson: false,
      at: placeText(reader.scope, node),
    }
    const map: MapStep = {
      kind: 'map',
      items,
      item: own,
      index: at,
      body: steps,
      result: name,
      origin: reader.origin(node),
    }
    reader.first(map)
    return { kind: 'variable', name, path: [], known: { type: 'array', ...value } }
  }
}

/** The body of `(async () => …)()`; any other body as it is. */
function calledBody(body: ts.ConciseBody): ts.ConciseBody {
  const call = ts.isBlock(body) ? undefined : unwrapAwait(body)
  const fn = call && ts.isCallExpression(call) && call.arguments.length === 0 ? unwrap(call.expression) : undefined
  return fn && ts.isArrowFunction(fn) && isAsync(fn) && fn.parameters.length === 0 ? calledBody(fn.body) : body
}

/** What is known of what steps return. */
function knownOf(steps: readonly Step[]): Known {
  const values = returnsOf(steps)
  const isSure = alwaysEnds(steps) && values.every((value) => value !== undefined && isDefined(value))
  return { isForJson: !isSure, hasGaps: values.some((value) => value !== undefined && hasGaps(value)) }
}

function joined(values: readonly Known[]): Known {
  return {
    isForJson: values.some((value) => value.isForJson === true),
    hasGaps: values.some((value) => value.hasGaps === true),
  }
}

function returnsOf(steps: readonly Step[]): (Expression | undefined)[] {
  return steps.flatMap((step) => (step.kind === 'return' ? [step.value] : innerSteps(step).flatMap(returnsOf)))
}

function rewrapAwait(node: ts.Expression): ts.Node {
  let outer: ts.Node = node
  while (ts.isParenthesizedExpression(outer.parent) || ts.isAsExpression(outer.parent)) outer = outer.parent
  return outer.parent
}

/** The name that a value gets where it stands. */
function nameAround(node: ts.Expression): string | undefined {
  const declaration = rewrapAwait(node).parent
  return ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name) ? declaration.name.text : undefined
}
