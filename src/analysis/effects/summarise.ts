import { ts } from 'ts-morph'
import { elementsFor, isGivingBackFirst, startFor } from './callbacks'
import { type Effect, type EffectLabel, effectAt, effectKey } from './effect'
import type { CallStep, Facts, MethodStep, Step, Unit } from './facts'
import { below, least, NEVER } from './levels'
import { depthOf, memberOf, type Origin, SHARED } from './origin'
import { Origins } from './origins'
import { absorb, addCall, addMember, type Change, type Put, type Summary } from './summary'

/** How deep changes are told apart: what is deeper counts as everything below. */
const MAX_DEPTH = 8

/** What summaries of other code are asked. */
export interface SummaryContext {
  readonly summaryOf: (unit: Unit) => Summary
  /** The summary of code that was summed up before, or is being summed up now. */
  readonly known: (unit: Unit) => Summary | undefined
  readonly unitOf: ConstructorParameters<typeof Origins>[0]['unitOf']
}

/** Brings the summary of a unit up to date with those of what it calls. Says whether anything changed. */
export function summarise(context: SummaryContext, facts: Facts, summary: Summary): boolean {
  return new Summariser(context, facts, summary).run()
}

class Summariser {
  private isNew = false
  private readonly trusted = new Set<string>()
  private readonly origins: Origins

  constructor(
    private readonly context: SummaryContext,
    private readonly facts: Facts,
    private readonly summary: Summary,
  ) {
    this.origins = new Origins({
      unitOf: context.unitOf,
      answerDepth: (unit) => this.answerDepth(unit),
      trust: (name) => this.trusted.add(name),
    })
  }

  run(): boolean {
    const { facts, summary } = this
    if (facts.throws) this.throws(this.effect(facts.throws, 'throw', 'it may throw'))
    for (const [name, node] of facts.spoils) {
      if (summary.spoiled.has(name)) continue
      summary.spoiled.set(name, this.effect(node, 'mutates-outer', 'it changes a value that others may hold'))
      this.isNew = true
    }
    for (const [name, node] of facts.defines)
      this.note(addMember(summary, name, { needs: [], effect: this.effect(node, 'unknown', 'it defines a method') }))
    for (const step of facts.steps) this.step(step)
    this.settlePuts()
    this.answer()
    return this.isNew
  }

  private answerDepth(unit: Unit): number {
    const summary = this.context.known(unit)
    for (const name of summary?.answerTrusted ?? []) this.trusted.add(name)
    return summary?.answerDepth ?? 0
  }

  private note(isNew: boolean): void {
    this.isNew ||= isNew
  }

  private throws(effect: Effect): void {
    this.note(!this.summary.throwing)
    this.summary.throwing ??= effect
  }

  private answer(): void {
    const { facts, summary } = this
    this.trusted.clear()
    const { module } = facts.unit
    const depth =
      facts.isOpaque || isGenerator(facts.unit.node)
        ? 0
        : Math.min(Number.POSITIVE_INFINITY, ...facts.returns.map((value) => this.origins.depth(module, value)))
    for (const name of this.trusted) {
      this.note(!summary.answerTrusted.has(name))
      summary.answerTrusted.add(name)
    }
    this.note(depth < summary.answerDepth)
    summary.answerDepth = Math.min(depth, summary.answerDepth)
  }

  /** What was just found rests on this. */
  private commit(): void {
    for (const name of this.trusted) {
      this.note(!this.summary.trusted.has(name))
      this.summary.trusted.add(name)
    }
    this.trusted.clear()
  }

  private step(step: Step): void {
    if (step.kind === 'effect') this.add(step, step.effect)
    else if (step.kind === 'call') this.call(step)
    else if (step.kind === 'method') this.method(step)
    else if (step.kind === 'member') this.member(step)
    else if (step.kind === 'vouched') this.vouch(step.origin)
    else {
      this.change(step, step.target, {
        depth: step.depth,
        effect: this.effect(step.node, 'mutates-outer', step.what),
        isMethod: step.isMethod,
      })
      this.put(step.target, step.puts)
    }
  }

