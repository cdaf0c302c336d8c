import type { Expression } from './ir'

/**
 * Writes expressions as JSONata 2.0.6 with the meaning that they have in JavaScript. Every template was compared with
 * JavaScript over a lattice of values; see `docs/transforms/step-functions.md`.
 */
export class JsonataWriter {
  /** @param inputs Names that the workflow is started with; a single one is the whole input. */
  constructor(private readonly inputs: readonly string[]) {}

  /** The value of an expression. */
  value(expression: Expression): string {
    switch (expression.kind) {
      case 'literal':
        return literalText(expression.value)
      case 'input':
        return `$states.context.Execution.Input${members(this.inputs.length === 1 ? expression.path.slice(1) : expression.path)}`
      case 'variable':
        return `$${variableName(expression.name)}${members(expression.path)}`
      case 'object':
        return `{${expression.properties.map(({ name, value }) => `${stringText(name)}: ${this.value(value)}`).join(', ')}}`
      case 'conditional':
        return `(${this.condition(expression.condition)} ? ${this.value(expression.whenTrue)} : ${this.value(expression.whenFalse)})`
      case 'logical':
        return this.logical(expression)
      default:
        return this.condition(expression)
    }
  }

  /** An expression as a boolean: JavaScript's truth. */
  condition(expression: Expression): string {
    switch (expression.kind) {
      case 'literal':
        return expression.value ? 'true' : 'false'
      case 'object':
        return 'true'
      case 'not':
        return `$not(${this.condition(expression.operand)})`
      case 'equals': {
        const text = `${this.value(expression.left)} = ${literalText(expression.right)}`
        return expression.negated ? `$not(${text})` : text
      }
      case 'nullish': {
        const value = this.value(expression.operand)
        const exists = `$exists(${value}) and ${value} != null`
        return expression.negated ? exists : `$not(${exists})`
      }
      case 'logical':
        if (expression.operator === 'nullish') return truthy(this.value(expression))
        return `${this.operand(expression.left)} ${expression.operator} ${this.operand(expression.right)}`
      default:
        return truthy(this.value(expression))
    }
  }

  /** A condition as one side of another. */
  private operand(expression: Expression): string {
    const text = this.condition(expression)
    return /^(\$not\(|true$|false$)/.test(text) ? text : `(${text})`
  }

  /** `a ?? b`, `a || b`, `a && b` as values. */
  private logical(expression: Extract<Expression, { kind: 'logical' }>): string {
    const left = this.value(expression.left)
    const right = this.value(expression.right)
    if (expression.operator === 'nullish') return `($exists(${left}) and ${left} != null ? ${left} : ${right})`
    const test = this.condition(expression.left)
    return expression.operator === 'or' ? `(${test} ? ${left} : ${right})` : `(${test} ? ${right} : ${left})`
  }
}

function truthy(value: string): string {
  return `$type(${value}) in ['array', 'object'] or $boolean(${value})`
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
  const quoted = (text: string) =>
    `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}'`
  const parts = value.split('${')
  return parts.length === 1
    ? quoted(value)
    : `(${parts.map((part, index) => quoted(index === 0 ? part : `{${part}`)).join(" & '$' & ")})`
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
  return FUNCTIONS.has(legal) || legal === '' ? `${legal}Value` : legal
}
