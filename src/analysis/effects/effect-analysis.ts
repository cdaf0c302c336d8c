import type { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import type { CallbackAnswers } from '../callback/answers'
import { functionAt } from './call-target'
import { type CollectContext, collectFacts } from './collector'
import { components } from './components'
import { declaredFacts } from './declared-facts'
import type { Facts, Unit } from './facts'
import { JsonData } from './json-data'
import { Loads } from './loads'
import { summarise } from './summarise'
import { emptySummary, type Summary } from './summary'

/**
 * Effects of the functions of a repository: each is looked through once and summed up once, whoever asks. Functions that
 * call each other are summed up together, again and again until nothing changes: each round only adds effects, deepens
 * changes or takes newness from answers, so there is an end.
 */
export class EffectAnalysis {
  private readonly units = new Map<ts.Node, Unit>()
  private readonly handlers = new Map<ts.Node, Unit>()
  private readonly facts = new Map<Unit, Facts>()
  private readonly summaries = new Map<Unit, Summary>()
  private readonly context: CollectContext

  constructor(input: Omit<CollectContext, 'unit' | 'loads' | 'data'>) {
    const unit = (module: SourceModule, node: ts.Node) => this.unit(module, node)
    const data = new JsonData(input.evaluator, input.surroundings)
    this.context = { ...input, loads: new Loads({ ...input, unit }), data, unit }
  }

  unit(module: SourceModule, node: ts.Node): Unit {
    const known = this.units.get(node)
    if (known) return known
    const unit = { module, node }
    this.units.set(node, unit)
    return unit
  }

  /** A handler that Lambda calls with a callback; whoever else calls it gives it another one. */
  handlerUnit(module: SourceModule, node: ts.Node, answers: CallbackAnswers | undefined): Unit {
    if (!answers) return this.unit(module, node)
    const known = this.handlers.get(node)
    if (known) return known
    const unit = { module, node, answers }
    this.handlers.set(node, unit)
    return unit
  }

  factsOf(unit: Unit): Facts {
    const known = this.facts.get(unit)
    if (known) return known
    const said = this.context.vouching.ofFunction(unit.module, unit.node)
    const facts = said ? declaredFacts(unit, said) : collectFacts(this.context, unit)
    this.facts.set(unit, facts)
    return facts
  }

  summaryOf(unit: Unit): Summary {
    const known = this.summaries.get(unit)
    if (known) return known
    const isDone = (other: Unit) => this.summaries.has(other)
    for (const group of components(unit, (one) => this.calleesOf(one), isDone)) this.settle(group)
    return this.summaries.get(unit) ?? emptySummary()
  }

  private calleesOf(unit: Unit): Unit[] {
    const callees = this.factsOf(unit).steps.flatMap((step) =>
      step.kind === 'call' || step.kind === 'member' ? [step.callee] : [],
    )
    return [...new Set(callees)]
  }

  private settle(group: readonly Unit[]): void {
    for (const unit of group) this.summaries.set(unit, emptySummary())
    const context = {
      summaryOf: (unit: Unit) => this.summaryOf(unit),
      known: (unit: Unit) => this.summaries.get(unit),
      unitOf: (module: SourceModule, callee: ts.Expression) => functionAt(this.context, module, callee),
    }
    for (let isNew = true; isNew; ) {
      isNew = false
      for (const unit of group) {
        const summary = this.summaries.get(unit)
        if (summary && summarise(context, this.factsOf(unit), summary)) isNew = true
      }
    }
  }
}
