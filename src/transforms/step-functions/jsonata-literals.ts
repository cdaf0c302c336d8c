import type { Expression, ExpressionOf } from './expression'
import { typeOf } from './facts'
import type { Writing } from './jsonata'
import { scalarText, textOf } from './jsonata-operators'
import { ATOM, all, atom, choice, comparison, inside, isOf, type Piece, stringText } from './jsonata-pieces'

/** `list[index]`, `object[key]`. JSONata counts negative indices from the end, and takes a scalar for a list of one. */
export function elementOf(writing: Writing, { object, index, isExact, at }: ExpressionOf<'element'>): Piece {
  const item = (list: Piece, number: Piece) => atom(`${inside(list, ATOM)}[${number.text}]`)
  const lookup = (record: Piece, key: Piece) => atom(`$lookup(${record.text}, ${keyText(writing, index, key, at)})`)
  const [whole, position] = [writing.valueOf(object), writing.valueOf(index)]
  if (isExact) return item(whole, position)
  if (typeOf(object) === 'object')
    return typeOf(index) === 'string' ? lookup(whole, position) : writing.named([position], (key) => lookup(whole, key))
  return writing.named([whole, position], (list, key) => {
    const isList = typeOf(object) === 'array' ? undefined : isOf(list, 'array')
    const nothing = choice(atom(`$exists(${list.text}) and ${list.text} != null`), writing.fails(at))
    const inObject = () => choice(isOf(list, 'object'), lookup(list, key), nothing)
    if (index.kind === 'literal' && Number.isInteger(index.value) && Number(index.value) >= 0)
      return isList ? choice(isList, item(list, key), inObject()) : item(list, key)
    if (typeOf(index) === 'string' && isList) return inObject()
    const isNumber = typeOf(index) === 'number' ? undefined : isOf(key, 'number')
    const isIndex = all(comparison(`${key.text} >= 0`), comparison(`${key.text} = $floor(${key.text})`))
    const inList = choice(isIndex, item(list, key))
    if (!isList && !isNumber) return inList
    return choice(all(isList, isNumber), inList, isList ? inObject() : nothing)
  })
}

/** The name of a member: what is no text is looked up by its text. */
function keyText(writing: Writing, name: Expression, key: Piece, at: string): string {
  return scalarText(writing, name, key, at).text
}

/** Spreads and computed names. What is `undefined` takes away what a spread before it has given. */
export function mergedObject(writing: Writing, { parts, at }: ExpressionOf<'merged'>): Piece {
  let merged: Piece | undefined
  for (const part of parts) {
    if (part.kind === 'spread') {
      const object = spreadObject(writing, part.value, at)
      merged = merged ? atom(`$merge([${merged.text}, ${object.text}])`) : object
      continue
    }
    const { name, value } = part
    const key = typeof name === 'string' ? stringText(name) : textOf(writing, { kind: 'text', parts: [name], at }).text
    merged = withProperty(writing, merged, key, value)
  }
  return merged ?? atom('{}')
}

/** A member keeps its place among the others where it is there already, and its place is gone where it is not there. */
function withProperty(writing: Writing, object: Piece | undefined, key: string, value: Expression): Piece {
  const piece = writing.valueOf(value)
  const own = ({ text }: Piece) => atom(`{${key}: ${text}}`)
  if (!object) return own(piece)
  const added = (base: Piece, item: Piece) => atom(`$merge([${base.text}, ${own(item).text}])`)
  if (writing.isDefined(value)) return added(object, piece)
  return writing.named([object, piece], (base, item) =>
    choice(atom(`$exists(${item.text})`), added(base, item), removed(base, [key])),
  )
}

/** Of `null` and `undefined` nothing is spread; of a list or a text it would be its items. */
function spreadObject(writing: Writing, value: Expression, at: string): Piece {
  if (typeOf(value) === 'object') return writing.valueOf(value)
  return writing.named([writing.valueOf(value)], (object) => {
    const other = choice(isOf(object, 'array', 'string'), writing.fails(at), atom('{}'))
    return choice(isOf(object, 'object'), object, other)
  })
}

function removed(object: Piece, keys: readonly string[]): Piece {
  const test = keys.length === 1 ? `$k != ${keys[0]}` : `$not($k in [${keys.join(', ')}])`
  return atom(`$merge([$sift(${object.text}, function($v, $k) { ${test} })])`)
}

/** `const { a, ...rest } = object` */
export function without(writing: Writing, { object, names, at }: ExpressionOf<'without'>): Piece {
  const keys = names.map(stringText)
  if (typeOf(object) === 'object') return removed(writing.valueOf(object), keys)
  return writing.named([writing.valueOf(object)], (value) =>
    choice(isOf(value, 'object'), removed(value, keys), writing.fails(at)),
  )
}

/** A list: JSONata takes the items of a list in it for its own, and leaves out what is `undefined`. */
export function arrayLiteral(writing: Writing, { items, isForJson, at }: ExpressionOf<'array'>): Piece {
  if (isPlain(writing, items)) return atom(`[${items.map(({ value }) => writing.valueOf(value).text).join(', ')}]`)
  return items.reduce<Piece>((list, { value, isSpread }) => {
    const added = isSpread ? spreadList(writing, value, at) : itemOf(writing, value, isForJson, at)
    return atom(`$append(${list.text}, ${added.text})`)
  }, atom('[]'))
}

/**
 * Whether a list is written as one, in brackets. Within brackets, JSONata keeps a list that is written in brackets too, and
 * takes any other apart.
 */
function isPlain(writing: Writing, items: ExpressionOf<'array'>['items']): boolean {
  return items.every(({ value, isSpread }) => !isSpread && isKept(writing, value) && writing.isDefined(value))
}

/** Whether brackets around a value make it the item of a list. */
function isKept(writing: Writing, value: Expression): boolean {
  return isFlat(value) || (value.kind === 'array' && isPlain(writing, value.items))
}

function spreadList(writing: Writing, value: Expression, at: string): Piece {
  if (typeOf(value) === 'array') return writing.valueOf(value)
  return writing.named([writing.valueOf(value)], (list) => choice(isOf(list, 'array'), list, writing.fails(at)))
}

/** A list of one item. */
export function itemOf(writing: Writing, value: Expression, isForJson: boolean, at: string): Piece {
  const piece = writing.valueOf(value)
  const isSure = writing.isDefined(value)
  if (isSure && isKept(writing, value)) return atom(`[${piece.text}]`)
  const one = (item: Piece) =>
    typeOf(value) === 'array'
      ? atom(`[[${item.text}]]`)
      : choice(isOf(item, 'array'), atom(`[[${item.text}]]`), atom(`[${item.text}]`))
  if (isSure && typeOf(value) === 'array') return one(piece)
  return writing.named([piece], (item) => {
    if (isSure) return one(item)
    return choice(atom(`$exists(${item.text})`), one(item), isForJson ? atom('[null]') : writing.fails(at))
  })
}

/** Whether a value is no list. */
function isFlat(value: Expression): boolean {
  const type = typeOf(value)
  return type !== undefined && type !== 'array'
}
