/** Text of JSONata, and how loosely its outermost operator binds. */
export interface Piece {
  readonly text: string
  readonly rank: number
}

export const OR = 1
export const AND = 2
export const COMPARISON = 3
export const SUM = 4
export const PRODUCT = 5
export const ATOM = 6

export const atom = (text: string): Piece => ({ text, rank: ATOM })
export const comparison = (text: string): Piece => ({ text, rank: COMPARISON })

/** The text of a piece where something of `rank` must stand. */
export function inside({ text, rank }: Piece, least: number): string {
  return rank >= least ? text : `(${text})`
}

export function not(piece: Piece): Piece {
  return atom(`$not(${piece.text})`)
}

/** Without `whenFalse` it is `undefined` where the test fails. */
export function choice(test: Piece, whenTrue: Piece, whenFalse?: Piece): Piece {
  return atom(`(${test.text} ? ${whenTrue.text}${whenFalse ? ` : ${whenFalse.text}` : ''})`)
}

export function exists(value: Piece): Piece {
  return { text: `$exists(${value.text}) and ${inside(value, ATOM)} != null`, rank: AND }
}

export function truthy(value: Piece): Piece {
  return { text: `$type(${value.text}) in ['array', 'object'] or $boolean(${value.text})`, rank: OR }
}

/** Whether a value is of a type. */
export function isOf(value: Piece, ...types: readonly string[]): Piece {
  const [only, ...others] = types
  const list = others.length === 0 ? `= '${only}'` : `in [${types.map((type) => `'${type}'`).join(', ')}]`
  return comparison(`$type(${value.text}) ${list}`)
}

/** All that must hold. */
export function all(...tests: readonly (Piece | undefined)[]): Piece {
  const found = [...new Map(tests.flatMap((test) => (test ? [[test.text, test]] : []))).values()]
  const [only] = found
  if (only && found.length === 1) return only
  return { text: found.map((test) => inside(test, AND)).join(' and '), rank: AND }
}

/** Whether a piece may be written more than once: it is a name, a part of what it holds, or a literal. */
export function isShort({ text }: Piece): boolean {
  return /^(\$[\w.`]+|-?[\d.]+|'[^']{0,20}'|true|false|null)$/.test(text) && text.length <= 90
}

export function member(object: Piece, name: string): Piece {
  return atom(`${inside(object, ATOM)}${memberText(name)}`)
}

export function members(path: readonly string[]): string {
  return path.map(memberText).join('')
}

function memberText(name: string): string {
  return `.${/^[A-Za-z_]\w*$/.test(name) && !KEYWORDS.has(name) ? name : `\`${name}\``}`
}

const KEYWORDS = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function'])

export function literalText(value: string | number | boolean | null): string {
  return typeof value === 'string' ? stringText(value) : String(value)
}

/** `${` in a definition is taken for a substitution by CloudFormation: the text is split there. */
export function stringText(value: string): string {
  const [first = '', ...rest] = value.split('${')
  if (rest.length === 0) return quoted(value)
  return `(${[quoted(first), ...rest.map((part) => quoted(`{${part}`))].join(" & '$' & ")})`
}

/** JSONata knows the escapes of JSON, and none for a single quote. */
function quoted(text: string): string {
  const json = JSON.stringify(text)
  return text.includes("'") ? json : `'${json.slice(1, -1).replace(/\\"/g, '"')}'`
}

/** Built-in functions of JSONata: a variable of that name would hide them. */
const FUNCTIONS = new Set(
  'abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl decodeUrlComponent distinct each encodeUrl encodeUrlComponent error eval exists filter floor formatBase formatInteger formatNumber fromMillis hash join keys length lookup lowercase map match max merge millis min not now number pad parse parseInteger partition power random range reduce replace reverse round shuffle sift single sort split spread sqrt states string substring substringAfter substringBefore sum toMillis trim type typeOf uppercase uuid zip'.split(
    ' ',
  ),
)

/** Name of a workflow variable for a name of the source. */
export function variableName(name: string): string {
  const legal = name
    .replace(/[^\w$]/g, '')
    .replace(/\$/g, '_')
    .replace(/^_+/, '')
    .slice(0, 70)
  if (/^\d/.test(legal)) return `value${legal}`
  return FUNCTIONS.has(legal) || legal === '' || TEMPORARY.test(legal) ? `${legal}Value` : legal
}

/** Names that expressions give to what they use more than once. */
const TEMPORARY = /^temp\d*$/
