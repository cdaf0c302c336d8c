import type { Expression } from './ir'

/**
 * Writes expressions as JSONata 2.0.6 with the meaning that they have in JavaScript. Every template was compared with
 * JavaScript over a lattice of values; see `docs/transforms/step-functions.md`.
 */
export class JsonataWriter {
  /** @param isWholeInput Whether the only name that the workflow is started with is the whole input. */
  constructor(private readonly isWholeInput: boolean) {}

  /** The value of an expression. */
  value(expression: Expression): string {
    return this.valueOf(expression).text
  }

  /** The value of an expression where JSONata must have one: what is `undefined` in JavaScript becomes `otherwise`. */
  defined(expression: Expression, otherwise: 'null' | '{}'): string {
    const value = this.valueOf(expression)
    return this.isDefined(expression) ? value.text : choice(atom(`$exists(${value.text})`), value, atom(otherwise)).text
  }

  /** Whether a value is never `undefined`. */
  isDefined(expression: Expression): boolean {
    switch (expression.kind) {
      case 'variable':
        return expression.path.length === 0
      case 'input':
        return this.isWholeInput && expression.path.length === 1
      case 'conditional':
        return this.isDefined(expression.whenTrue) && this.isDefined(expression.whenFalse)
      case 'logical':
        return this.isDefined(expression.right) && (expression.operator !== 'and' || this.isDefined(expression.left))
      default:
        return true
    }
  }

  /** An expression as a boolean: JavaScript's truth. */
  condition(expression: Expression): string {
    return this.truthOf(expression).text
  }

  private valueOf(expression: Expression): Piece {
    switch (expression.kind) {
      case 'literal':
        return atom(literalText(expression.value))
      case 'input': {
        const path = this.isWholeInput ? expression.path.slice(1) : expression.path
        return atom(`$states.context.Execution.Input${members(path)}`)
      }
      case 'variable':
        return atom(`$${variableName(expression.name)}${members(expression.path)}`)
      case 'object':
        return atom(
          `{${expression.properties.map(({ name, value }) => `${stringText(name)}: ${this.value(value)}`).join(', ')}}`,
        )
      case 'conditional':
        return choice(
          this.truthOf(expression.condition),
          this.valueOf(expression.whenTrue),
          this.valueOf(expression.whenFalse),
        )
      case 'logical':
        return this.logicalValue(expression)
      default:
        return this.truthOf(expression)
    }
  }

  private truthOf(expression: Expression): Piece {
    switch (expression.kind) {
      case 'literal':
        return atom(expression.value ? 'true' : 'false')
      case 'object':
        return atom('true')
      case 'not':
        return not(this.truthOf(expression.operand))
      case 'equals': {
        const test = comparison(`${inside(this.valueOf(expression.left), ATOM)} = ${literalText(expression.right)}`)
        return expression.negated ? not(test) : test
      }
      case 'nullish': {
        const test = exists(this.valueOf(expression.operand))
        return expression.negated ? test : not(test)
      }
      case 'logical':
        return expression.operator === 'nullish' ? truthy(this.valueOf(expression)) : this.logicalTruth(expression)
      default:
        return truthy(this.valueOf(expression))
    }
  }

  private logicalTruth({ operator, left, right }: Extract<Expression, { kind: 'logical' }>): Piece {
    const rank = operator === 'and' ? AND : OR
    return { text: `${inside(this.truthOf(left), rank)} ${operator} ${inside(this.truthOf(right), rank)}`, rank }
  }

  /** `a ?? b`, `a || b`, `a && b` as values. */
  private logicalValue(expression: Extract<Expression, { kind: 'logical' }>): Piece {
    const left = this.valueOf(expression.left)
    const right = this.valueOf(expression.right)
    if (expression.operator === 'nullish') return choice(exists(left), left, right)
    const test = this.truthOf(expression.left)
    return expression.operator === 'or' ? choice(test, left, right) : choice(test, right, left)
  }
}

/** Text, and how loosely its outermost operator binds. */
interface Piece {
  readonly text: string
  readonly rank: number
}

const OR = 1
const AND = 2
const COMPARISON = 3
const ATOM = 4

const atom = (text: string): Piece => ({ text, rank: ATOM })
const comparison = (text: string): Piece => ({ text, rank: COMPARISON })

/** The text of a piece where something of `rank` must stand. */
function inside({ text, rank }: Piece, least: number): string {
  return rank >= least ? text : `(${text})`
}

function not(piece: Piece): Piece {
  return atom(`$not(${piece.text})`)
}

function choice(test: Piece, whenTrue: Piece, whenFalse: Piece): Piece {
  return atom(`(${test.text} ? ${whenTrue.text} : ${whenFalse.text})`)
}

function exists(value: Piece): Piece {
  return { text: `$exists(${value.text}) and ${inside(value, ATOM)} != null`, rank: AND }
}

function truthy(value: Piece): Piece {
  return { text: `$type(${value.text}) in ['array', 'object'] or $boolean(${value.text})`, rank: OR }
}

function members(path: readonly string[]): string {
  return path.map((name) => `.${/^[A-Za-z_]\w*$/.test(name) && !KEYWORDS.has(name) ? name : `\`${name}\``}`).join('')
}

const KEYWORDS = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function'])

function literalText(value: string | number | boolean | null): string {
  return typeof value === 'string' ? stringText(value) : String(value)
}

/** `${` in a definition is taken for a substitution by CloudFormation: the text is split there. */
function stringText(value: string): string {
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
  const legal = name.replace(/\$/g, '_').replace(/^_+/, '')
  if (/^\d/.test(legal)) return `value${legal}`
  return FUNCTIONS.has(legal) || legal === '' ? `${legal}Value` : legal
}
