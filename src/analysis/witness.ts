import type { ts } from 'ts-morph'
import type { SourceModule } from '../syntax/module'
import { placeOf } from '../syntax/parse'

/** What stands in the way of running a callee elsewhere. */
export interface Witness {
  readonly what: string
  readonly file: string
  readonly line: number
  /** The way to it, from the callee through what it calls: `validateOrder`, `applyTax`, `https.request`. */
  readonly path: readonly string[]
}

export function witnessAt(module: SourceModule, node: ts.Node, what: string, path: readonly string[]): Witness {
  return { what, file: module.file, line: placeOf(module.ast, node.getStart(module.ast)).line, path }
}

/** A witness for messages: `it reads the file system (src/tax.ts:3, by validateOrder → applyTax → fs.readFileSync)`. */
export function witnessText({ what, file, line, path }: Witness): string {
  return `${what} (${file}:${line}${path.length > 1 ? `, by ${path.join(' → ')}` : ''})`
}
