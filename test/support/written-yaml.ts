import { isObject } from '../../src/load/document'

/** How a generated document is written. */
export interface Writing {
  readonly step: 2 | 3 | 4
  readonly indentLists: boolean
  readonly eol: '\n' | '\r\n'
  readonly bom: boolean
  readonly finalBreak: boolean
  readonly several: boolean
  /** Numbers that decide the rest, one after the other. */
  readonly choices: readonly number[]
}

/** Writes data as YAML the way that people do: comments, blank lines, flow and block, all kinds of quotes. */
export function writtenYaml(data: Readonly<Record<string, unknown>>, writing: Writing): string {
  const lines = new YamlWriter(writing).map(data)
  const head = writing.several ? ['---', ...lines, '---', 'other: document', ''] : [...lines, '']
  const text = head.join(writing.eol)
  const body = writing.finalBreak ? text : text.replace(/[\r\n]+$/, '')
  return (writing.bom ? '\uFEFF' : '') + body
}

class YamlWriter {
  private at = 0

  constructor(private readonly writing: Writing) {}

  /** Whether something happens that happens once in `times`. */
  private once(times: number): boolean {
    const { choices } = this.writing
    const choice = choices[this.at % choices.length] ?? 0
    this.at++
    return choice % times === 0
  }

  map(data: Readonly<Record<string, unknown>>): string[] {
    return Object.entries(data).flatMap(([key, value], index) => {
      const before = [
        ...(index > 0 && this.once(4) ? [''] : []),
        ...(this.once(5) ? [`# about ${key}`, ...(this.once(2) ? [`#  more: of ${key}`] : [])] : []),
      ]
      return [...before, ...this.entry(key, value)]
    })
  }

  private entry(key: string, value: unknown): string[] {
    const name = this.once(8) ? `'${key}'` : key
    const isFlow = this.once(5)
    const beside = this.once(6) ? `  # beside ${key}` : ''
    if (Array.isArray(value) && value.length > 0 && !isFlow) {
      const pad = this.writing.indentLists ? ' '.repeat(this.writing.step) : ''
      return [`${name}:${beside}`, ...this.list(value).map((line) => (line === '' ? line : pad + line))]
    }
    if (isObject(value) && Object.keys(value).length > 0 && !isFlow) {
      const pad = ' '.repeat(this.writing.step)
      const inner = this.map(value).map((line) => (line === '' ? line : pad + line))
      // behind a block of text it would be a part of that
      const after = this.once(7) && !inner.some((line) => line.endsWith('|')) ? [`${pad}  # after ${key}`] : []
      return [`${name}:${beside}`, ...inner, ...after]
    }
    if (typeof value === 'string' && /^[a-z]+\n[a-z]+\n$/.test(value)) {
      const pad = ' '.repeat(this.writing.step)
      return [
        `${name}: |`,
        ...value
          .trimEnd()
          .split('\n')
          .map((line) => pad + line),
      ]
    }
    return [`${name}: ${this.flow(value)}${beside}`]
  }

  private list(items: readonly unknown[]): string[] {
    return items.flatMap((item) => {
      const comment = this.once(6) ? ['# about an item'] : []
      if (isObject(item) && Object.keys(item).length > 0 && !this.once(4)) {
        const [first = '', ...rest] = new YamlWriter({ ...this.writing, choices: [1] }).map(item)
        return [...comment, `- ${first}`, ...rest.map((line) => (line === '' ? line : `  ${line}`))]
      }
      return [...comment, `- ${this.flow(item)}`]
    })
  }

  private flow(value: unknown): string {
    if (Array.isArray(value)) return `[${value.map((item) => this.flow(item)).join(', ')}]`
    if (isObject(value)) {
      const inner = Object.entries(value).map(([key, item]) => `${key}: ${this.flow(item)}`)
      return inner.length === 0 ? '{}' : this.once(2) ? `{ ${inner.join(', ')} }` : `{${inner.join(', ')}}`
    }
    if (typeof value !== 'string') return String(value)
    if (/^[a-z][a-z ]*[a-z]$/.test(value) && !/^(true|false|null|yes|no|on|off|y|n)$/.test(value)) return value
    return value.includes("'") || /[\n\t\\]/.test(value) || this.once(2) ? JSON.stringify(value) : `'${value}'`
  }
}
