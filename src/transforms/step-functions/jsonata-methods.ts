import type { Expression, ExpressionOf } from './expression'
import { isWhole, typeOf } from './facts'
import type { Writing } from './jsonata'
import { itemOf } from './jsonata-literals'
import { scalarText } from './jsonata-operators'
import { ATOM, all, atom, choice, comparison, inside, isOf, literalText, type Piece, SUM } from './jsonata-pieces'
import { cut, itemAt, length } from './jsonata-text'

type Method = ExpressionOf<'method'>

/** Methods and functions of the language. On a value that has no such method they fail, as JavaScript does. */
export function methodCall(writing: Writing, call: Method): Piece {
  switch (call.name) {
    case 'map':
    case 'filter':
    case 'find':
    case 'some':
    case 'every':
    case 'reduce':
      return ofType(writing, call, 'array', (list) => withCallback(writing, call, list))
    case 'length':
      return length(writing, call)
    case 'includes':
      return includes(writing, call)
    case 'at':
      return itemAt(writing, call)
    case 'slice':
      return cut(writing, call)
    case 'concat':
      return ofType(writing, call, 'array', (list) => concat(writing, call, list))
    case 'join':
      return ofType(writing, call, 'array', (list) => join(writing, call, list))
    case 'keys':
    case 'values':
    case 'entries':
      return ofType(writing, call, 'object', (object) => properties(call, object))
    case 'floor':
    case 'ceil':
    case 'abs':
      return ofType(writing, call, 'number', (value) => atom(`$${call.name}(${value.text})`))
    case 'max':
    case 'min':
      return extreme(writing, call)
    case 'toUpperCase':
    case 'toLowerCase':
      return ofType(writing, call, 'string', (text) =>
        atom(`$${call.name.slice(2, 7).toLowerCase()}case(${text.text})`),
      )
    case 'startsWith':
    case 'endsWith':
      return ofType(writing, call, 'string', (text) => hasEdge(writing, call, text))
    case 'split':
      return ofType(writing, call, 'string', (text) => {
        const [separator] = call.arguments
        return atom(`$split(${text.text}, ${separator ? writing.valueOf(separator).text : "''"})`)
      })
    case 'number':
      return toNumber(writing, call)
    case 'stringify':
      return stringify(writing, call)
    case 'parse':
      return ofType(writing, call, 'string', (text) => atom(`$parse(${text.text})`))
  }
}

/** What a method gives for a subject of its type; for others it fails. */
function ofType(writing: Writing, { subject, at }: Method, type: string, use: (value: Piece) => Piece): Piece {
  return writing.named([writing.valueOf(subject)], (value) =>
    typeOf(subject) === type ? use(value) : choice(isOf(value, type), use(value), writing.fails(at)),
  )
}

/** `$map` and `$filter` give no list for one item, and nothing for none: `[]` and `$append` make it one. */
function withCallback(writing: Writing, call: Method, list: Piece): Piece {
  const { callback, name, at } = call
  if (!callback) return writing.fails(at)
  const parameters = callback.parameters.map((parameter) => `$${parameter}`)
  const fn = (body: Piece, names = parameters) => `function(${names.join(', ')}) { ${body.text} }`
  const kept = (test: Piece) => `$filter(${list.text}, ${fn(test, parameters.length > 0 ? parameters : ['unused'])})[]`
  const truth = () => writing.truthOf(callback.body)
  switch (name) {
    case 'map':
      return atom(`$append([], $map(${list.text}, ${fn(mapped(writing, call, callback.body))})[])`)
    case 'filter':
      return atom(`$append([], ${kept(truth())})`)
    case 'find':
      return atom(`$append([], ${kept(truth())})[0]`)
    case 'some':
      return comparison(`$count(${kept(truth())}) > 0`)
    case 'every':
      return comparison(`$count(${kept(truth())}) = $count(${list.text})`)
    default: {
      const [initial] = call.arguments
      const start = initial ? writing.valueOf(initial).text : 'null'
      return atom(`$reduce(${list.text}, ${fn(writing.valueOf(callback.body))}, ${start})`)
    }
  }
}

function mapped(writing: Writing, { isForJson, at }: Method, body: Expression): Piece {
  const value = writing.valueOf(body)
  if (writing.isDefined(body)) return value
  return writing.named([value], (item) =>
    choice(atom(`$exists(${item.text})`), item, isForJson ? atom('null') : writing.fails(at)),
  )
}

/** In lists strictly equal items, in texts a part. */
function includes(writing: Writing, { subject, arguments: [item], at }: Method): Piece {
  if (!item) return writing.fails(at)
  const scalar = typeOf(item)
  return writing.named([writing.valueOf(subject), writing.valueOf(item)], (list, sought) => {
    const isMember = comparison(`${inside(sought, SUM)} in ${inside(list, SUM)}`)
    const isComposed = scalar ? undefined : isOf(sought, 'array', 'object')
    const inList = isComposed ? choice(isComposed, writing.fails(at), isMember) : isMember
    if (typeOf(subject) === 'array') return inList
    const areTexts = all(isOf(list, 'string'), scalar === 'string' ? undefined : isOf(sought, 'string'))
    const inText = choice(areTexts, atom(`$contains(${list.text}, ${sought.text})`), writing.fails(at))
    return choice(isOf(list, 'array'), inList, inText)
  })
}

