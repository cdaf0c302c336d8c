import type { Type } from '../types'
import { BOOLEAN, NUMBER, STRING } from '../types'
import type { Builder, Place, Variable } from './builder'
import { listOf, mappedToObjects, nestedLists } from './lists'
import { placeOf } from './places'

type Kind = Type['kind']

/** Makes expressions of what a scope holds. */
export class Expressions {
  constructor(
    private readonly builder: Builder,
    private readonly variables: readonly Variable[],
  ) {}

  of(type: Type, depth = 2): string {
    switch (type.kind) {
      case 'number':
        return this.number(depth)
      case 'string':
        return this.string(depth)
      case 'boolean':
        return this.boolean(depth)
      case 'array':
        return this.list(type, depth)
      case 'object':
        return this.place('object')?.text ?? this.object(depth)
    }
  }

  number(depth: number): string {
    const one = () => this.number(depth - 1)
    if (depth <= 0) return this.place('number')?.text ?? this.builder.number()
    return this.builder.oneOf([
      [undefined, () => this.place('number')?.text],
      [undefined, () => this.builder.number()],
      ['arithmetic', () => `(${one()} ${this.builder.random.pick(['+', '-', '*'])} ${one()})`],
      ['division', () => `(${one()} ${this.builder.random.pick(['/', '%'])} ${one()})`],
      ['nullish', () => this.orElse('number', () => this.builder.number())],
      ['ternary', () => `(${this.condition(depth - 1)} ? ${one()} : ${one()})`],
      ['length', () => this.with('array', ({ text }) => `${text}.length`)],
      ['length of texts', () => this.with('string', ({ text }) => `${text}.length`)],
      ['math', () => `Math.${this.builder.random.pick(['max', 'min'])}(${one()}, ${one()})`],
      ['math', () => `Math.${this.builder.random.pick(['floor', 'ceil', 'abs'])}(${one()})`],
      ['round', () => `Math.round(${one()})`],
      ['power', () => this.builder.random.pick([`2 ** ${one()}`, `Math.pow(2, ${one()})`])],
      ['reduce', () => this.items('number', (list) => `${list}.reduce((sum, value) => sum + value, 0)`)],
      ['index', () => this.items('number', (list) => `(${list}[${this.builder.random.pick([0, 1])}] ?? 0)`)],
      ['conversions', () => `Number(${this.string(depth - 1)})`],
      ['other conversions', () => `parseInt(${this.string(depth - 1)}, 10)`],
      ['other methods of texts', () => this.with('string', ({ text }) => `${text}.indexOf(${this.builder.string()})`)],
      ['values and entries', () => this.with('object', ({ text }) => `Object.entries(${text}).length`)],
      ['at', () => this.items('object', (list) => `(${list}.at(-1)?.qty ?? 0)`)],
      ['reduce', () => this.items('object', (list) => `${list}.reduce((sum, { qty }) => sum + qty, 0)`)],
      ['closure', () => this.items('number', (list) => `${list}.filter((one) => one > ${one()}).length`)],
      ['local function', () => `((value: number) => value + 1)(${one()})`],
    ])
  }

  string(depth: number): string {
    const one = () => this.string(depth - 1)
    if (depth <= 0) return this.place('string')?.text ?? this.builder.string()
    return this.builder.oneOf([
      [undefined, () => this.place('string')?.text],
      [undefined, () => this.builder.string()],
      ['concatenation', () => `(${one()} + ${one()})`],
      ['template of texts', () => `\`\${${one()}}-\${${one()}}\``],
      ['template of numbers', () => `\`n\${${this.number(depth - 1)}} \${${this.boolean(depth - 1)}}\``],
      ['nullish', () => this.orElse('string', () => this.builder.string())],
      ['ternary', () => `(${this.condition(depth - 1)} ? ${one()} : ${one()})`],
      ['logical value', () => this.with('string', ({ text }) => `(${text} || ${this.builder.string()})`, undefined)],
      ['join', () => this.items('string', (list) => `${list}.join(${this.builder.random.pick(["','", "''", "' '"])})`)],
      ['text methods', () => `${one()}.${this.builder.random.pick(['toUpperCase()', 'toLowerCase()'])}`],
      ['slice', () => this.with('string', ({ text }) => `${text}.slice(0, ${this.builder.random.pick([1, 2])})`)],
      ['stringify', () => this.with(undefined, ({ text }) => `JSON.stringify(${text})`)],
      ['index', () => this.items('string', (list) => `(${list}[0] ?? 'none')`)],
      ['at', () => this.items('string', (list) => `(${list}.at(${this.builder.random.pick([0, -1, 1])}) ?? 'none')`)],
      [
        'find',
        () => this.items('object', (list) => `(${list}.find((one) => one.qty > ${this.builder.number()})?.sku ?? '')`),
      ],
      ['typeof', () => this.with(undefined, ({ text }) => `typeof ${text}`, undefined)],
      ['conversions', () => `String(${this.number(depth - 1)})`],
      ['other conversions', () => `(${this.number(depth - 1)}).toFixed(2)`],
      ['concatenation', () => `(${one()} + ${this.number(depth - 1)})`],
      ['other methods of texts', () => this.moreOfTexts(one())],
    ])
  }

