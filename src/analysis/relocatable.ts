import { ts } from 'ts-morph'
import type { FunctionRef } from '../load/service'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import { isInert } from '../syntax/inert'
import type { SourceModule } from '../syntax/module'
import { accessedName, type FunctionNode, isAccess, isFunctionNode, unwrap } from '../syntax/nodes'
import { type Effect, type EffectLabel, effectAt, isBinding, type OutsideUse, outsideUse } from './effects/effect'
import { EffectAnalysis } from './effects/effect-analysis'
import { findWitness } from './effects/find-witness'
import { byPlace, verdictOf } from './effects/verdict'
import { LOCALE_VARIABLES } from './environment'
import type { Surroundings } from './imported-constant'
import { startEffect } from './load-effect'
import type { Installed } from './packages/installed'
import { Packages } from './packages/packages'
import { NO_VOUCHING, type Vouching } from './vouched/vouching'
import { type Witness, witnessAt } from './witness'

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
  readonly handler: { readonly module: SourceModule; readonly node: FunctionNode } | undefined
}

export type RelocatabilityOf = (ref: FunctionRef) => Relocatability

/** Decides for functions whether they are relocatable. Nothing is guessed: what is not known to be harmless is not. */
export function relocatability(
  evaluator: Evaluator,
  importersOf: Surroundings['importersOf'],
  installed: Installed,
  vouching: Vouching = NO_VOUCHING,
): RelocatabilityOf {
  const analysisWith = (said: Vouching) =>
    new EffectAnalysis({
      evaluator,
      surroundings: { program: evaluator.program, importersOf },
      packages: new Packages(installed, said),
      vouching: said,
    })
  const analyses = { told: analysisWith(vouching), read: analysisWith(NO_VOUCHING) }
  return ({ function: { key, handler } }) => {
    if (!handler)
      return not({ what: 'its handler is no source file of this repository', file: '', line: 0, path: [key] })
    const module = evaluator.program.module(handler.file)
    const at = { file: handler.file, line: 1, path: [key] }
    if (!module || module.syntaxError) return not({ what: 'its handler cannot be parsed', ...at })
    const value = evaluator.exported(module, handler.export)
    if (value.kind !== 'function' || !isFunctionNode(value.node))
      return not({ what: 'its handler is not a plain function', ...at })
    return ofHandler(analyses, key, value.module, value.node)
  }
}

/** The same code with what the user says of it, and as it reads. */
interface Analyses {
  readonly told: EffectAnalysis
  readonly read: EffectAnalysis
}

function ofHandler(analyses: Analyses, key: string, module: SourceModule, node: FunctionNode): Relocatability {
  const handler = { module, node }
  const start = startEffect(module)
  if (start) return { ...not(witnessAt(module, start, 'loading its file has an effect', [key])), handler }
  const { told: analysis } = analyses
  const loading = loadedState(analysis, module)
  if (loading) return { ...not({ ...firstWitness(key, loading), what: 'loading its file has an effect' }), handler }
  const unit = analysis.unit(module, node)
  const summary = analysis.summaryOf(unit)
  const [event] = node.parameters
  const verdict = verdictOf(summary, event)
  const context = contextUses(module, node)
  const vouched = [...summary.vouched].sort()
  const state = vouched.length > 0 ? ownState(analyses.read, module, node) : []
  const thrown = summary.throwing ? [summary.throwing] : []
  const effects = [...context, ...state, ...[...verdict.effects, ...thrown].sort(byPlace)]
  const isGenerator = !ts.isArrowFunction(node) && !!node.asteriskToken
  const witness =
    firstOf(key, [...context, ...state]) ??
    (isGenerator
      ? witnessAt(module, node, 'it is a generator', [key])
      : effects.some(isBinding)
        ? findWitness(analysis, unit, key, verdict)
        : undefined)
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

/** What loading a file may do that is felt elsewhere: it is lost where the file goes, and comes along where it is loaded. */
const FELT: ReadonlySet<EffectLabel> = new Set([
  'mutates-outer',
  'mutates-global',
  'package-configuration',
  'process',
  'file-write',
])

/** What the values of the file's own constants do when they are made. Clients that are made are not meant. */
function loadedState(analysis: EffectAnalysis, module: SourceModule): Effect | undefined {
  const declarations = module.ast.statements.flatMap((one) =>
    ts.isVariableStatement(one) ? one.declarationList.declarations : [],
  )
  for (const declaration of declarations) {
    const { initializer } = declaration
    if (!initializer || isFunctionNode(unwrap(initializer)) || isInert(initializer)) continue
    const { effects } = verdictOf(analysis.summaryOf(analysis.unit(module, declaration)), undefined)
    const felt = effects.find(({ label }) => FELT.has(label))
    if (felt) return felt
  }
  return undefined
}

function firstOf(key: string, [effect]: readonly Effect[]): Witness | undefined {
  return effect && firstWitness(key, effect)
}

function firstWitness(key: string, { what, file, line, name, label }: Effect): Witness {
  const end = name === undefined ? [] : [label === 'context' ? `context.${name}` : name]
  return { what, file, line, path: [key, ...end] }
}

/**
 * State of the handler's own file: whatever the user says of it, the file is taken apart, and what changes in it cannot be
 * in two files.
 */
function ownState(read: EffectAnalysis, module: SourceModule, node: FunctionNode): Effect[] {
  const { effects } = verdictOf(read.summaryOf(read.unit(module, node)), node.parameters[0])
  return effects.filter(
    ({ label, file }) => file === module.file && (label === 'mutates-outer' || label === 'reads-outer-state'),
  )
}

/** Variables that are read, and those that decide on the locale and the time zone where these are. */
function variablesIn(effects: readonly Effect[]): string[] {
  const read = effects.flatMap(({ label, name }) => (label === 'environment' && name !== undefined ? [name] : []))
  const isLocal = effects.some(({ label }) => label === 'locale')
  return [...new Set([...read, ...(isLocal ? LOCALE_VARIABLES : [])])]
}

/** Uses of the context and the callback, property by property. */
function contextUses(module: SourceModule, { parameters }: FunctionNode): Effect[] {
  const what = 'it uses the context or the callback of its own invocation'
  // `(...all)` holds them, too
  return parameters
    .filter((one, at) => at > 0 || one.dotDotDotToken)
    .flatMap((parameter) => {
      if (!ts.isIdentifier(parameter.name) || parameter.dotDotDotToken)
        return [effectAt(module, parameter, { label: 'context', what })]
      const references = module.bindings.of(parameter.name)?.references ?? []
      return references.map(({ parent }) =>
        effectAt(module, parameter, {
          label: 'context',
          what,
          name: isAccess(parent) ? accessedName(parent) : undefined,
        }),
      )
    })
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
