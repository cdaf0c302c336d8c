import { isObject } from '../../src/load/document'

/** How a generated literal is written. */
export interface LiteralWriting {
  readonly language: 'json' | 'typescript'
  /** One level of indentation; nothing for a file on one line. */
  readonly unit: '  ' | '    ' | '\t' | ''
  readonly eol: '\n' | '\r\n'
  readonly bom: boolean
  readonly double: boolean
  readonly trailingCommas: boolean
  readonly form: 'module.exports' | 'constant' | 'default' | 'satisfies'
  /** Numbers that decide the rest, one after the other. */
  readonly choices: readonly number[]
}

/** Writes data as JSON or as a TypeScript configuration: comments, blank lines, short objects on one line. */
export function writtenLiteral(data: Readonly<Record<string, unknown>>, writing: LiteralWriting): string {
  const literal = new LiteralWriter(writing).value(data, '')
  const text = writing.language === 'json' ? `${literal}\n` : module(literal, writing.form)
  return (writing.bom ? '\uFEFF' : '') + text.replace(/\n/g, writing.eol)
}

function module(literal: string, form: LiteralWriting['form']): string {
  if (form === 'module.exports') return `module.exports = ${literal};\n`
  if (form === 'constant') return `const configuration: AWS = ${literal};\n\nmodule.exports = configuration;\n`
  if (form === 'default') return `export default ${literal} as const\n`
  return `// the service\nexport default ${literal} satisfies AWS\n`
}

class LiteralWriter {
  private at = 0

  constructor(private readonly writing: LiteralWriting) {}

  private once(times: number): boolean {
    const { choices } = this.writing
    const choice = choices[this.at % choices.length] ?? 0
    this.at++
    return choice % times === 0
  }

  value(value: unknown, indent: string, isInline = false): string {
    if (Array.isArray(value))
      return this.list(
        '[',
        value.map((item) => (inner, inline) => this.value(item, inner, inline)),
        ']',
        indent,
        isInline,
      )
    if (!isObject(value)) return typeof value === 'string' ? this.text(value) : String(value)
    const entries = Object.entries(value).map(
      ([key, item]) =>
        (inner: string, inline: boolean) =>
          `${this.key(key)}:${this.writing.unit === '' ? '' : ' '}${this.value(item, inner, inline)}`,
    )
    return this.list('{', entries, '}', indent, isInline)
  }

  private list(
    open: string,
    items: readonly ((indent: string, inline: boolean) => string)[],
    close: string,
    indent: string,
    isInline: boolean,
  ): string {
    const { unit, trailingCommas, language } = this.writing
    if (items.length === 0) return open + close
    if (unit === '') return open + items.map((item) => item('', true)).join(',') + close
    if (isInline || (indent !== '' && this.once(4))) {
      const pad = open === '{' ? ' ' : ''
      return open + pad + items.map((item) => item(indent, true)).join(', ') + pad + close
    }
    const inner = indent + unit
    const isCode = language === 'typescript'
    const lines = items.map((item, index) => {
      const isLast = index === items.length - 1
      const above = isCode && this.once(6) ? `${inner}// above\n` : ''
      const blank = index > 0 && this.once(5) ? '\n' : ''
      const beside = isCode && this.once(6) ? ' // beside' : ''
      const comma = isLast && !(trailingCommas && isCode) ? '' : ','
      return `${blank}${above}${inner}${item(inner, false)}${comma}${beside}`
    })
    return `${open}\n${lines.join('\n')}\n${indent}${close}`
  }

  private key(key: string): string {
    return this.writing.language === 'json' || this.once(5) ? JSON.stringify(key) : key
  }

  private text(text: string): string {
    const { language, double } = this.writing
    return language === 'json' || double || /['"\\\n\t]/.test(text) ? JSON.stringify(text) : `'${text}'`
  }
}
