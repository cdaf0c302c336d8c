import type { ts } from 'ts-morph'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import type { Call } from './calls'
import type { Expression } from './expression'
import type { Glue } from './glue/glue'
import type { Inputs } from './inputs'
import type { Step } from './ir'
import type { Obstacles } from './obstacles'
import type { Position } from './read-scope'
import type { SplitFunction } from './split/candidates'
import type { Facts } from './workflow-variables'

/** What is read, and with what. */
export interface Reading {
  readonly evaluator: Evaluator
  readonly module: SourceModule
  readonly body: ts.Block
  readonly region: readonly ts.Statement[]
  readonly calls: readonly Call[]
  /** Calls that are refused already. */
  readonly unreadable: readonly ts.Node[]
  readonly inputs: Inputs
  /** The parameter that gets the event, where all events are those of HTTP. */
  readonly httpEvent: ts.Node | undefined
  /** Whether Lambda calls the function: what it returns becomes JSON. */
  readonly isDeployed: boolean
  readonly obstacles: Obstacles
  readonly facts: Facts
  /** Functions whose steps take the place of their tasks, by their keys. */
  readonly splits: ReadonlyMap<string, SplitFunction>
  /** What stays JavaScript; absent where nothing may. */
  readonly glue: Glue | undefined
}

/** What `return` means where it stands. */
export type Frame = 'handler' | 'function' | 'item'

/** The function whose body is read: that of the chain, or a helper. */
export interface ReadPlace {
  readonly module: SourceModule
  readonly body: ts.Node | undefined
  readonly calls: readonly Call[]
  readonly isHelper: boolean
}

/** Where `return` goes on inside of the workflow. */
export interface ReturnTarget {
  readonly position: Position
  /** What takes the value and goes on. */
  readonly give: (value: Expression | undefined, node: ts.Node) => Step[]
}
