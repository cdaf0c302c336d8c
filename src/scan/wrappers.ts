import { ts } from 'ts-morph'
import { frameOf } from '../syntax/evaluate/calls'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import { type Frame, type FunctionValue, oneOf, parametersIn, unknown, type Value } from '../syntax/evaluate/value'
import type { SourceModule } from '../syntax/module'
import type { FunctionNode } from '../syntax/nodes'
import { type CallIndex, type CallOf, calleesOf, passedBy } from './call-index'
import { commandsOf, paramsOf } from './find-calls'
import { isForwarder } from './forwarder'
import { isSelf } from './function-name'
import { InjectedCalls } from './injected-calls'
import type { Origins } from './origins'
import { parameter } from './params'
import type { InvokeCall } from './site'
import { isCallback, ownerOf, shapeOf } from './wrapper-shape'

/** An SDK call, or a call of a function that makes one. */
export interface Invoke {
  readonly call: InvokeCall
  /** What the called function invokes; `undefined` for an SDK call. */
  readonly inner: Invoke | undefined
  /** The function that is called. */
  readonly callee: FunctionValue | undefined
  /** Whether it is passed by its name, to be called with each element of a list. */
  readonly isByName: boolean
  readonly name: Value
  /** Whether the callee is still a parameter here: then the calls of the function around it decide. */
  readonly isOpen: boolean
  /** Calls of the function around it. */
  readonly outer: readonly Invoke[]
}

/** How many functions may stand between the SDK call and the call that names the callee. */
const MAX_LEVELS = 6

export interface WrapperContext {
  readonly evaluator: Evaluator
  readonly calls: CallIndex
  readonly origins: Origins
  /** Whether a function is the handler of a deployed function: its parameters come from outside. */
  isHandler(module: SourceModule, node: ts.Node): boolean
  /** Files in which an injected helper may be called although they import nothing of it. */
  readonly suspects: readonly SourceModule[]
}

/**
 * Finds the wrappers around SDK calls by the way that data takes: a function whose parameter reaches `FunctionName` (or
 * one that only forwards its parameter as the payload) is a wrapper, and so is a function that calls it with a parameter
 * of its own, through any number of levels and files.
 */
export function findWrappers(context: WrapperContext, calls: readonly InvokeCall[]): Invoke[] {
  const finder = new WrapperFinder(context)
  return calls.map((call) => finder.level(call, undefined, undefined, 0))
}

class WrapperFinder {
  private readonly injected: InjectedCalls
  private readonly entered = new Set<ts.Node>()

  constructor(private readonly context: WrapperContext) {
    this.injected = new InjectedCalls(context.evaluator, context.origins, context.suspects)
  }

  level(call: InvokeCall, inner: Invoke | undefined, found: CallOf | undefined, depth: number): Invoke {
    const callee = found?.callee.kind === 'function' ? found.callee : undefined
    const own = parameter(call.params, 'FunctionName')
    const settled = this.settled(own)
    const name = settled ?? own
    const owner = ownerOf(call.call)
    const isOpen = !settled && !!owner && this.isOpen(call.module, own) && isReachable(call.module, owner)
    const invoke = { call, inner, callee, isByName: found?.isByName === true, name, isOpen }
    const isPassedOn = isOpen || (!!owner && isForwarder(call.module, owner, call.call))
    if (!owner || !isPassedOn || depth >= MAX_LEVELS || this.entered.has(owner)) return { ...invoke, outer: [] }
    this.entered.add(owner)
    const outer = this.callsOf(call.module, owner)
      .filter((other) => isOpen || other.module !== call.module)
      .map((other) => this.outer({ ...invoke, outer: [] }, other, depth + 1))
    this.entered.delete(owner)
    return { ...invoke, outer }
  }

  /** A name that only seems open: the caller itself, or what every construction of the class passes. */
  private settled(name: Value): Value | undefined {
    const parameters = parametersIn(name)
    if (parameters.length === 0) return undefined
    if (isSelf(name)) return name
    if (name.kind !== 'parameter' || !ts.isConstructorDeclaration(name.declaration.parent)) return undefined
    const passed = oneOf(this.context.origins.passed(name))
    return isFixed(passed) ? passed : undefined
  }

  private isOpen(module: SourceModule, name: Value): boolean {
    return parametersIn(name).some(({ parent }) => !isCallback(parent) && !this.context.isHandler(module, parent))
  }

  private outer(inner: Invoke, found: CallOf, depth: number): Invoke {
    const { module, node } = found
    const frame = frameOf(found.callee as FunctionValue, passedBy(this.context.evaluator, found, undefined))
    const call: InvokeCall = {
      module,
      call: node as ts.CallExpression,
      sdk: inner.call.sdk,
      operation: inner.call.operation,
      style: 'wrapper',
      command: undefined,
      paramsNode: undefined,
      params: this.paramsOf(inner, frame),
    }
    return this.level(call, inner, found, depth)
  }

  private callsOf(module: SourceModule, owner: FunctionNode): CallOf[] {
    const found = [...this.context.calls.callsOf(module, owner), ...this.injected.of(owner)]
    const calls = found.filter(({ node, isBind }) => !isBind && ts.isCallExpression(node) && !isInside(node, owner))
    return [...new Map(calls.map((call) => [call.node, call])).values()]
  }

  /** The parameters of the SDK call at the bottom, once the parameters on the way are bound. */
  private paramsOf({ call, inner, callee, isByName }: Invoke, frame: Frame): Value {
    const { evaluator } = this.context
    if (inner && callee) {
      const place = { module: call.module, node: call.call, isByName }
      const called = isByName ? call.call.arguments[0] : call.call.expression
      const now = called ? calleesOf(evaluator.callee(call.module, called, frame)) : []
      const bound = now.find((candidate) => candidate.node === callee.node)
      const fn = bound?.kind === 'function' ? bound : callee
      return this.paramsOf(inner, frameOf(fn, passedBy(evaluator, place, frame)))
    }
    const [argument] = call.call.arguments
    if (!argument) return unknown('')
    const value = evaluator.evaluate(call.module, argument, frame)
    return call.style === 'send' ? paramsOf(commandsOf(value)) : value
  }
}

/** Whether anything can call a function: one that is assigned to nothing that has a name cannot be a wrapper. */
function isReachable(module: SourceModule, owner: FunctionNode): boolean {
  const { parent } = owner
  const isGlobal = ts.isBinaryExpression(parent) && ts.isIdentifier(parent.left) && !module.bindings.of(parent.left)
  return !isGlobal
}

/** Whether a value names its callee without any parameter. */
export function isFixed(name: Value): boolean {
  if (name.kind === 'literal') return typeof name.value === 'string'
  if (name.kind === 'environment') return true
  if (name.kind === 'text') return name.parts.some((part) => typeof part === 'string' && /\w/.test(part))
  if (name.kind === 'fallback') return isFixed(name.first) || isFixed(name.second)
  return (name.kind === 'parameter' || name.kind === 'external') && isSelf(name)
}

function isInside(node: ts.Node, owner: ts.Node): boolean {
  for (let current: ts.Node | undefined = node; current; current = current.parent) if (current === owner) return true
  return false
}

/** Whether a call passes its own parameter on as it is, so that the name is computed where it was. */
export function passesOn(invoke: Invoke): boolean {
  return !!invoke.inner && shapeOf(invoke.name) === shapeOf(invoke.inner.name)
}
