import type { InvokeSite } from '../../scan/site'
import { type Obligation, refuse, type TransformContext } from '../transform'

/**
 * What values may be for which JSONata has no exact form: of other `types` than the code expects; numbers with more `digits`
 * than its texts have, or beyond the `range` of JSON; a divisor of `zero`; an `exponent` that is too large; a `text` that is no
 * number of JSON; a text with `characters` that JavaScript counts as two.
 */
export type Guard = 'types' | 'digits' | 'range' | 'zero' | 'exponent' | 'text' | 'characters'

/** Places whose expressions fail for such values, as `src/checkout.ts:12`. */
export type Guarded = ReadonlyMap<Guard, ReadonlySet<string>>

const OTHERS: readonly (readonly [Guard, string])[] = [
  ['zero', 'a division by zero'],
  ['exponent', 'an exponent above 100'],
  ['text', '"Number" of a text that is no number of JSON'],
  ['characters', 'counting in a text with characters outside of the Basic Multilingual Plane'],
]

/** Expressions that fail for values for which they have no exact form: the plan says so, or they are refused. */
export function guardsOf(site: InvokeSite, guarded: Guarded, { options }: TransformContext): Obligation[] {
  const lines = (guard: Guard) => linesOf(site, guarded.get(guard) ?? new Set())
  const others = OTHERS.flatMap(([guard, what]) => (guarded.has(guard) ? [`${what} (${lines(guard)})`] : []))
  const found: Obligation[] = [
    ...(guarded.has('types') ? [valueTypes(lines('types'))] : []),
    ...(guarded.has('digits') ? [numberText(lines('digits'))] : []),
    ...(guarded.has('range') ? [numberRange(lines('range'))] : []),
    ...(others.length > 0 ? [exactValues(others)] : []),
  ]
  if (found.length > 0 && !options.trustTypes)
    refuse(site, 'chain-not-compilable', found.map(({ message }) => message).join(' '), undefined, 'types')
  return found
}

function valueTypes(lines: string): Obligation {
  const message = `Values of a type that the code does not expect in ${lines} end the execution with an error (trust-types).`
  return { code: 'value-types', status: 'waived', message }
}

function numberText(lines: string): Obligation {
  const message = `A number that takes more than 15 digits, as 1.1 * 3 does, ends the execution with an error where it becomes text in ${lines}.`
  return { code: 'number-text', status: 'waived', message }
}

function numberRange(lines: string): Obligation {
  const message = `A result beyond 1.8e308 in ${lines} is null in JSON; now it is the text "Infinity", and what the machine calculates with that is another text, or an error that ends the execution.`
  return { code: 'number-range', status: 'waived', message }
}

function exactValues(what: readonly string[]): Obligation {
  const message = `These end the execution with an error, and the code went on: ${what.join('; ')}.`
  return { code: 'exact-values', status: 'waived', message }
}

/** `line 9, 12`, and `src/helper.ts:3` of another file than that of the call. */
function linesOf({ module }: InvokeSite, places: ReadonlySet<string>): string {
  const own = [...places].flatMap((place) =>
    place.startsWith(`${module.file}:`) ? [Number(place.slice(module.file.length + 1))] : [],
  )
  const others = [...places].filter((place) => !place.startsWith(`${module.file}:`)).sort()
  const lines = own.sort((a, b) => a - b).join(', ')
  return [...(lines ? [`line ${lines}`] : []), ...others].join(', ')
}