  boolean(depth: number): string {
    const one = () => this.boolean(depth - 1)
    if (depth <= 0) return this.place('boolean')?.text ?? 'true'
    const equals = () => this.builder.random.pick(['===', '!=='])
    const order = () => this.builder.random.pick(['<', '<=', '>', '>='])
    return this.builder.oneOf([
      [undefined, () => this.place('boolean')?.text],
      [undefined, () => this.with('string', ({ text }) => `(${text} ${equals()} ${this.builder.string()})`, undefined)],
      [undefined, () => this.with('number', ({ text }) => `(${text} ${equals()} ${this.builder.number()})`, undefined)],
      [
        undefined,
        () => this.with(undefined, ({ text }) => `(${text} ${this.builder.random.pick(['==', '!='])} null)`, true),
      ],
      [undefined, () => `!${one()}`],
      [undefined, () => `(${one()} ${this.builder.random.pick(['&&', '||'])} ${one()})`],
      ['order', () => `(${this.number(depth - 1)} ${order()} ${this.builder.number()})`],
      ['order', () => `(${this.number(depth - 1)} ${order()} ${this.number(depth - 1)})`],
      ['two unknowns', () => this.comparison(equals())],
      ['undefined', () => this.with(undefined, ({ text }) => `(${text} ${equals()} undefined)`, true)],
      ['typeof', () => this.with(undefined, ({ text }) => `(typeof ${text} === 'string')`, undefined)],
      ['includes', () => this.items('string', (list) => `${list}.includes(${this.string(depth - 1)})`)],
      ['includes', () => this.items('number', (list) => `${list}.includes(${this.number(depth - 1)})`)],
      [
        'some and every',
        () => this.items('object', (list) => `${list}.${this.some()}((one) => one.qty > ${this.builder.number()})`),
      ],
      [
        'some and every',
        () => this.items('string', (list) => `${list}.${this.some()}((one) => one === ${this.builder.string()})`),
      ],
      [
        'text methods',
        () => this.with('string', ({ text }) => `${text}.${this.beginsOrEnds()}With(${this.builder.string()})`),
      ],
      ['is array', () => this.with(undefined, ({ text }) => `Array.isArray(${text})`, undefined)],
      ['loose equality', () => this.with(undefined, ({ text }) => `(${text} == ${this.builder.number()})`, undefined)],
      ['identity', () => this.identity(equals())],
      ['order of texts', () => this.with('string', ({ text }) => `(${text} ${order()} ${this.string(depth - 1)})`)],
      ['more of texts', () => this.with('string', ({ text }) => `${text}.includes(${this.builder.string()})`)],
      ['conversions', () => `Boolean(${this.string(depth - 1)})`],
      ['conversions', () => `!!${this.number(depth - 1)}`],
      ['closure', () => this.items('number', (list) => `${list}.some((one) => one > ${this.number(depth - 1)})`)],
    ])
  }

  /** What `if` takes: a boolean, or anything. */
  condition(depth: number): string {
    if (this.builder.may('truth of anything', 0.6)) {
      const place = placeOf(this.variables, this.builder, () => true, undefined)
      if (this.builder.random.chance(0.3))
        return this.builder.random.chance(0.5) ? this.number(depth) : this.string(depth)
      if (place) return place.text
    }
    return this.boolean(depth)
  }

  list(type: Extract<Type, { kind: 'array' }>, depth: number): string {
    return listOf(this, this.builder, type, depth)
  }

  /** What is sent to a function: an object, most often. */
  payload(depth: number): string {
    if (this.builder.may('other payloads', 0.3))
      return placeOf(this.variables, this.builder, () => true, undefined)?.text ?? '{}'
    return this.object(depth)
  }

  object(depth: number): string {
    const members = Array.from({ length: this.builder.random.whole(1, 3) }, (_, index) => this.member(index, depth))
    return `{ ${members.join(', ')} }`
  }

