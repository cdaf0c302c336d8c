import type { ts } from 'ts-morph'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { FunctionValue } from '../syntax/evaluate/value'
import type { SourceModule } from '../syntax/module'
import { READING_PACKAGES } from './tables/uses'

/** The function of the workspace that an expression is; `undefined` where it is none, or not known. */
export function functionOf(
  evaluator: Evaluator,
  module: SourceModule,
  callee: ts.Expression,
): FunctionValue | undefined {
  const value = evaluator.evaluate(module, callee)
  return value.kind === 'function' ? value : undefined
}

/** Whether a function belongs to a package that does not change what it is given. */
export function isReader(evaluator: Evaluator, module: SourceModule, callee: ts.Expression): boolean {
  const value = evaluator.evaluate(module, callee)
  return value.kind === 'external' && READING_PACKAGES.test(value.module)
}
