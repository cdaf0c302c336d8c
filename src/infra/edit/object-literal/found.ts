import type { ts } from 'ts-morph'
import type { SourceModule } from '../../../syntax/module'
import type { Container } from '../literal/positions'

/** What stands at a path of a configuration that is code. */
export type Found =
  /** An expression, its file, and how it is reached: written in place, or through a name. */
  | { readonly kind: 'expression'; readonly module: SourceModule; readonly node: ts.Expression }
  /** All exports of a file. */
  | { readonly kind: 'module'; readonly module: SourceModule }

/** An entry of a literal. */
export interface Entry {
  readonly module: SourceModule
  readonly container: Container
  readonly index: number
  /** The value, found through names and imports. */
  readonly value: Found
}