  /** Anything that can be returned. */
  anything(depth: number): string {
    const any = () => placeOf(this.variables, this.builder, () => true, undefined)?.text
    return this.builder.oneOf([
      [undefined, any],
      [undefined, () => this.object(depth)],
      [undefined, () => this.of(this.builder.random.pick([NUMBER, STRING, BOOLEAN]), depth)],
      ['map', () => this.list({ kind: 'array', of: this.builder.random.pick([NUMBER, STRING]) }, depth)],
      ['filter', () => this.list({ kind: 'array', of: STRING }, depth)],
      ['list in a list', () => nestedLists(this, this.builder, depth)],
    ])
  }

  private member(index: number, depth: number): string {
    const key = `p${index}`
    return this.builder.oneOf([
      [undefined, () => `${key}: ${placeOf(this.variables, this.builder, () => true, undefined)?.text ?? 'null'}`],
      [undefined, () => `${key}: ${this.of(this.builder.random.pick([NUMBER, STRING, BOOLEAN]), depth - 1)}`],
      ['object spread', () => this.with('object', ({ text }) => `...${text}`, undefined)],
      ['computed key', () => `[${this.string(0)}]: ${this.number(0)}`],
      [
        'list literal',
        () => `${key}: ${this.list({ kind: 'array', of: this.builder.random.pick([NUMBER, STRING]) }, depth)}`,
      ],
      [
        'list spread',
        () => `${key}: ${this.list({ kind: 'array', of: this.builder.random.pick([NUMBER, STRING]) }, depth)}`,
      ],
      ['list in a list', () => `${key}: ${nestedLists(this, this.builder, depth)}`],
      ['map', () => `${key}: ${this.list({ kind: 'array', of: NUMBER }, depth)}`],
      ['map to objects', () => this.items('object', (list) => `${key}: ${mappedToObjects(list, this, this.builder)}`)],
      ['filter of what is there', () => `${key}: [${this.string(0)}, ${this.string(0)}].filter(Boolean)`],
      ['filter', () => `${key}: ${this.list({ kind: 'array', of: STRING }, depth)}`],
      ['keys', () => this.with('object', ({ text }) => `${key}: Object.keys(${text})`)],
      [
        'values and entries',
        () =>
          this.with(
            'object',
            ({ text }) => `${key}: Object.${this.builder.random.pick(['values', 'entries'])}(${text})`,
          ),
      ],
      ['nullish', () => `${key}: ${this.orElse('string', () => 'null') ?? 'null'}`],
      ['ternary', () => `${key}: (${this.condition(1)} ? ${this.string(1)} : undefined)`],
      ['index', () => this.items('object', (list) => `${key}: ${list}[0]?.sku`)],
    ])
  }

  private moreOfTexts(text: string): string {
    const others = [
      "replace('a', 'b')",
      "padStart(3, '0')",
      'charAt(0)',
      'substring(1, 2)',
      'repeat(2)',
      'trim()',
      "split('')[0]",
    ]
    return `${text}.${this.builder.random.pick(others)}`
  }

  private identity(operator: string): string | undefined {
    const places = ['object', 'array'] as const
    const kind = this.builder.random.pick(places)
    const [one, other] = [this.place(kind, undefined), this.place(kind, undefined)]
    return one && other ? `((${one.text} as unknown) ${operator} (${other.text} as unknown))` : undefined
  }

  private beginsOrEnds(): string {
    return this.builder.random.pick(['starts', 'ends'])
  }

  private some(): string {
    return this.builder.random.pick(['some', 'every'])
  }

  private comparison(operator: string): string | undefined {
    const kind = this.builder.random.pick<Kind>(['number', 'string'])
    const [one, other] = [this.place(kind, undefined), this.place(kind, undefined)]
    return one && other ? `(${one.text} ${operator} ${other.text})` : undefined
  }

  private orElse(kind: Kind, otherwise: () => string): string | undefined {
    const place = this.place(kind, true)
    return place && `(${place.text} ?? ${otherwise()})`
  }

  private place(kind: Kind, isMissing: boolean | undefined = false): Place | undefined {
    return placeOf(this.variables, this.builder, (type) => type.kind === kind, isMissing)
  }

  /** With a place of a kind. */
  with(kind: Kind | undefined, make: (place: Place) => string, isMissing: boolean | undefined = false) {
    const place = placeOf(this.variables, this.builder, (type) => kind === undefined || type.kind === kind, isMissing)
    return place && make(place)
  }

  /** With a list of items of a kind. */
  items(kind: Kind, make: (list: string) => string | undefined): string | undefined {
    const place = placeOf(this.variables, this.builder, (type) => type.kind === 'array' && type.of.kind === kind)
    return place && make(place.text)
  }
}
