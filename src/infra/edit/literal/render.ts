import { isObject } from '../../../load/document'
import { isName, type LiteralStyle } from './style'

/** Where a value is written. */
export interface Layout {
  /** Indentation of the line that it begins on. */
  readonly indent: string
  /** Whether all of it stays on that line. */
  readonly inline: boolean
}

/**
 * Writes a value as a literal in the style of a file: JSON, or an object literal of TypeScript or JavaScript.
 * Intrinsic functions are always of the long form, `{ 'Fn::GetAtt': ['Queue', 'Arn'] }`: there is no other.
 */
export function renderLiteral(value: unknown, style: LiteralStyle, layout: Layout): string {
  if (Array.isArray(value)) {
    const inline = layout.inline || (style.inlineLists && value.every(isScalar))
    return list(
      '[',
      value.map((item) => (inner) => renderLiteral(item, style, inner)),
      ']',
      style,
      {
        ...layout,
        inline,
      },
    )
  }
  if (isObject(value)) {
    const inline = layout.inline || (style.inlineIntrinsics && isIntrinsic(value))
    const entries = Object.entries(value).map(
      ([key, item]) =>
        (inner: Layout) =>
          renderEntry(key, item, style, inner),
    )
    return list('{', entries, '}', style, { ...layout, inline })
  }
  return typeof value === 'string' ? quoted(value, style) : String(value)
}

/** `key: value`. */
export function renderEntry(key: string, value: unknown, style: LiteralStyle, layout: Layout): string {
  const name = style.quotedKeys || !isName(key) ? quoted(key, style) : key
  return `${name}:${style.gap}${renderLiteral(value, style, layout)}`
}

type Render = (layout: Layout) => string

function list(open: string, items: readonly Render[], close: string, style: LiteralStyle, layout: Layout): string {
  if (items.length === 0) return open + close
  if (layout.inline) {
    const padding = open === '{' ? style.padding : ''
    return open + padding + items.map((item) => item(layout)).join(`,${style.gap}`) + padding + close
  }
  const indent = layout.indent + style.unit
  const lines = items.map((item) => indent + item({ indent, inline: false })).join(`,${style.eol}`)
  return `${open}${style.eol}${lines}${style.trailingCommas ? ',' : ''}${style.eol}${layout.indent}${close}`
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}

/** `{ Ref: … }`, `{ 'Fn::GetAtt': […] }`: what is written on one line where the file does such a thing. */
function isIntrinsic(value: object): boolean {
  const [entry, ...rest] = Object.entries(value)
  if (!entry || rest.length > 0) return false
  const [key, inner] = entry
  return (
    (key === 'Ref' || key.startsWith('Fn::')) && (isScalar(inner) || (Array.isArray(inner) && inner.every(isScalar)))
  )
}

function quoted(text: string, { quote }: LiteralStyle): string {
  const json = JSON.stringify(text)
  if (quote === '"') return json
  const inner = json.slice(1, -1).replace(/\\"/g, '"')
  // the other quote, where that saves escapes
  if (inner.includes("'") && !inner.includes('"')) return json
  return `'${inner.replace(/'/g, "\\'")}'`
}
