import { Document, isScalar, Scalar, visit, YAMLSeq } from 'yaml'
import { isObject } from '../../../load/document'
import type { YamlStyle } from './style'

/**
 * Writes a value as YAML in the style of a file. The lines are not yet indented, and the last has no line end.
 * `flow` writes it on one line.
 */
export function renderYaml(value: unknown, style: YamlStyle, flow = false): string {
  const written = style.intrinsics === 'short' ? shortTags(value) : value
  return flow ? renderFlow(written, style) : print(new Document(written, { version: '1.2' }), style)
}

/** `{ a: 1, b: [2, 3] }`: the library pads lists like maps, which people do not. */
function renderFlow(value: unknown, style: YamlStyle): string {
  if (Array.isArray(value)) return `[${value.map((item) => renderFlow(item, style)).join(', ')}]`
  if (isObject(value) && !isScalar(value)) {
    const entries = Object.entries(value).map(([key, item]) => `${renderFlow(key, style)}: ${renderFlow(item, style)}`)
    const padding = style.flowPadding && entries.length > 0 ? ' ' : ''
    return `{${padding}${entries.join(', ')}${padding}}`
  }
  // a scalar may need quotes that it would not need on a line of its own
  const document = new Document([value], { version: '1.2' })
  if (document.contents instanceof YAMLSeq) document.contents.flow = true
  return print(document, { ...style, flowPadding: false }).slice(1, -1)
}

function print(document: Document, style: YamlStyle): string {
  visit(document, {
    Pair(_, pair) {
      // `Fn::GetAtt: [Queue, Arn]` is written on one line
      if (!(pair.value instanceof YAMLSeq)) return
      const isArn = isScalar(pair.key) && pair.key.value === 'Fn::GetAtt'
      if (isArn || (style.flowLists && pair.value.items.every(isScalar))) pair.value.flow = true
    },
    Scalar(key, node) {
      if (typeof node.value !== 'string') return
      if (needsQuotes(node.value) || (style.quotedTexts && key !== 'key' && !node.tag)) {
        node.type = style.quote === 'double' ? 'QUOTE_DOUBLE' : 'QUOTE_SINGLE'
      }
    },
  })
  return document
    .toString({
      indent: style.indent,
      indentSeq: style.indentSequences,
      singleQuote: style.quote === 'single',
      lineWidth: 0,
      // what is on one line here are lists, which people do not pad
      flowCollectionPadding: false,
    })
    .trimEnd()
}

/** What a YAML 1.1 reader would take for something else: `yes`, `012`, `2012-10-17`. */
function needsQuotes(text: string): boolean {
  return /^(y|n|yes|no|on|off|0\d+|\d{4}-\d\d?-\d\d?.*|\d[\d_]*(:[0-5]?\d)+)$/i.test(text)
}

/** Replaces intrinsics by tagged scalars. */
function shortTags(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortTags)
  if (!isObject(value)) return value
  const [entry, ...rest] = Object.entries(value)
  if (entry && rest.length === 0) {
    const tagged = asTagged(entry[0], entry[1])
    if (tagged) return tagged
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shortTags(item)]))
}

function asTagged(name: string, value: unknown): Scalar | undefined {
  if (name === 'Ref' && typeof value === 'string') return tagged('!Ref', value)
  if (name === 'Fn::Sub' && typeof value === 'string') return tagged('!Sub', value)
  if (name === 'Fn::GetAtt' && Array.isArray(value)) return tagged('!GetAtt', value.join('.'))
  return undefined
}

function tagged(tag: string, value: string): Scalar {
  const scalar = new Scalar(value)
  scalar.tag = tag
  return scalar
}
