import { ts } from 'ts-morph'
import type { FunctionRef } from '../load/service'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { SourceModule } from '../syntax/module'
import { type FunctionNode, isFunctionNode } from '../syntax/nodes'
import { EffectWalker } from './effect-walker'
import type { Surroundings } from './imported-constant'
import { startEffect } from './load-effect'
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
  readonly handler: { readonly module: SourceModule; readonly node: FunctionNode } | undefined
}

/** Decides for a function whether it is relocatable. Nothing is guessed: what is not known to be harmless is not. */
export function relocatability(
  evaluator: Evaluator,
  { function: fn }: FunctionRef,
  importersOf: Surroundings['importersOf'],
): Relocatability {
  if (!fn.handler) return not({ what: 'its handler is no source file of this repository', file: '', line: 0 })
  const module = evaluator.program.module(fn.handler.file)
  const at = { file: fn.handler.file, line: 1 }
  if (!module || module.syntaxError) return not({ what: 'its handler cannot be parsed', ...at })
  const value = evaluator.exported(module, fn.handler.export)
  if (value.kind !== 'function' || !isFunctionNode(value.node))
    return not({ what: 'its handler is not a plain function', ...at })
  const handler = { module: value.module, node: value.node }
  const start = startEffect(value.module)
  if (start) return { ...not(witnessAt(value.module, start, 'loading its file has an effect')), handler }
  const walker = new EffectWalker(evaluator, { program: evaluator.program, importersOf })
  const [, ...others] = value.node.parameters
  for (const parameter of others) {
    const isUsed = ts.isIdentifier(parameter.name)
      ? (value.module.bindings.of(parameter.name)?.references.length ?? 0) > 0
      : true
    if (isUsed)
      return {
        ...not(witnessAt(value.module, parameter, 'it uses the context or the callback of its own invocation')),
        handler,
      }
  }
  const witness = walker.function(value.module, value.node)
  return {
    isRelocatable: witness === undefined,
    witness,
    mayThrow: walker.mayThrow,
    logs: walker.logs,
    environment: [...walker.environment],
    handler,
  }
}

function not(witness: Witness): Relocatability {
  return { isRelocatable: false, witness, mayThrow: true, logs: false, environment: [], handler: undefined }
}
