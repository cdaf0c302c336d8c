import { ts } from 'ts-morph'
import { functionOf } from '../../analysis/callees'
import { type FunctionNode, isAsync, isFunctionNode, rewrap, unwrap, unwrapAwait, walkOwn } from '../../syntax/nodes'
import { placeOf } from '../../syntax/parse'
import type { Call } from './calls'
import type { Expression } from './expression'
import { alwaysEnds, type Origin, type Step } from './ir'
import { isChanged } from './local-changes'
import { isLogOf, writesOnlyLogs } from './logs'
import { isAwaitedCall } from './read-calls'
import { declarationOf, type Position, shortText, UNREADABLE } from './read-scope'
import type { StatementReader } from './read-statements'
import type { ReadPlace, ReturnTarget } from './reading'

/** A function that is written where a helper is called. */
interface Passed {
  readonly node: FunctionNode
  readonly place: ReadPlace
}

/**
 * Reads calls of helper functions as their bodies: those that call a function of the service, and those that are given a
 * function which does.
 */
export class HelperReader {
  /** What parameters stand for: values are read where the helper uses them. */
  private readonly values = new Map<ts.Node, { readonly node: ts.Expression; readonly place: ReadPlace }>()
  private readonly functions = new Map<ts.Node, Passed>()
  private readonly under: ts.Node[] = []
  private readonly called = new Set<ts.Node>()
  /** Where the helper is called that is read: there its steps come from. */
  origin: Origin | undefined

  constructor(private readonly reader: StatementReader) {}

  isArgument(declaration: ts.Node): boolean {
    return this.values.has(declaration)
  }

  argument(declaration: ts.Node, position: Position): Expression | undefined {
    const given = this.values.get(declaration)
    return given && this.reader.at(given.place, () => this.reader.expression(given.node, position))
  }

  /** Whether a statement only writes a log: nothing writes that any more, and the plan says so. */
  isLog(node: ts.Statement): boolean {
    const { module, place, reading } = this.reader
    const { facts } = reading
    if (!this.onlyLogs(node)) return false
    if (place.isHelper) facts.dropsLogs = true
    else {
      const { line } = placeOf(module.ast, node.getStart(module.ast))
      facts.droppedLogs.push({ line, text: shortText(node).replace(/;$/, '') })
    }
    return true
  }

  /** The same, without taking note of it. */
  onlyLogs(node: ts.Statement): boolean {
    const { module, place, reading, splits } = this.reader
    if (place.isHelper) return isLogOf(node)
    // a function below the chain keeps its log: it stays one
    return !splits.own && writesOnlyLogs(reading.evaluator, module, node)
  }

  /** A call of a helper that calls a function of the service. */
  inlined({ site, inlined }: Call): Expression {
    if (!inlined) return UNREADABLE
    const { module, node, inner } = inlined
    const value = this.body(site.call, { node, place: { module, body: node.body, calls: [inner], isHelper: true } })
    this.reader.at({ module, body: node.body, calls: [inner], isHelper: true }, () =>
      this.reader.calls.tellForgotten([inner]),
    )
    return value
  }

  /** A call of a helper that is given a function which calls; the call of that function inside of the helper. */
  resultOf(node: ts.Expression): Expression | undefined {
    if (!ts.isCallExpression(node)) return undefined
    const passed = this.passed(node.expression)
    const found = passed ?? this.helper(node)
    if (!found) return undefined
    const { reader } = this
    if (found === 'not async') {
      reader.obstacle(node, `"${shortText(node.expression)}" is not async: write it with "await"`)
      reader.calls.skip(node)
      return UNREADABLE
    }
    if (reader.isConditional || !isAwaitedCall(node)) {
      reader.obstacle(node, `"${shortText(node)}" is not awaited where it is called, or only on a condition`)
      reader.calls.skip(node)
      return UNREADABLE
    }
    if (passed && this.called.has(passed.node)) {
      reader.obstacle(node, `"${shortText(node)}" calls what it is given at more than one place`)
      return UNREADABLE
    }
    if (passed) this.called.add(passed.node)
    return this.body(node, found)
  }

