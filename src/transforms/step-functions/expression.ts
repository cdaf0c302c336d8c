/** What JSON calls the kinds of its values. */
export type JsonType = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array'

/** Place in the source, for the message of an expression that meets values for which it has no exact form. */
type At = { readonly at: string }

/** What is known of the value of a workflow variable, beside its name. */
export interface Known {
  readonly type?: JsonType | undefined
  /** An object in it may have had a member with the value `undefined`, which JSON has not. */
  readonly hasGaps?: boolean
  /** An `undefined` in it has become `null`: it is good for JSON, and not to be looked at. */
  readonly isForJson?: boolean
  /** It counts something: see `isWhole`. */
  readonly isWhole?: boolean
  /** It may be given another value later: what reads it cannot be moved. */
  readonly isMutable?: boolean
}

export type ComparisonOperator = '<' | '<=' | '>' | '>='
/** `**`: of a base that is a literal. */
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '**'

/** Calls of methods and functions of the language that have an exact form. */
export type MethodName =
  | 'at'
  | 'concat'
  | 'endsWith'
  | 'entries'
  | 'every'
  | 'filter'
  | 'find'
  | 'floor'
  | 'ceil'
  | 'abs'
  | 'includes'
  | 'join'
  | 'keys'
  | 'length'
  | 'map'
  | 'max'
  | 'min'
  | 'number'
  | 'parse'
  | 'reduce'
  | 'slice'
  | 'some'
  | 'split'
  | 'startsWith'
  | 'stringify'
  | 'toLowerCase'
  | 'toUpperCase'
  | 'values'

/**
 * What a state has at hand: the error that it caught as an `error` of JavaScript, as the `payload` of a failing
 * function or as the text of that, its `cause`, the `item` of a list and its `index`.
 */
export type StatePart = 'error' | 'payload' | 'cause' | 'item' | 'index'

/** A function that is given to a method: its parameters are locals of its body. */
export interface Callback {
  readonly parameters: readonly string[]
  readonly body: Expression
}

export type Property =
  | { readonly kind: 'property'; readonly name: string | Expression; readonly value: Expression }
  | { readonly kind: 'spread'; readonly value: Expression }

/** A value, as JavaScript means it. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'undefined' }
  /** `Math.random()`, in what is only waited for. */
  | { readonly kind: 'random' }
  /** A name that the workflow was started with, or a part of what it holds. */
  | { readonly kind: 'input'; readonly path: readonly string[] }
  | { readonly kind: 'variable'; readonly name: string; readonly path: readonly string[]; readonly known?: Known }
  /** A parameter of a callback; items of a list are always defined. */
  | { readonly kind: 'local'; readonly name: string; readonly isDefined: boolean; readonly type?: JsonType }
  | { readonly kind: 'member'; readonly object: Expression; readonly name: string }
  /** `list[index]`; `isExact`: the list is one, and the index a whole number that is not negative. */
  | ({
      readonly kind: 'element'
      readonly object: Expression
      readonly index: Expression
      readonly isExact: boolean
    } & At)
  | { readonly kind: 'object'; readonly properties: readonly { readonly name: string; readonly value: Expression }[] }
  /** An object literal with spreads or computed names. */
  | ({ readonly kind: 'merged'; readonly parts: readonly Property[] } & At)
  /** `isForJson`: what is `undefined` in it becomes `null`, as JSON has it. */
  | ({
      readonly kind: 'array'
      readonly items: readonly { readonly value: Expression; readonly isSpread: boolean }[]
      readonly isForJson: boolean
    } & At)
  | { readonly kind: 'not'; readonly operand: Expression }
  | {
      readonly kind: 'equals'
      readonly left: Expression
      readonly right: string | number | boolean | null
      readonly negated: boolean
    }
  /** `x == null`. */
  | { readonly kind: 'nullish'; readonly operand: Expression; readonly negated: boolean }
  /** `x === undefined`. */
  | { readonly kind: 'absent'; readonly operand: Expression; readonly negated: boolean }
  /** `x === y` of two values that are not known. */
  | ({ readonly kind: 'same'; readonly left: Expression; readonly right: Expression; readonly negated: boolean } & At)
  /** `x == 'literal'`. */
  | ({
      readonly kind: 'loose'
      readonly left: Expression
      readonly right: string | number
      readonly negated: boolean
    } & At)
  | ({
      readonly kind: 'compare'
      readonly operator: ComparisonOperator
      readonly left: Expression
      readonly right: Expression
    } & At)
  | ({
      readonly kind: 'arithmetic'
      readonly operator: ArithmeticOperator
      readonly left: Expression
      readonly right: Expression
    } & At)
  /** A template, or what `String(x)` gives. */
  | ({ readonly kind: 'text'; readonly parts: readonly Expression[] } & At)
  | { readonly kind: 'typeof'; readonly operand: Expression }
  | { readonly kind: 'isArray'; readonly operand: Expression }
  /** `const { x = otherwise } = …`: another value where there is none. */
  | { readonly kind: 'default'; readonly value: Expression; readonly otherwise: Expression }
  /** `const { a, ...rest } = object`. */
  | ({ readonly kind: 'without'; readonly object: Expression; readonly names: readonly string[] } & At)
  | ({
      readonly kind: 'method'
      readonly name: MethodName
      readonly subject: Expression
      readonly arguments: readonly Expression[]
      readonly callback?: Callback
      /** What is `undefined` in the list that comes out becomes `null`, as JSON has it. */
      readonly isForJson: boolean
    } & At)
  | {
      readonly kind: 'logical'
      readonly operator: 'and' | 'or' | 'nullish'
      readonly left: Expression
      readonly right: Expression
    }
  | {
      readonly kind: 'conditional'
      readonly condition: Expression
      readonly whenTrue: Expression
      readonly whenFalse: Expression
    }
  /** Something that the state has at hand. */
  | { readonly kind: 'state'; readonly part: StatePart }

export type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { kind: K }>
