import { ts } from 'ts-morph'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import { oneOf, type ParameterValue, text, unknown, type Value } from '../syntax/evaluate/value'
import { argumentOf, type CallIndex } from './call-index'

/**
 * Follows parameters back to what the calls of their function pass: a client that is injected, a `context` that is
 * handed on. A parameter that nobody is seen to pass stays a parameter.
 */
export class Origins {
  private readonly known = new Map<string, Value>()
  private readonly active = new Set<string>()

  constructor(
    private readonly evaluator: Evaluator,
    private readonly calls: CallIndex,
  ) {}

  of(value: Value): Value {
    switch (value.kind) {
      case 'parameter':
        return this.parameter(value)
      case 'text':
        return text(value.parts.map((part) => (typeof part === 'string' ? part : this.of(part))))
      case 'one-of':
        return oneOf(value.values.map((choice) => this.of(choice)))
      case 'fallback':
        return { kind: 'fallback', first: this.of(value.first), second: this.of(value.second) }
      case 'lookup':
        return this.lookup(value.target, value.key, value.path)
      case 'instance': {
        if (value.of.kind !== 'parameter') return value
        const of = this.of(value.of)
        return of.kind === 'class' || of.kind === 'external' ? { ...value, of } : value
      }
      default:
        return value
    }
  }

  /** What the calls of its function pass for a parameter, as it stands there: parameters of other functions stay parameters. */
  passed({ declaration, path }: ParameterValue): Value[] {
    const owner = declaration.parent
    const module = this.evaluator.program.module(declaration.getSourceFile().fileName)
    if (!module) return []
    const node = ts.isConstructorDeclaration(owner) ? owner.parent : owner
    return this.calls.callsOf(module, node).flatMap((call) => {
      const argument = argumentOf(this.evaluator, call, declaration)
      return argument ? [path.reduce((target, name) => this.evaluator.member(target, name), argument)] : []
    })
  }

  private lookup(target: Value, key: Value, path: readonly string[]): Value {
    const keys = this.of(key)
    const entries = (keys.kind === 'one-of' ? keys.values : [keys]).map((one) => {
      const entry = this.evaluator.entry(this.of(target), one)
      return path.reduce((value, name) => this.evaluator.member(value, name), entry)
    })
    return oneOf(entries)
  }

  private parameter(value: ParameterValue): Value {
    const { declaration, path } = value
    const file = declaration.getSourceFile().fileName
    const key = `${file}:${declaration.pos}:${path.join('.')}`
    const known = this.known.get(key)
    if (known) return known
    // a function that calls itself passes nothing new
    if (this.active.has(key)) return unknown(declaration.getText())
    this.active.add(key)
    const result = this.origin(value) ?? value
    this.active.delete(key)
    if (this.active.size === 0) this.known.set(key, result)
    return result
  }

  private origin(value: ParameterValue): Value | undefined {
    const values = this.passed(value).flatMap((passed) => {
      const origin = this.of(passed)
      // what a recursive call passes is what the outer one got
      return origin.kind === 'unknown' && origin.what === value.declaration.getText() ? [] : [origin]
    })
    return values.length > 0 ? oneOf(values) : undefined
  }
}
