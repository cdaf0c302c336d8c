import type { Expression, ExpressionOf, StatePart } from './expression'
import { isDefined, typeOf } from './facts'
import type { Guard } from './guards'
import { arrayLiteral, elementOf, mergedObject, without } from './jsonata-literals'
import { methodCall } from './jsonata-methods'
import { arithmetic, compare, loose, same, textOf } from './jsonata-operators'
import {
  AND,
  ATOM,
  atom,
  choice,
  comparison,
  exists,
  inside,
  isShort,
  literalText,
  member,
  members,
  not,
  OR,
  type Piece,
  stringText,
  truthy,
  variableName,
} from './jsonata-pieces'
import { SERVICE_PREFIX } from './service-errors'

export { variableName } from './jsonata-pieces'

/** What the parts of the writer give each other. */
export interface Writing {
  valueOf(expression: Expression): Piece
  truthOf(expression: Expression): Piece
  isDefined(expression: Expression): boolean
  /** Lets something be used more than once: what is long gets a name first. */
  named(pieces: readonly Piece[], use: (...names: Piece[]) => Piece): Piece
  /** Fails: JSONata has no exact form for the values that are there. */
  fails(at: string, ...guards: readonly Guard[]): Piece
  /** Notes that an expression fails by itself for some values. */
  limits(at: string, guard: Guard): void
}

/** What cannot fail. */
const PLACES = new Set<Expression['kind']>(['literal', 'variable', 'input', 'local'])

/**
 * Writes expressions as JSONata 2.0.6 with the meaning that they have in JavaScript. Every template was compared with
 * JavaScript over a lattice of values; see `docs/transforms/step-functions.md`. For values for which there is no exact
 * form an expression fails; it never gives another value.
 */
export class JsonataWriter implements Writing {
  /** Places whose expressions fail for some values, by what those values are. */
  readonly guarded = new Map<Guard, Set<string>>()
  /** How many times that was written. */
  guards = 0
  private temporaries = 0

  /** @param isWholeInput Whether the only name that the workflow is started with is the whole input. */
  constructor(private readonly isWholeInput: boolean) {}

  /** What the execution was started with. */
  input(): string {
    return '$states.context.Execution.Input'
  }

  /** The value of an expression. */
  value(expression: Expression): string {
    return this.valueOf(expression).text
  }

  /** The value of an expression where JSONata must have one: what is `undefined` in JavaScript becomes `otherwise`. */
  defined(expression: Expression, otherwise: 'null' | '{}'): string {
    const value = this.valueOf(expression)
    if (this.isDefined(expression)) return value.text
    return this.named([value], (name) => choice(atom(`$exists(${name.text})`), name, atom(otherwise))).text
  }

  /** Whether a value is never `undefined`. */
  isDefined(expression: Expression): boolean {
    return isDefined(expression, this.isWholeInput)
  }

  /** An expression as a boolean: JavaScript's truth. */
  condition(expression: Expression): string {
    return this.truthOf(expression).text
  }

  named(pieces: readonly Piece[], use: (...names: Piece[]) => Piece): Piece {
    const bound = pieces.map((piece) => {
      if (isShort(piece)) return { piece, binding: undefined }
      this.temporaries += 1
      const name = atom(`$temp${this.temporaries}`)
      return { piece: name, binding: `${name.text} := ${piece.text}` }
    })
    const bindings = bound.flatMap(({ binding }) => binding ?? [])
    const result = use(...bound.map(({ piece }) => piece))
    return bindings.length === 0 ? result : atom(`(${[...bindings, result.text].join('; ')})`)
  }

  limits(at: string, guard: Guard): void {
    this.guarded.set(guard, (this.guarded.get(guard) ?? new Set()).add(at))
    this.guards += 1
  }

  fails(at: string, ...guards: readonly Guard[]): Piece {
    for (const guard of guards.length > 0 ? guards : (['types'] as const)) this.limits(at, guard)
    return atom(`$error(${stringText(`${at}: no exact form for these values`)})`)
  }