  /** Whether a statement calls a function that a helper was given. */
  isCall(expression: ts.Expression): boolean {
    const call = unwrapAwait(expression)
    return ts.isCallExpression(call) && this.passed(call.expression) !== undefined
  }

  private passed(callee: ts.Expression): Passed | undefined {
    const name = unwrap(callee)
    const declaration = ts.isIdentifier(name) ? declarationOf(this.reader.scope, name) : undefined
    return declaration && this.functions.get(declaration)
  }

  private helper(node: ts.CallExpression): Passed | 'not async' | undefined {
    const { reader } = this
    const isGiven = node.arguments.some((argument) => {
      const fn = unwrap(argument)
      return (isFunctionNode(fn) && reader.calls.makesCall(fn)) || this.passed(fn) !== undefined
    })
    const value = isGiven ? functionOf(reader.reading.evaluator, reader.module, node.expression) : undefined
    if (!value || !isFunctionNode(value.node)) return undefined
    const { module, node: fn } = value
    if (!isAsync(fn)) return 'not async'
    return { node: fn, place: { module, body: fn.body, calls: [], isHelper: true } }
  }

  /** Reads what a function does in the place of its call; gives what it returns. */
  private body(call: ts.CallExpression, { node, place }: Passed): Expression {
    const { reader } = this
    const { body } = node
    if (!body || node.asteriskToken || this.under.includes(node)) {
      const what = node.asteriskToken ? 'calls a generator' : 'is a call that a function makes of itself'
      reader.obstacle(call, `"${shortText(call)}" ${what}`)
      return UNREADABLE
    }
    // what its names stood for in another call of it
    reader.variables.forgetInside(node)
    this.under.push(node)
    const { origin } = this
    if (!reader.place.isHelper) this.origin = reader.origin(call)
    this.bind(call, node, place)
    const value = reader.at(place, () =>
      ts.isBlock(body) ? this.block(call, body) : reader.returning(undefined, () => reader.expression(body)),
    )
    this.under.pop()
    this.origin = origin
    return value
  }

  /** A function that returns in one place, at its end, has its value there; any other has a variable for it. */
  private block(call: ts.CallExpression, body: ts.Block): Expression {
    const { reader } = this
    const returns: ts.ReturnStatement[] = []
    walkOwn(body, (node) => {
      if (ts.isReturnStatement(node)) returns.push(node)
    })
    const last = body.statements.at(-1)
    const [only] = returns
    if (returns.length === 0) {
      reader.first(...reader.returning(undefined, () => reader.block(body.statements)))
      return { kind: 'undefined' }
    }
    if (only?.expression && only === last && returns.length === 1) {
      const { expression } = only
      reader.first(...reader.returning(undefined, () => reader.block(body.statements.slice(0, -1))))
      return reader.expression(expression)
    }
    const key: ts.Node = call
    reader.variables.reserveResult(key, nameAround(call) ?? 'result')
    const block = reader.loops.inside(false, [], (id): Step => {
      const target: ReturnTarget = {
        position: 'looked-at',
        give: (value, node) => this.given(value ?? { kind: 'undefined' }, node, id, key),
      }
      const steps = reader.returning(target, () => {
        const read = reader.block(body.statements)
        return alwaysEnds(read) ? read : [...read, ...target.give(undefined, body)]
      })
      return { kind: 'switch', id, cases: [{ test: 'default', steps }], origin: reader.origin(body) }
    })
    reader.first(block)
    // it is given once, and then never changes
    const held = reader.variables.held.get(key)
    return held?.kind === 'variable' ? { ...held, known: { ...held.known, isMutable: false } } : UNREADABLE
  }

  /** `return` of a helper: the variable that takes its value, and the way behind its body. */
  private given(value: Expression, node: ts.Node, id: number, key: ts.Node): Step[] {
    const { reader } = this
    if (value === UNREADABLE) return [{ kind: 'break', id, origin: reader.origin(node) }]
    const assignment = reader.variables.assign(key, value)
    return [...reader.assign(assignment ? [assignment] : [], node), { kind: 'break', id, origin: reader.origin(node) }]
  }

