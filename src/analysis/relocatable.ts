import { ts } from 'ts-morph'
import { locate } from '../load/locate'
import type { FunctionRef } from '../load/service'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { SourceModule } from '../syntax/module'
import { type FunctionNode, isFunctionNode } from '../syntax/nodes'
import { callableResult } from './callable-result'
import { type CallbackAnswers, type CallbackTrouble, callbackAnswers, isTrouble } from './callback/answers'
import { contextUses, contextWitness } from './context-uses'
import { type Effect, isBinding, type OutsideUse, outsideUse } from './effects/effect'
import { EffectAnalysis } from './effects/effect-analysis'
import { findWitness } from './effects/find-witness'
import { byPlace, verdictOf } from './effects/verdict'
import { LOCALE_VARIABLES } from './environment'
import { ownState } from './file-state'
import type { Surroundings } from './imported-constant'
import { type LoadInput, loadWitness, restOfLoad } from './own-load'
import type { Installed } from './packages/installed'
import { Packages } from './packages/packages'
import { promiseIn } from './promises'
import { NO_VOUCHING, type Vouching } from './vouched/vouching'
import { type Witness, witnessAt } from './witness'
import { wrappingOf } from './wrapped-handler'

/** Whether a callee can run in its caller, and what it takes along. */
export interface Relocatability {
  readonly isRelocatable: boolean
  readonly witness: Witness | undefined
  /** Whether it may throw, as far as can be told without types. */
  readonly mayThrow: boolean
  /** Whether it writes log lines: they will stand in the caller's log group. */
  readonly logs: boolean
  /** What the user says of functions and packages that this rests on, in words. */
  readonly vouched: readonly string[]
  /** Variables of the environment that it reads: they must be the same where it goes. */
  readonly environment: readonly string[]
  /**
   * The plain test "no reads of buckets, no writes of tables, no calls to other services": a callee may pass it and need
   * its own Lambda all the same.
   */
  readonly outside: OutsideUse
  /** All that it does besides computing, by place. */
  readonly effects: readonly Effect[]
  /** How many levels of its event it changes: 1 for `event.a = …`, 2 for `event.a.b = …`; 0 for none. */
  readonly changesEvent: number
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
  vouching: Vouching = NO_VOUCHING,
): RelocatabilityOf {
  const { program } = evaluator
  const analysisWith = (said: Vouching) =>
    new EffectAnalysis({
      evaluator,
      surroundings: { program, importersOf },
      packages: new Packages(installed, said),
      vouching: said,
    })
  const told = analysisWith(vouching)
  const loading = { analysis: told, program, packages: new Packages(installed, vouching), vouching }
  const analyses = { told, read: analysisWith(NO_VOUCHING), loading }
  return ({ service, function: { key, handler, data } }) => {
    if (!handler) {
      const what = 'handler' in data ? 'its handler is no source file of this repository' : 'it has no handler'
      const { line = 1 } = locate(service.document, ['functions', key, 'handler']) ?? {}
      return not({ what, file: service.config, line, path: [key] })
    }
    const module = program.module(handler.file)
    const at = { file: handler.file, line: 1, path: [key] }
    if (!module || module.syntaxError) return not({ what: 'its handler cannot be parsed', ...at })
    const value = evaluator.exported(module, handler.export)
    // what a wrapper makes knows what it was given, and what is bound has other parameters
    if (value.kind !== 'function' || !isFunctionNode(value.node) || value.frame || value.bound?.length)
      return not(noPlainFunction(evaluator, module, handler.export, at))
    // a file that hands the handler on is loaded, too, with all that it imports
    const loading = value.module === module ? undefined : loadWitness(analyses.told, module, key)
    const code = handlerCode(value.module, value.node)
    return loading ? { ...not(loading), handler: code } : ofHandler(analyses, evaluator, key, code)
  }
}