  private vouch(origin: string): void {
    this.note(!this.summary.vouched.has(origin))
    this.summary.vouched.add(origin)
  }

  private add(step: Step, effect: Effect): void {
    if (!this.summary.arising.has(step)) this.summary.arising.set(step, effect)
    this.addEffect(effect)
  }

  private addEffect(effect: Effect): void {
    const key = effectKey(effect)
    if (this.summary.effects.has(key)) return
    this.summary.effects.set(key, effect)
    this.isNew = true
  }

  private call(step: CallStep): void {
    const callee = this.context.summaryOf(step.callee)
    this.note(absorb(this.summary, callee))
    if (callee.throwing && !step.isCaught) this.throws(callee.throwing)
    const { parameters = [] } = step.callee.node as { parameters?: readonly ts.Node[] }
    for (const [parameter, change] of callee.changes) {
      const at = parameters.indexOf(parameter)
      const handed = this.handed(step, at)
      if (at < 0) this.passOn(parameter, change)
      else if (handed) this.changeOrigins(step, handed, change)
      else this.changeArgument(step, step.args, at, change)
    }
    for (const [parameter, put] of callee.puts) {
      const at = parameters.indexOf(parameter)
      const argument = step.args?.[at]
      const handed = this.handed(step, at)
      if (at < 0) this.passPut(parameter, put)
      else if (handed) this.putInto(handed, put)
      else if (argument && !step.args?.slice(0, at + 1).some(ts.isSpreadElement)) this.putArgument(argument, put)
    }
  }

  /** What a method hands to a parameter of a named function: elements of a list, or what `reduce` began with. */
  private handed({ handedBy, node, callee }: CallStep, at: number): readonly Origin[] | undefined {
    if (!handedBy || at < 0) return undefined
    const { module } = this.facts.unit
    const callback = node as ts.Expression
    const elements = elementsFor(handedBy, callback, at)
    const start = startFor(handedBy, callback, at)
    this.trusted.clear()
    if (elements) {
      this.trusted.add(elements.method)
      return this.origins.of(module, elements.list).map(memberOf)
    }
    return start && isGivingBackFirst(callee.module, callee.node) ? this.origins.of(module, start) : undefined
  }

  private putArgument(argument: ts.Expression, put: Put): void {
    this.putInto(this.origins.of(this.facts.unit.module, argument), put)
  }

  private putInto(origins: readonly Origin[], put: Put): void {
    for (const origin of origins)
      if (origin.kind === 'parameter') this.passPut(origin.parameter, below(put, origin.steps))
    this.commit()
  }

  /** What is put into a part of a parameter may be changed through it from then on. */
  private put(target: ts.Expression, values: readonly ts.Expression[] | undefined): void {
    const { module } = this.facts.unit
    const put = values ? this.putOf(values) : { shared: 1, passed: 1 }
    if (put.shared === NEVER && put.passed === NEVER) return
    this.putInto(this.origins.of(module, target), put)
  }

  private putOf(values: readonly ts.Expression[]): Put {
    const origins = values.flatMap((value) => this.origins.of(this.facts.unit.module, value))
    return {
      shared: least(
        origins.map((one) =>
          one.kind === 'fresh' && !one.reach ? 1 + one.depth : one.kind === 'parameter' ? NEVER : 1,
        ),
      ),
      passed: least(origins.map((one) => (one.kind === 'parameter' ? 1 : NEVER))),
    }
  }

  private passPut(parameter: ts.ParameterDeclaration, put: Put): void {
    const known = this.summary.puts.get(parameter) ?? { shared: NEVER, passed: NEVER }
    const next = { shared: least([known.shared, put.shared]), passed: least([known.passed, put.passed]) }
    if (next.shared === known.shared && next.passed === known.passed) return
    this.summary.puts.set(parameter, next)
    this.isNew = true
  }

