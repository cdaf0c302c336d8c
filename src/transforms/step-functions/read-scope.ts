import { ts } from 'ts-morph'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import { placeOf } from '../../syntax/parse'
import type { Expression } from './expression'
import type { InputUse } from './inputs'

/** What names stand for in the part of a handler that becomes a workflow. */
export interface ReadScope {
  readonly module: SourceModule
  readonly evaluator: Evaluator
  /** Declarations made inside of the workflow, and what they hold. */
  readonly variables: Map<ts.Node, Expression>
  /** Declarations of caught errors, and the variables that hold their `name` and `message`. */
  readonly errors: ReadonlyMap<ts.Node, string>
  /** The result of a call that an expression makes or decodes. */
  readonly resultOf: (node: ts.Expression) => Expression | undefined
  /** Called for every other name; gives the path at which the input holds it, or reports why it cannot. */
  readonly outer: (
    name: ts.Identifier,
    declaration: ts.Node | undefined,
    use: InputUse,
  ) => readonly string[] | undefined
  readonly obstacle: (node: ts.Node, what: string) => void
  /** What a helper function is given for a parameter, read where it is given. */
  readonly argument?: (declaration: ts.Node, position: Position) => Expression | undefined
  readonly isArgument?: (declaration: ts.Node) => boolean
  /** Whether an expression may be a text of an HTTP event, where the handler gets no other events. */
  readonly isHttpText?: (expression: ts.Expression) => boolean
  /** The value of a variable of the environment, in a function whose variables the workflow has to know. */
  readonly environment?: (key: string, node: ts.Node) => Expression | undefined
  /** Reads what is evaluated on a condition, or more than once: no call can be made before it. */
  readonly conditionally: <T>(read: () => T) => T
  /** Whether what is thrown is taken by a `catch`, or goes through a `finally`. */
  readonly isCaught?: () => boolean
  /** Whether the value may be a random one: it is only waited for so long. */
  readonly mayBeRandom?: true
  /** A name that no variable of the workflow has. */
  readonly newName: (wanted: string) => string
}

/** Whether a value only goes into JSON, or is looked at too. */
export type Position = InputUse['position']

/** Stands for what cannot be read; it is reported where it stands, and not again by what it is a part of. */
export const UNREADABLE: Expression = { kind: 'literal', value: null }

export function unreadable(scope: ReadScope, node: ts.Node, what: string): Expression {
  scope.obstacle(node, what)
  return UNREADABLE
}

/** `src/checkout.ts:12` */
export function placeText({ module }: ReadScope, node: ts.Node): string {
  return `${module.file}:${placeOf(module.ast, node.getStart(module.ast)).line}`
}

export function declarationOf({ module }: ReadScope, name: ts.Identifier): ts.Node | undefined {
  return module.bindings.of(name)?.declarations[0]
}

export function isUndefined(node: ts.Expression): boolean {
  return (ts.isIdentifier(node) && node.text === 'undefined') || ts.isVoidExpression(node)
}

/** Whether a name is that of the language: nothing in the file has it. */
export function isGlobal({ module }: ReadScope, node: ts.Expression, name?: string): node is ts.Identifier {
  return ts.isIdentifier(node) && (name === undefined || node.text === name) && !module.bindings.of(node)
}

export function shortText(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, ' ')
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
