import { ts } from 'ts-morph'
import type { FunctionRef } from '../load/service'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { SourceModule } from '../syntax/module'
import { accessedName, contains, type FunctionNode, isAccess, isFunctionNode, unwrapAwait } from '../syntax/nodes'
import { type CallbackAnswers, type CallbackTrouble, callbackAnswers, isTrouble } from './callback/answers'
import { type Effect, effectAt, isBinding, type OutsideUse, outsideUse } from './effects/effect'
import { EffectAnalysis } from './effects/effect-analysis'
import { findWitness } from './effects/find-witness'
import { verdictOf } from './effects/verdict'
import { LOCALE_VARIABLES } from './environment'
import type { Surroundings } from './imported-constant'
import { startEffect } from './load-effect'
import type { Installed } from './packages/installed'
import { Packages } from './packages/packages'
import { promiseIn } from './promises'
import { type Witness, witnessAt } from './witness'

/** Whether a callee can run in its caller, and what it takes along. */
export interface Relocatability {
  readonly isRelocatable: boolean
  readonly witness: Witness | undefined
  /** Whether it may throw, as far as can be told without types. */
  readonly mayThrow: boolean
  /** Whether it writes log lines: they will stand in the caller's log group. */
  readonly logs: boolean
  /** Variables of the environment that it reads: they must be the same where it goes. */
  readonly environment: readonly string[]
  /**
   * The plain test "no reads of buckets, no writes of tables, no calls to other services": a callee may pass it and need
   * its own Lambda all the same.
   */
  readonly outside: OutsideUse
  /** All that it does besides computing, by place. */
  readonly effects: readonly Effect[]
  readonly handler: HandlerCode | undefined
}

/** The function that Lambda calls. */
export interface HandlerCode {
  readonly module: SourceModule
  readonly node: FunctionNode
  /** How it answers, where it does so by its callback or its context. */
  readonly answers: CallbackAnswers | undefined
}

export type RelocatabilityOf = (ref: FunctionRef) => Relocatability

/** Decides for functions whether they are relocatable. Nothing is guessed: what is not known to be harmless is not. */
export function relocatability(
  evaluator: Evaluator,
  importersOf: Surroundings['importersOf'],
  installed: Installed,
): RelocatabilityOf {
  const analysis = new EffectAnalysis({
    evaluator,
    surroundings: { program: evaluator.program, importersOf },
    packages: new Packages(installed),
  })
  return ({ function: { key, handler } }) => {
    if (!handler)
      return not({ what: 'its handler is no source file of this repository', file: '', line: 0, path: [key] })
    const module = evaluator.program.module(handler.file)
    const at = { file: handler.file, line: 1, path: [key] }
    if (!module || module.syntaxError) return not({ what: 'its handler cannot be parsed', ...at })
    const value = evaluator.exported(module, handler.export)
    if (value.kind !== 'function' || !isFunctionNode(value.node))
      return not({ what: 'its handler is not a plain function', ...at })
    return ofHandler(analysis, evaluator, key, handlerCode(value.module, value.node))
  }
}

function handlerCode(module: SourceModule, node: FunctionNode): HandlerCode & { trouble: CallbackTrouble | undefined } {
  const found = callbackAnswers(module, node)
  return isTrouble(found)
    ? { module, node, answers: undefined, trouble: found }
    : { module, node, answers: found, trouble: undefined }
}

function ofHandler(
  analysis: EffectAnalysis,
  evaluator: Evaluator,
  key: string,
  { trouble, ...handler }: HandlerCode & { trouble: CallbackTrouble | undefined },
): Relocatability {
  const { module, node, answers } = handler
  const context = contextUses(handler)
  const own = contextWitness(key, context)
  const start = startEffect(module)
  if (start) return { ...not(own ?? witnessAt(module, start, loadingEffect(start), [key])), handler }
  if (trouble) return { ...not(witnessAt(module, trouble.at, trouble.what, [key])), handler }
  const floating = answers && answers.exits.length > 0 ? promiseIn(evaluator, module, node) : undefined
  if (floating) return { ...not(witnessAt(module, floating, 'it does not wait for a promise', [key])), handler }
  const unit = analysis.handlerUnit(module, node, answers)
  const summary = analysis.summaryOf(unit)
  const verdict = verdictOf(summary)
  const effects = [...context, ...verdict.effects]
  const isGenerator = !ts.isArrowFunction(node) && !!node.asteriskToken
  const witness =
    own ??
    (isGenerator
      ? witnessAt(module, node, 'it is a generator', [key])
      : effects.some(isBinding)
        ? findWitness(analysis, unit, key, verdict)
        : undefined)
  return {
    isRelocatable: witness === undefined,
    witness,
    mayThrow: summary.mayThrow,
    logs: effects.some(({ label }) => label === 'log'),
    environment: variablesIn(effects),
    outside: outsideUse(effects),
    effects,
    handler,
  }
}

/** What a file does when it is loaded, by the words of its first line: `aws.config.update(…)`. */
function loadingEffect(statement: ts.Node): string {
  const call = ts.isExpressionStatement(statement) ? unwrapAwait(statement.expression) : undefined
  const text = call && ts.isCallExpression(call) ? `${call.expression.getText()}(…)` : statement.getText()
  return `loading its file has an effect: "${text.split('\n')[0]}"`
}

function contextWitness(key: string, [use]: readonly Effect[]): Witness | undefined {
  return (
    use && {
      what: use.what,
      file: use.file,
      line: use.line,
      path: [key, ...(use.name === undefined ? [] : [`context.${use.name}`])],
    }
  )
}

/** Variables that are read, and those that decide on the locale and the time zone where these are. */
function variablesIn(effects: readonly Effect[]): string[] {
  const read = effects.flatMap(({ label, name }) => (label === 'environment' && name !== undefined ? [name] : []))
  const isLocal = effects.some(({ label }) => label === 'locale')
  return [...new Set([...read, ...(isLocal ? LOCALE_VARIABLES : [])])]
}

/** Uses of the context and the callback, property by property. */
function contextUses({ module, node: { parameters }, answers }: HandlerCode): Effect[] {
  const [, invocation, ...others] = parameters
  const known = [...(answers?.exits.map(({ call }) => call.expression) ?? []), ...(answers?.settings ?? [])]
  return [...(invocation ? [invocation] : []), ...others].flatMap((parameter) => {
    const it = parameter === invocation ? 'the context of its own invocation' : 'its callback'
    const label = 'context'
    if (!ts.isIdentifier(parameter.name)) return [effectAt(module, parameter, { label, what: `it uses ${it}` })]
    const uses = module.bindings.of(parameter.name)?.references ?? []
    const references = uses.filter((use) => !known.some((node) => contains(node, use)))
    return references.map((reference) => {
      const { parent } = reference
      const isMember = isAccess(parent) && parent.expression === reference
      const name = isMember ? accessedName(parent) : undefined
      const isCalled = ts.isCallExpression(parent) && parent.expression === reference
      return effectAt(module, reference, {
        label,
        what: `it ${isMember || isCalled ? 'uses' : 'hands on'} ${it}`,
        name,
      })
    })
  })
}

function not(witness: Witness): Relocatability {
  return {
    isRelocatable: false,
    witness,
    mayThrow: true,
    logs: false,
    environment: [],
    outside: 'unknown',
    effects: [],
    handler: undefined,
  }
}