function concat(writing: Writing, { arguments: added, isForJson, at }: Method, list: Piece): Piece {
  return added.reduce<Piece>((all, value) => {
    if (writing.isDefined(value) && typeOf(value) !== undefined)
      return atom(`$append(${all.text}, ${writing.valueOf(value).text})`)
    const item = writing.named([writing.valueOf(value)], (one) =>
      choice(isOf(one, 'array'), one, itemOf(writing, value, isForJson, at)),
    )
    return atom(`$append(${all.text}, ${item.text})`)
  }, list)
}

function join(writing: Writing, { arguments: [separator], at }: Method, list: Piece): Piece {
  const item: Expression = { kind: 'local', name: 'item', isDefined: true }
  const text = choice(comparison('$item = null'), atom("''"), scalarText(writing, item, atom('$item'), at))
  const by = separator ? writing.valueOf(separator).text : "','"
  return atom(`$join($append([], $map(${list.text}, function($item) { ${text.text} })[]), ${by})`)
}

function properties({ name }: Method, object: Piece): Piece {
  const keys = `$keys(${object.text})`
  if (name === 'keys') return atom(`$append([], ${keys})`)
  const value = `$lookup(${object.text}, $key)`
  const entry = `$append([$key], $type(${value}) = 'array' ? [[${value}]] : [${value}])`
  return atom(`$append([], $map(${keys}, function($key) { ${name === 'values' ? value : entry} })[])`)
}

function extreme(writing: Writing, { name, arguments: values, at }: Method): Piece {
  return writing.named(
    values.map((value) => writing.valueOf(value)),
    (...pieces) => {
      const open = pieces.filter((_, index) => typeOf(values[index] as Expression) !== 'number')
      const result = atom(`$${name}([${pieces.map(({ text }) => text).join(', ')}])`)
      if (open.length === 0) return result
      return choice(all(...open.map((piece) => isOf(piece, 'number'))), result, writing.fails(at))
    },
  )
}

function hasEdge(writing: Writing, { name, arguments: [edge], at }: Method, text: Piece): Piece {
  if (edge?.kind !== 'literal' || typeof edge.value !== 'string') return writing.fails(at)
  const { length: size } = [...edge.value]
  if (size === 0) return atom('true')
  const part = name === 'startsWith' ? `$substring(${text.text}, 0, ${size})` : `$substring(${text.text}, ${-size})`
  return comparison(`${part} = ${literalText(edge.value)}`)
}

/** `Number(x)`: of texts, only those that JSON would have. */
function toNumber(writing: Writing, { subject, at }: Method): Piece {
  if (typeOf(subject) === 'number') return writing.valueOf(subject)
  return writing.named([writing.valueOf(subject)], (value) => {
    const number = atom(`$number(${value.text})`)
    const other = choice(comparison(`${value.text} = null`), atom('0'), writing.fails(at))
    writing.limits(at, 'text')
    return choice(isOf(value, 'number', 'boolean', 'string'), number, other)
  })
}

/** `$string` writes numbers with fifteen digits, and a text as it is. */
function stringify(writing: Writing, { subject, arguments: [space], at }: Method): Piece {
  const type = typeOf(subject)
  const isSafe = hasNoFractions(subject)
  const pretty = space ? ', true' : ''
  return writing.named([writing.valueOf(subject)], (value) => {
    const whole = (text: Piece) =>
      isSafe
        ? text
        : writing.named([text], (name) =>
            choice(comparison(`$parse(${name.text}) = ${inside(value, ATOM)}`), name, writing.fails(at, 'digits')),
          )
    const composed = whole(atom(`$string(${value.text}${pretty})`))
    if (type === 'object' || type === 'array') return composed
    const listed = atom(`$string([${value.text}])`)
    const text = atom(`$substring($string([${value.text}]), 1, $length(${listed.text}) - 2)`)
    const any = type === 'string' ? text : choice(isOf(value, 'string'), text, composed)
    return writing.isDefined(subject) ? any : choice(atom(`$exists(${value.text})`), any)
  })
}

/** Whether no number in a value can have more digits than JSONata writes. */
function hasNoFractions(value: Expression): boolean {
  switch (value.kind) {
    case 'object':
      return value.properties.every((property) => hasNoFractions(property.value))
    case 'array':
      return value.items.every((item) => !item.isSpread && hasNoFractions(item.value))
    default: {
      const type = typeOf(value)
      return type === 'string' || type === 'boolean' || type === 'null' || isWhole(value)
    }
  }
}