  valueOf(expression: Expression): Piece {
    switch (expression.kind) {
      case 'literal':
        return atom(literalText(expression.value))
      case 'undefined':
        return atom('$lookup({}, "")')
      case 'random':
        return atom('$random()')
      case 'input': {
        const path = this.isWholeInput ? expression.path.slice(1) : expression.path
        return atom(`${this.input()}${members(path)}`)
      }
      case 'variable':
        return atom(`$${variableName(expression.name)}${members(expression.path)}`)
      case 'local':
        return atom(`$${expression.name}`)
      case 'state':
        return atom(stateText(expression.part))
      case 'member':
        return member(this.valueOf(expression.object), expression.name)
      case 'element':
        return elementOf(this, expression)
      case 'object':
        return atom(
          `{${expression.properties.map(({ name, value }) => `${stringText(name)}: ${this.value(value)}`).join(', ')}}`,
        )
      case 'merged':
        return mergedObject(this, expression)
      case 'without':
        return without(this, expression)
      case 'array':
        return arrayLiteral(this, expression)
      case 'arithmetic':
        return arithmetic(this, expression)
      case 'text':
        return textOf(this, expression)
      case 'method':
        return methodCall(this, expression)
      case 'default':
        return this.named([this.valueOf(expression.value)], (value) =>
          choice(atom(`$exists(${value.text})`), value, this.valueOf(expression.otherwise)),
        )
      case 'typeof':
        return this.typeName(expression.operand)
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

  truthOf(expression: Expression): Piece {
    switch (expression.kind) {
      case 'literal':
        return atom(expression.value ? 'true' : 'false')
      case 'undefined':
        return atom('false')
      case 'object':
        return expression.properties.every(({ value }) => PLACES.has(value.kind))
          ? atom('true')
          : this.truth(expression)
      case 'not':
        return not(this.truthOf(expression.operand))
      case 'equals': {
        const test = comparison(`${inside(this.valueOf(expression.left), ATOM)} = ${literalText(expression.right)}`)
        return expression.negated ? not(test) : test
      }
      case 'nullish': {
        const test = this.named([this.valueOf(expression.operand)], exists)
        return expression.negated ? test : not(test)
      }
      case 'absent': {
        const test = atom(`$exists(${this.value(expression.operand)})`)
        return expression.negated ? test : not(test)
      }
      case 'isArray':
        return comparison(`$type(${this.value(expression.operand)}) = 'array'`)
      case 'same':
        return same(this, expression)
      case 'loose':
        return loose(this, expression)
      case 'compare':
        return compare(this, expression)
      case 'logical':
        return expression.operator === 'nullish' ? this.truth(expression) : this.logicalTruth(expression)
      default:
        return this.truth(expression)
    }
  }

  /** The truth of a value. */
  private truth(expression: Expression): Piece {
    const value = this.valueOf(expression)
    const type = typeOf(expression)
    if (type === 'boolean') return value
    if (type === 'number' || type === 'string') return atom(`$boolean(${value.text})`)
    return this.named([value], truthy)
  }

  private logicalTruth({ operator, left, right }: ExpressionOf<'logical'>): Piece {
    const rank = operator === 'and' ? AND : OR
    return { text: `${inside(this.truthOf(left), rank)} ${operator} ${inside(this.truthOf(right), rank)}`, rank }
  }

  /** `a ?? b`, `a || b`, `a && b` as values. */
  private logicalValue(expression: ExpressionOf<'logical'>): Piece {
    const right = this.valueOf(expression.right)
    if (typeOf(expression.left) === 'boolean' && expression.operator !== 'nullish') {
      const test = this.truthOf(expression.left)
      return expression.operator === 'or' ? choice(test, atom('true'), right) : choice(test, right, atom('false'))
    }
    return this.named([this.valueOf(expression.left)], (left) => {
      if (expression.operator === 'nullish') return choice(exists(left), left, right)
      return expression.operator === 'or' ? choice(truthy(left), left, right) : choice(truthy(left), right, left)
    })
  }

  private typeName(operand: Expression): Piece {
    return this.named([this.valueOf(operand)], (value) => {
      const type = `$type(${value.text})`
      const isObject = comparison(`${type} in ['array', 'null']`)
      const known = choice(isObject, atom("'object'"), atom(type))
      return this.isDefined(operand) ? known : choice(atom(`$exists(${value.text})`), known, atom("'undefined'"))
    })
  }
}

/**
 * The cause of a function's error is JSON; that of an error of the service is a text, and its name is that of the SDK with a
 * prefix.
 */
function stateText(part: StatePart): string {
  const error = '$states.errorOutput.Error'
  const cause = '$states.errorOutput.Cause'
  const ofService = `$substringAfter(${error}, '${SERVICE_PREFIX}')`
  const isJson = `$substring(${cause}, 0, 1) = '{'`
  switch (part) {
    case 'error':
      return `(${isJson} ? {'name': ${error}, 'message': $parse(${cause}).errorMessage} : {'name': ${ofService}, 'message': ${cause}})`
    case 'payload':
      return `(${isJson} ? $parse(${cause}) : {'errorType': ${ofService}, 'errorMessage': ${cause}})`
    case 'cause':
      return cause
    case 'item':
      return '$states.context.Map.Item.Value'
    case 'index':
      return '$states.context.Map.Item.Index'
  }
}
