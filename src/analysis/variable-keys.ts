import { ts } from 'ts-morph'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import { ELEMENT, type ParameterValue, type Value } from '../syntax/evaluate/value'
import type { SourceModule } from '../syntax/module'
import { isFunctionNode, rewrap } from '../syntax/nodes'
import { type CallContext, callsOfFunction, isGiven } from './calls-of-function'
import { parameterSources } from './parameter-sources'

/** What is looked at to know what functions are called with. */
export interface KeyContext extends CallContext {
  /** The files whose exports the runtime calls: with what, nobody knows. */
  readonly entries: ReadonlySet<string>
}

/**
 * The texts that an expression can be which names a variable, as `key` of `process.env[key]`: what it is made of, and what
 * every call passes for a parameter. `undefined` where it may be any text.
 */
export function keysOf(context: KeyContext, module: SourceModule, key: ts.Expression): readonly string[] | undefined {
  return new KeyReader(context).of(context.evaluator.evaluate(module, key))
}

class KeyReader {
  private readonly evaluator: Evaluator
  private readonly asked = new Set<ts.Node>()

  constructor(private readonly context: KeyContext) {
    this.evaluator = context.evaluator
  }

  of(value: Value): readonly string[] | undefined {
    switch (value.kind) {
      case 'literal':
        return value.value === undefined ? [] : [String(value.value)]
      case 'one-of':
        return this.all(value.values)
      case 'fallback':
        return this.all([value.first, value.second])
      case 'lookup': {
        const { target, path } = value
        if (target.kind !== 'object' || target.open) return undefined
        return this.all([...target.properties.values()].map((entry) => this.memberAt(entry, path)))
      }
      case 'parameter':
        return this.ofParameter(value)
      default:
        return undefined
    }
  }

  private all(values: readonly (Value | undefined)[] | undefined): readonly string[] | undefined {
    const found = values?.map((value) => value && this.of(value))
    return found?.every((keys) => keys !== undefined) ? found.flat() : undefined
  }

  private memberAt(value: Value, path: readonly string[]): Value {
    return path.reduce((target, name) => this.evaluator.member(target, name), value)
  }

  private ofParameter({ declaration, path }: ParameterValue): readonly string[] | undefined {
    // what a function passes on to itself it was passed
    if (this.asked.has(declaration)) return []
    this.asked.add(declaration)
    const passed = this.passedFor(declaration)
    return this.all(passed?.map((value) => this.memberAt(value, path)))
  }

  /** What each call passes for a parameter; `undefined` where not all calls are known. */
  private passedFor(declaration: ts.ParameterDeclaration): readonly Value[] | undefined {
    const module = this.moduleOf(declaration)
    const fn = declaration.parent
    if (!module || !isFunctionNode(fn) || declaration.dotDotDotToken) return undefined
    const { initializer } = declaration
    const preset = initializer ? [this.evaluator.evaluate(module, initializer)] : []
    const isCallback = ts.isExpression(fn) && ts.isCallExpression(rewrap(fn).parent)
    if (isCallback) {
      const lists = parameterSources(module, declaration)
      return lists?.flatMap((list) =>
        list ? [this.evaluator.member(this.evaluator.evaluate(module, list), ELEMENT)] : [],
      )
    }
    const isEntry = this.context.entries.has(module.file) && isGiven(module, fn)
    const calls = isEntry ? undefined : callsOfFunction(this.context, module, fn)
    // who calls a function that nothing seems to call is not known
    if (!calls || calls.size === 0) return undefined
    const index = fn.parameters.indexOf(declaration)
    const values = [...calls].map((call) => this.argumentAt(call, index))
    return values.every((value) => value !== undefined) ? [...preset, ...values.flat()] : undefined
  }

  /** What a call passes: nothing perhaps, but not what is not known. */
  private argumentAt(call: ts.Node, index: number): readonly Value[] | undefined {
    const module = this.moduleOf(call)
    if (!module || !ts.isCallExpression(call) || call.arguments.some(ts.isSpreadElement)) return undefined
    const argument = call.arguments[index]
    return argument ? [this.evaluator.evaluate(module, argument)] : []
  }

  private moduleOf(node: ts.Node): SourceModule | undefined {
    return this.evaluator.program.module(node.getSourceFile().fileName)
  }
}