  /** Changes that reach deeper than what was put in may be changes of that. */
  private settlePuts(): void {
    for (const [parameter, put] of this.summary.puts) {
      const change = this.summary.changes.get(parameter)
      if (!change) continue
      if (change.depth > put.shared) this.addEffect(change.effect)
      if (change.depth > put.passed) this.passOn(parameter, { ...change, depth: NEVER })
    }
  }

  private changeArgument(step: Step, args: readonly ts.Expression[] | undefined, at: number, change: Change): void {
    // what stands behind a spread list may be any of its elements
    const given = args?.slice(0, at + 1)
    if (!given || given.some(ts.isSpreadElement)) {
      this.add(step, change.effect)
      return
    }
    const argument = given[at]
    if (argument) this.change(step, argument, change)
  }

  private change(step: Step, target: ts.Expression, change: Change): void {
    this.trusted.clear()
    this.changeOrigins(step, this.origins.of(this.facts.unit.module, target), change)
  }

  private changeOrigins(step: Step, origins: readonly Origin[], change: Change): void {
    for (const origin of origins.length > 0 ? origins : [SHARED]) this.changeOrigin(step, origin, change)
    this.commit()
  }

  private changeOrigin(step: Step, origin: Origin, { depth, effect, isMethod }: Change): void {
    if (origin.kind !== 'shared' && origin.reach && !(isMethod && origin.reach === 'member'))
      this.add(step, { ...effect, what: INHERITED })
    if (origin.kind === 'parameter') this.passOn(origin.parameter, { depth: depth + origin.steps, effect })
    else if (origin.kind === 'shared' || origin.depth < depth) this.add(step, effect)
  }

  private passOn(parameter: ts.ParameterDeclaration, { depth, effect }: Change): void {
    const known = this.summary.changes.get(parameter)
    const deepest = depth > MAX_DEPTH ? Number.POSITIVE_INFINITY : depth
    if (known && known.depth >= deepest) return
    this.summary.changes.set(parameter, { depth: deepest, effect: known?.effect ?? effect })
    this.isNew = true
  }

  private method(step: MethodStep): void {
    const { module } = this.facts.unit
    const depths = step.args?.map((argument) =>
      ts.isSpreadElement(argument) ? 0 : depthOf(this.origins.of(module, argument)),
    )
    // an argument behind a spread list may be any of its elements
    const isOpen = step.args?.some(ts.isSpreadElement)
    const effect = effectAt(module, step.node, step.use)
    this.note(addCall(this.summary, step.name, { depths: isOpen ? undefined : depths, effect }))
    this.trusted.clear()
  }

  private member(step: Extract<Step, { kind: 'member' }>): void {
    const callee = this.context.summaryOf(step.callee)
    this.note(absorb(this.summary, callee))
    if (callee.throwing) this.throws(callee.throwing)
    const { parameters = [] } = step.callee.node as { parameters?: readonly ts.Node[] }
    const needs: number[] = parameters.map(() => 0)
    let effect = this.effect(step.node, 'unknown', 'it defines a method')
    for (const [parameter, change] of callee.changes) {
      const at = parameters.indexOf(parameter)
      if (at < 0) this.passOn(parameter, change)
      else {
        needs[at] = change.depth
        effect = change.effect
      }
    }
    this.note(addMember(this.summary, step.name, { needs, effect }))
  }

  private effect(node: ts.Node, label: EffectLabel, what: string): Effect {
    return effectAt(this.facts.unit.module, node, { label, what })
  }
}

/** Why a change below a computed key counts, and what can be done about it. */
const INHERITED =
  'it changes what it finds under a computed key, which is shared by all objects where the key is "__proto__" (a Map, "Object.create(null)" or a check with "Object.hasOwn" would rule that out)'

function isGenerator(node: ts.Node): boolean {
  return (
    (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node)) &&
    !!node.asteriskToken
  )
}
