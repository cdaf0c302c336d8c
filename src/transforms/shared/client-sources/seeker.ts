import type { ts } from 'ts-morph'
import type { CallIndex } from '../../../scan/call-index'
import type { Evaluator } from '../../../syntax/evaluate/evaluator'
import type { Value } from '../../../syntax/evaluate/value'
import type { SourceModule } from '../../../syntax/module'

/** What a client may be. */
export interface ClientSource {
  readonly value: Value
  /** Whether it comes by a parameter: a function or a class is given it. */
  readonly isGiven: boolean
}

/** What it takes to follow a client to where it is made. */
export interface Seeker {
  readonly evaluator: Evaluator
  readonly calls: CallIndex
  /** What is being followed: a function that calls itself passes nothing new, nor does `client = client ?? …`. */
  readonly active: Set<ts.Node>
}

/** An expression, or a member of its value. */
export interface Source {
  readonly module: SourceModule
  readonly node: ts.Expression
  readonly path: readonly string[]
}

/** Follows something that is not being followed already. */
export function once(seeker: Seeker, node: ts.Node, follow: () => ClientSource[]): ClientSource[] {
  if (seeker.active.has(node)) return []
  seeker.active.add(node)
  const sources = follow()
  seeker.active.delete(node)
  return sources
}