  private bind(call: ts.CallExpression, { parameters }: FunctionNode, place: ReadPlace): void {
    const { reader } = this
    if (call.arguments.some(ts.isSpreadElement)) reader.obstacle(call, `"${shortText(call)}" spreads its arguments`)
    for (const [index, parameter] of parameters.entries()) {
      const argument = call.arguments[index]
      if (parameter.dotDotDotToken)
        reader.at(place, () => reader.obstacle(parameter, `"${shortText(parameter)}" takes all arguments`))
      else if (argument && this.isFunction(parameter, argument, place)) continue
      else this.value(parameter, argument, place)
    }
  }

  private isFunction({ name }: ts.ParameterDeclaration, argument: ts.Expression, place: ReadPlace): boolean {
    const fn = unwrap(argument)
    const given = this.passed(fn) ?? (isFunctionNode(fn) ? { node: fn, place: this.reader.place } : undefined)
    const declaration = ts.isIdentifier(name) ? place.module.bindings.of(name)?.declarations[0] : undefined
    if (!given || !declaration) return false
    if (isFunctionNode(fn)) this.called.delete(fn)
    this.functions.set(declaration, given)
    return true
  }

  /** A value is read where it is used; at once, where it is used more than once, may be another then, or makes a call. */
  private value(parameter: ts.ParameterDeclaration, argument: ts.Expression | undefined, place: ReadPlace): void {
    const { reader } = this
    const { name, initializer } = parameter
    const binding = ts.isIdentifier(name) ? place.module.bindings.of(name) : undefined
    const [declaration] = binding?.declarations ?? []
    const given = argument ?? initializer
    const from = argument ? reader.place : place
    const isOwn = !binding || binding.writes.length > 0 || isChanged(binding)
    const isLater =
      given && !isOwn && (binding.references.length < 2 || isSimple(given)) && !reader.calls.makesCall(given)
    if (
      declaration &&
      given &&
      isLater &&
      !(argument && initializer && !isSimple(argument)) &&
      !this.mayChange(given, from)
    ) {
      this.values.set(declaration, { node: given, place: from })
      return
    }
    if (binding?.references.length === 0) return
    const value: Expression = given ? reader.at(from, () => reader.expression(given)) : { kind: 'undefined' }
    const otherwise = argument && initializer ? reader.at(place, () => reader.expression(initializer)) : undefined
    const whole: Expression = otherwise && !isLiteral(given) ? { kind: 'default', value, otherwise } : value
    const unreadable = value === UNREADABLE || otherwise === UNREADABLE
    reader.at(place, () =>
      reader.first(...reader.declarations.declared(name, unreadable ? UNREADABLE : whole, parameter)),
    )
  }

  private mayChange(node: ts.Expression, { module }: ReadPlace): boolean {
    let isFound = false
    walkOwn(node, (inner) => {
      const binding = ts.isIdentifier(inner) ? module.bindings.of(inner) : undefined
      isFound ||= binding !== undefined && (binding.writes.length > 0 || isChanged(binding))
    })
    return isFound
  }
}

/** A literal, a name or a part of what it holds: it may be written more than once. */
function isSimple(expression: ts.Expression): boolean {
  const node = unwrap(expression)
  if (isLiteral(node) || ts.isIdentifier(node)) return true
  return ts.isPropertyAccessExpression(node) && isSimple(node.expression)
}

function isLiteral(expression: ts.Expression | undefined): boolean {
  const node = expression && unwrap(expression)
  return !!node && (ts.isLiteralExpression(node) || ts.isObjectLiteralExpression(node) || ts.isTemplateExpression(node))
}

/** The name that a value gets where it stands. */
function nameAround(node: ts.Expression): string | undefined {
  const outer = rewrap(node).parent
  const { parent } = ts.isAwaitExpression(outer) ? rewrap(outer) : { parent: outer }
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : undefined
}
