import type { ExpressionOf } from './expression'
import { typeOf } from './facts'
import type { Writing } from './jsonata'
import { atom, choice, comparison, isOf, type Piece } from './jsonata-pieces'

type Method = ExpressionOf<'method'>

/**
 * What a text gives where each of its characters is one unit of UTF-16, as JavaScript counts them; JSONata counts
 * characters. The others take four bytes, the first of them `F0` to `F4`.
 */
export function withinPlane(writing: Writing, text: Piece, at: string, result: Piece): Piece {
  return choice(atom(`$contains($encodeUrlComponent(${text.text}), '%F')`), writing.fails(at, 'characters'), result)
}

/** `list.length`, `text.length`, `object.length`. */
export function length(writing: Writing, { subject, at }: Method): Piece {
  const type = typeOf(subject)
  const value = writing.valueOf(subject)
  if (type === 'array') return atom(`$count(${value.text})`)
  return writing.named([value], (name) => {
    const ofText = withinPlane(writing, name, at, atom(`$length(${name.text})`))
    if (type === 'string') return ofText
    const other = choice(isOf(name, 'object'), atom(`${name.text}.length`))
    return choice(isOf(name, 'array'), atom(`$count(${name.text})`), choice(isOf(name, 'string'), ofText, other))
  })
}

/** Arguments that are numbers of the code. */
function bounds(call: Method): number[] {
  return call.arguments.map((bound) => (bound.kind === 'literal' ? Number(bound.value) : 0))
}

/** `at` of lists. */
export function itemAt(writing: Writing, call: Method): Piece {
  const [index = 0] = bounds(call)
  return writing.named([writing.valueOf(call.subject)], (value) => {
    // a negative index counts from the end in both languages; what is too negative is nothing
    const item = atom(`${value.text}[${index}]`)
    const found = index < 0 ? choice(comparison(`$count(${value.text}) >= ${-index}`), item) : item
    return typeOf(call.subject) === 'array' ? found : choice(isOf(value, 'array'), found, writing.fails(call.at))
  })
}

/** `slice` of lists and texts. */
export function cut(writing: Writing, call: Method): Piece {
  const { subject, at } = call
  const [from = 0, to] = bounds(call)
  const type = typeOf(subject)
  return writing.named([writing.valueOf(subject)], (value) => {
    const bound = (offset: number) => (offset < 0 ? `$count(${value.text}) - ${-offset}` : String(offset))
    const tests = [...(from === 0 ? [] : [`$i >= ${bound(from)}`]), ...(to === undefined ? [] : [`$i < ${bound(to)}`])]
    const all = tests.length === 0 ? 'true' : tests.join(' and ')
    const list = atom(`$append([], $filter(${value.text}, function($v, $i) { ${all} })[])`)
    if (type === 'array') return list
    const isPlain = from >= 0 && (to === undefined || to >= 0)
    const size = to === undefined ? '' : `, ${Math.max(0, to - from)}`
    const ofText = isPlain
      ? withinPlane(writing, value, at, atom(`$substring(${value.text}, ${from}${size})`))
      : writing.fails(at)
    const part = choice(isOf(value, 'string'), ofText, writing.fails(at))
    return type === 'string' ? ofText : choice(isOf(value, 'array'), list, part)
  })
}
