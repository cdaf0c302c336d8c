import type { JsonClassifier } from '../../analysis/json'

const MAX_NAMED = 3
const MAX_LENGTH = 40

/** What an answer rested on. */
interface Trusted extends Pick<JsonClassifier, 'mayOverflow' | 'isMinusZero'> {
  /** Expressions of which their declared types are believed. */
  readonly trusted: Iterable<string>
}

/** What a waiver says that rests on declared types: which expressions are taken for what their type says. */
export function trustMessage(what: 'payload' | 'result', { trusted, mayOverflow, isMinusZero }: Trusted): string {
  const all = [...trusted].map(short)
  const rest = all.length > MAX_NAMED ? ` and ${all.length - MAX_NAMED} more` : ''
  const named = all.slice(0, MAX_NAMED).map((text) => `"${text}"`)
  const said = `${all.length > 1 ? 'are' : 'is'} what the declared type says`
  const more = [
    ...(mayOverflow ? ['no sum or product is too large for a number'] : []),
    ...(isMinusZero ? ['no number is -0, which JSON writes as 0'] : []),
  ]
  const numbers = more.length > 0 ? `, and ${more.join(', and ')}` : ''
  return `The ${what} comes through JSON unchanged if ${named.join(', ')}${rest} ${said}${numbers} (trust-types).`
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line
}