/** Why the handler that a file exports is not read. */
function noPlainFunction(evaluator: Evaluator, module: SourceModule, name: string, at: Omit<Witness, 'what'>): Witness {
  const wrapping = wrappingOf(evaluator, module, name)
  if (wrapping) return witnessAt(wrapping.module, wrapping.node, wrapping.what, at.path)
  const { named, stars, assigned } = module.exports
  const isThere = named.has(name) || stars.length > 0 || assigned
  return { what: isThere ? 'its handler is not a plain function' : `no export "${name}" is found in its file`, ...at }
}

function handlerCode(module: SourceModule, node: FunctionNode): HandlerCode & { trouble: CallbackTrouble | undefined } {
  const found = callbackAnswers(module, node)
  return isTrouble(found)
    ? { module, node, answers: undefined, trouble: found }
    : { module, node, answers: found, trouble: undefined }
}

/** The same code with what the user says of it, and as it reads. */
interface Analyses {
  readonly told: EffectAnalysis
  readonly read: EffectAnalysis
  readonly loading: LoadInput
}

function ofHandler(
  { told: analysis, read, loading: input }: Analyses,
  evaluator: Evaluator,
  key: string,
  { trouble, ...handler }: HandlerCode & { trouble: CallbackTrouble | undefined },
): Relocatability {
  const { module, node, answers } = handler
  const context = contextUses(handler)
  const own = contextWitness(key, context)
  const loading = loadWitness(analysis, module, key)
  if (loading) return { ...not(own ?? loading), handler }
  if (trouble) return { ...not(witnessAt(module, trouble.at, trouble.what, [key])), handler }
  const floating = answers && answers.exits.length > 0 ? promiseIn(evaluator, module, node) : undefined
  if (floating) return { ...not(witnessAt(module, floating, 'it does not wait for a promise', [key])), handler }
  const unit = analysis.handlerUnit(module, node, answers)
  const summary = analysis.summaryOf(unit)
  const [event] = node.parameters
  const verdict = verdictOf(summary, event)
  const vouched = [...summary.vouched].sort()
  const state = vouched.length > 0 ? ownState(read, module, node) : []
  const thrown = summary.throwing ? [summary.throwing] : []
  const effects = [...context, ...state, ...[...verdict.effects, ...thrown].sort(byPlace)]
  const isGenerator = !ts.isArrowFunction(node) && !!node.asteriskToken
  const [kept] = state
  const result = callableResult(evaluator, analysis, unit)
  const callable = result && witnessAt(module, result, 'it answers with a function or a symbol', [key])
  const witness =
    own ??
    (kept && { what: kept.what, file: kept.file, line: kept.line, path: [key] }) ??
    (isGenerator
      ? witnessAt(module, node, 'it is a generator', [key])
      : effects.some(isBinding)
        ? findWitness(analysis, unit, key, verdict)
        : (callable ?? restOfLoad(input, module, key)))
  return {
    isRelocatable: witness === undefined,
    witness,
    mayThrow: summary.throwing !== undefined,
    logs: effects.some(({ label }) => label === 'log'),
    vouched,
    environment: variablesIn(effects),
    outside: outsideUse(effects),
    effects,
    changesEvent: (event && summary.changes.get(event)?.depth) ?? 0,
    handler,
  }
}

/** Variables that are read, and those that decide on the locale and the time zone where these are. */
function variablesIn(effects: readonly Effect[]): string[] {
  const read = effects.flatMap(({ label, name }) => (label === 'environment' && name !== undefined ? [name] : []))
  const isLocal = effects.some(({ label }) => label === 'locale')
  return [...new Set([...read, ...(isLocal ? LOCALE_VARIABLES : [])])]
}

function not(witness: Witness): Relocatability {
  return {
    isRelocatable: false,
    witness,
    mayThrow: true,
    logs: false,
    vouched: [],
    environment: [],
    outside: 'unknown',
    effects: [],
    changesEvent: Number.POSITIVE_INFINITY,
    handler: undefined,
  }
}
