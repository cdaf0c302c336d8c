import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { parseYaml } from '../../../load/yaml-document'

/** How a YAML file is written: what is added to it looks the same. */
export interface YamlStyle {
  readonly eol: '\n' | '\r\n'
  /** Spaces per level. */
  readonly indent: number
  /** Whether `- item` stands deeper than the key it belongs to. */
  readonly indentSequences: boolean
  readonly quote: 'single' | 'double'
  /** Whether texts have quotes that they do not need. */
  readonly quotedTexts: boolean
  /** `!GetAtt A.Arn`, or `Fn::GetAtt: [A, Arn]`. */
  readonly intrinsics: 'short' | 'long'
  /** Whether lists of scalars stand on one line: `Action: [sqs:SendMessage]`. */
  readonly flowLists: boolean
  /** `{ a: 1 }` rather than `{a: 1}`. */
  readonly flowPadding: boolean
}

/**
 * Finds the style of a file by majority; where it shows nothing, the style of the framework's documentation.
 * @param otherwise The form of intrinsics where the file has none.
 */
export function yamlStyle(
  text: string,
  document = parseYaml(text),
  otherwise: () => YamlStyle['intrinsics'] = () => 'short',
): YamlStyle {
  const count = { single: 0, double: 0, short: 0, long: 0, padded: 0, tight: 0 }
  const steps: number[] = []
  const sequences: boolean[] = []
  if (document) {
    visit(document, {
      Scalar(_, node) {
        if (node.type === 'QUOTE_SINGLE') count.single++
        if (node.type === 'QUOTE_DOUBLE') count.double++
        if (isShortTag(node.tag)) count.short++
      },
      Collection(_, node) {
        if (isShortTag(node.tag)) count.short++
        if (node.flow && node.range && node.items.length > 0) {
          if (text[node.range[0] + 1] === ' ') count.padded++
          else if (isMap(node)) count.tight++
        }
      },
      Pair(_, pair) {
        const key = isScalar(pair.key) ? pair.key : undefined
        if (typeof key?.value === 'string' && (key.value.startsWith('Fn::') || key.value === 'Ref')) count.long++
        measure(text, pair, key, steps, sequences)
      },
    })
  }
  return {
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    indent: mode(steps) ?? 2,
    indentSequences: mode(sequences) ?? true,
    quote: count.double > count.single ? 'double' : 'single',
    quotedTexts: hasQuotedTexts([document?.contents]) ?? false,
    intrinsics: count.short > 0 ? 'short' : count.long > 0 ? 'long' : otherwise(),
    flowLists: false,
    flowPadding: count.padded >= count.tight,
  }
}

/**
 * Whether texts in some nodes have quotes that they do not need; `undefined` where there is no text that would tell.
 * A text that is one variable tells nothing: many quote those alone.
 */
export function hasQuotedTexts(nodes: readonly unknown[]): boolean | undefined {
  let quoted = 0
  let plain = 0
  for (const node of nodes) {
    const own = isPair(node) ? node.value : node
    if (!isNode(own)) continue
    visit(own, {
      Scalar(key, scalar) {
        if (key === 'key' || typeof scalar.value !== 'string' || !PLAIN.test(scalar.value)) return
        if (scalar.type === 'QUOTE_SINGLE' || scalar.type === 'QUOTE_DOUBLE') quoted++
        else if (scalar.type === 'PLAIN' && !isShortTag(scalar.tag)) plain++
      },
    })
  }
  return quoted + plain === 0 ? undefined : quoted > plain
}

/** Whether lists of scalars that are values of keys in some nodes stand on one line, rather than on several. */
export function hasFlowLists(nodes: readonly unknown[]): boolean {
  let flow = 0
  let block = 0
  for (const node of nodes) {
    if (!isNode(node)) continue
    visit(node, {
      Seq(_, list, path) {
        if (!isPair(path.at(-1)) || list.tag?.startsWith('!') || !list.items.every(isScalar)) return
        if (list.flow) flow++
        else block++
      },
    })
  }
  return flow > block
}

/** Texts that need no quotes anywhere. */
const PLAIN = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[A-Za-z][\w./*-]*(?::+[\w./*-]+)*$/i

function isShortTag(tag: string | undefined): boolean {
  return tag?.startsWith('!') === true && tag !== '!' && !tag.startsWith('!!')
}

function measure(text: string, pair: Pair, key: Scalar | undefined, steps: number[], sequences: boolean[]): void {
  if (!key?.range) return
  const column = columnOf(text, key.range[0])
  const inner = firstColumn(text, pair.value)
  if (inner === undefined) return
  if (isSeq(pair.value)) sequences.push(inner > column)
  else steps.push(inner - column)
}

/** Column of the first key or dash of a block collection. */
function firstColumn(text: string, value: unknown): number | undefined {
  if (isMap(value) && !value.flow) {
    const key = (value as YAMLMap<Node>).items[0]?.key
    return key?.range ? columnOf(text, key.range[0]) : undefined
  }
  if (isSeq(value) && !value.flow && (value as YAMLSeq).range) return columnOf(text, (value as YAMLSeq).range?.[0] ?? 0)
  return undefined
}

/** 0-based column of an offset. */
export function columnOf(text: string, offset: number): number {
  return offset - startOfLine(text, offset)
}

/** Start of the line that holds an offset; a byte order mark is no part of the first. */
export function startOfLine(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return start === 0 && text.startsWith('\uFEFF') ? 1 : start
}

function mode<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best: T | undefined
  for (const [value, count] of counts) if (best === undefined || count > (counts.get(best) ?? 0)) best = value
  return best
}
