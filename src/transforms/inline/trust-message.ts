const MAX_NAMED = 3
const MAX_LENGTH = 40

/** What a waiver says that rests on declared types: which expressions are taken for what their type says. */
export function trustMessage(what: 'payload' | 'result', trusted: Iterable<string>, mayOverflow: boolean): string {
  const all = [...trusted].map(short)
  const rest = all.length > MAX_NAMED ? ` and ${all.length - MAX_NAMED} more` : ''
  const named = all.slice(0, MAX_NAMED).map((text) => `"${text}"`)
  const said = `${all.length > 1 ? 'are' : 'is'} what the declared type says`
  const size = mayOverflow ? ', and no sum or product is too large for a number' : ''
  return `The ${what} comes through JSON unchanged if ${named.join(', ')}${rest} ${said}${size} (trust-types).`
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line
}
