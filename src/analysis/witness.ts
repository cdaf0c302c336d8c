import type { ts } from 'ts-morph'
import type { SourceModule } from '../syntax/module'
import { placeOf } from '../syntax/parse'

/** What stands in the way of running a callee elsewhere. */
export interface Witness {
  readonly what: string
  readonly file: string
  readonly line: number
}

export function witnessAt(module: SourceModule, node: ts.Node, what: string): Witness {
  return { what, file: module.file, line: placeOf(module.ast, node.getStart(module.ast)).line }
}
