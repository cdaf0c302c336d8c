/** `${self:custom.x, 'default'}`, parsed. */
export interface Variable {
  /** The text of the variable, `${` and `}` included. */
  readonly source: string
  /** Sources in order: the first that has a value wins. */
  readonly sources: readonly VariableSource[]
}

export type VariableSource =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | {
      readonly kind: 'source'
      /** `self`, `opt`, `file`, `ssm`… */
      readonly type: string
      /** What stands in parentheses: the path of `file(…)`. Each piece is text or a nested variable. */
      readonly params: readonly VariablePiece[] | undefined
      /** What stands after the colon. */
      readonly address: readonly VariablePiece[] | undefined
    }

export type VariablePiece = string | Variable

/**
 * Splits a string into text and variables. `${AWS::Region}` and `${name}` are CloudFormation's, not the framework's,
 * and stay text; so does what does not parse.
 */
export function parseVariables(text: string): readonly VariablePiece[] {
  if (!text.includes('${')) return [text]
  const pieces: VariablePiece[] = []
  let plain = ''
  for (let at = 0; at < text.length; ) {
    const parsed = text.startsWith('${', at) ? parseVariable(text, at) : undefined
    if (!parsed) {
      plain += text[at]
      at++
      continue
    }
    if (plain) pieces.push(plain)
    plain = ''
    pieces.push(parsed.variable)
    at = parsed.end
  }
  if (plain) pieces.push(plain)
  return pieces
}

interface Parsed {
  readonly variable: Variable
  readonly end: number
}

function parseVariable(text: string, start: number): Parsed | undefined {
  const sources: VariableSource[] = []
  let at = start + 2
  for (;;) {
    const parsed = parseSource(text, skipBlanks(text, at))
    if (!parsed) return undefined
    sources.push(parsed.source)
    at = skipBlanks(text, parsed.end)
    if (text[at] === '}') break
    if (text[at] !== ',') return undefined
    at++
  }
  const first = sources[0]
  // a variable begins with a source: `${'x'}` is text
  if (first?.kind !== 'source') return undefined
  return { variable: { source: text.slice(start, at + 1), sources }, end: at + 1 }
}

function skipBlanks(text: string, at: number): number {
  let next = at
  while (/\s/.test(text[next] ?? '')) next++
  return next
}

const LITERALS: Record<string, boolean | null> = { true: true, false: false, null: null }

function parseSource(text: string, start: number): { source: VariableSource; end: number } | undefined {
  const quote = text[start]
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, start + 1)
    if (end < 0) return undefined
    return { source: { kind: 'literal', value: text.slice(start + 1, end) }, end: end + 1 }
  }
  // a fallback may be wrapped in braces of its own: `${opt:stage, ${self:provider.stage}}`
  if (text.startsWith('${', start)) {
    const nested = parseVariable(text, start)
    const [only] = nested?.variable.sources ?? []
    if (!nested || !only) return undefined
    return nested.variable.sources.length === 1
      ? { source: only, end: nested.end }
      : { source: { kind: 'source', type: 'nested', params: undefined, address: [nested.variable] }, end: nested.end }
  }
  const word = /^[\w-]+/.exec(text.slice(start))?.[0]
  if (word === undefined) return undefined
  const next = start + word.length
  if (text[next] === '(' || (text[next] === ':' && text[next + 1] !== ':')) return parseTyped(text, word, next)
  if (word in LITERALS) return { source: { kind: 'literal', value: LITERALS[word] ?? null }, end: next }
  return /^-?\d+(\.\d+)?$/.test(word) ? { source: { kind: 'literal', value: Number(word) }, end: next } : undefined
}

function parseTyped(text: string, type: string, start: number): { source: VariableSource; end: number } | undefined {
  let at = start
  let params: VariablePiece[] | undefined
  if (text[at] === '(') {
    const inside = parsePieces(text, at + 1, ')')
    if (!inside) return undefined
    params = inside.pieces
    at = inside.end + 1
  }
  if (text[at] !== ':') return { source: { kind: 'source', type, params, address: undefined }, end: at }
  const address = parsePieces(text, at + 1, ',}')
  return address && { source: { kind: 'source', type, params, address: address.pieces }, end: address.end }
}

/** Reads text and nested variables up to one of `stops`. */
function parsePieces(text: string, start: number, stops: string): { pieces: VariablePiece[]; end: number } | undefined {
  const pieces: VariablePiece[] = []
  let plain = ''
  for (let at = start; at < text.length; ) {
    const nested = text.startsWith('${', at) ? parseVariable(text, at) : undefined
    const char = text[at] ?? ''
    if (nested) {
      if (plain) pieces.push(plain)
      plain = ''
      pieces.push(nested.variable)
      at = nested.end
    } else if (stops.includes(char)) {
      const rest = plain.trimEnd()
      if (rest) pieces.push(rest)
      return { pieces, end: at }
    } else if (char === '{' || (char === '}' && !stops.includes('}'))) return undefined
    else {
      plain += char
      at++
    }
  }
  return undefined
}
