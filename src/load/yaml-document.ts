import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import type { ConfigDocument, ConfigPath, ConfigProblem } from './document'
import type { Locator, Place } from './locate'

/**
 * Parses YAML as the Serverless Framework reads it: the first document, merge keys, CloudFormation short tags.
 * Never throws; a syntax error is `problem`.
 */
export function yamlDocument(file: string, text: string): ConfigDocument {
  const { root, document, place } = located(text)
  const [error] = document?.errors ?? []
  const data = error || !document ? { value: undefined } : dataOf(root, document, place)
  return {
    file,
    text,
    format: 'yaml',
    value: data.value,
    problem: error ? { message: firstLine(error.message), ...place(error.pos[0]) } : data.problem,
  }
}

export function yamlLocator(text: string): Locator {
  const { root, place } = located(text)
  return (path) => {
    const offset = offsetOf(root, path)
    return offset === undefined ? undefined : place(offset)
  }
}

interface Located {
  readonly root: Node | null
  readonly document: Document.Parsed | undefined
  /** 1-based place of an offset. */
  place(offset: number): Place
}

function located(text: string): Located {
  const lines = new LineCounter()
  const document = parseYaml(text, lines, false)
  return {
    root: document?.contents ?? null,
    document,
    place(offset) {
      const { line, col } = lines.linePos(offset)
      return { line, column: col }
    },
  }
}

/** The syntax tree that both reading and editing work on. `undefined` for a file without content. */
export function parseYaml(
  text: string,
  lineCounter = new LineCounter(),
  keepSourceTokens = true,
): Document.Parsed | undefined {
  const documents = parseAllDocuments(text, {
    lineCounter,
    keepSourceTokens,
    merge: true,
    logLevel: 'silent',
    // js-yaml, which the framework reads with, is a YAML 1.2 reader with 1.1 merge keys
    version: '1.2',
    prettyErrors: false,
    customTags: SHORT_TAGS,
  })
  return 'empty' in documents ? undefined : documents[0]
}

/** CloudFormation's, before a text. An unknown tag is a warning, an error with its stack: a template has hundreds. */
const SHORT_TAGS = ['Ref', 'Sub', 'GetAtt', 'ImportValue', 'Condition', 'Base64', 'GetAZs', 'Transform'].map(
  (name) => ({
    tag: `!${name}`,
    resolve: (text: string) => text,
  }),
)

function firstLine(message: string): string {
  return message.split('\n')[0]?.replace(/:$/, '') ?? message
}

/** Offset of the key that leads to a node (or of the item, in a list), as far down the path as nodes exist. */
function offsetOf(root: Node | null, path: ConfigPath): number | undefined {
  let node: unknown = root
  let offset = root?.range?.[0]
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
      if (!pair) return offset
      offset = (pair.key as Scalar).range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as Node | undefined
      if (!item) return offset
      offset = (isPair(item) ? undefined : item.range?.[0]) ?? offset
      node = item
    } else return offset
  }
  return offset
}

/** How many nodes a file may have once its aliases are written out: aliases of aliases grow without bound. */
const MAX_NODES = 200_000

/** What makes a document unreadable, and the node at which that shows. */
class Unreadable extends Error {
  constructor(
    message: string,
    readonly node?: Node,
  ) {
    super(message)
  }
}

function dataOf(
  root: Node | null,
  document: Document,
  place: Located['place'],
): { value: unknown; problem?: ConfigProblem } {
  try {
    return { value: toValue(root, new Expansion(document)) }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { value: undefined, problem: { message: error.message, ...place(error.node?.range?.[0] ?? 0) } }
  }
}

/** The document that aliases point into, and how much was written out of it. */
class Expansion {
  private nodes = 0
  private readonly resolved = new Map<Alias, unknown>()

  constructor(private readonly document: Document) {}

  /** @throws Unreadable */
  count(): void {
    this.nodes++
    if (this.nodes > MAX_NODES) throw new Unreadable('Its aliases expand to more than can be read.')
  }

  /** @throws Unreadable */
  resolve(alias: Alias): unknown {
    if (!this.resolved.has(alias)) this.resolved.set(alias, alias.resolve(this.document))
    const node = this.resolved.get(alias)
    if (node === undefined) throw new Unreadable(`There is no anchor "${alias.source}"`, alias)
    return node
  }
}

/** Converts a node to plain data. `!Ref X` becomes `{ Ref: 'X' }`, `!GetAtt A.B` `{ 'Fn::GetAtt': ['A', 'B'] }`. */
function toValue(node: unknown, expansion: Expansion, aliases: ReadonlySet<Alias> = new Set()): unknown {
  expansion.count()
  if (isAlias(node)) {
    if (aliases.has(node)) return undefined
    return toValue(expansion.resolve(node), expansion, new Set([...aliases, node]))
  }
  if (isScalar(node)) return tagged(node.tag, scalarValue(node))
  if (isSeq(node))
    return tagged(
      node.tag,
      (node as YAMLSeq).items.map((item) => toValue(item, expansion, aliases)),
    )
  if (isMap(node)) return tagged(node.tag, mapValue(node, expansion, aliases))
  return undefined
}

function scalarValue(node: Scalar): unknown {
  return node.value instanceof Date ? node.source : node.value
}

function mapValue(node: YAMLMap, expansion: Expansion, aliases: ReadonlySet<Alias>): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  const merged: Record<string, unknown>[] = []
  for (const pair of node.items as Pair[]) {
    const key = isScalar(pair.key) ? pair.key.value : toValue(pair.key, expansion, aliases)
    const value = toValue(pair.value, expansion, aliases)
    if (isMergeKey(key)) {
      for (const source of Array.isArray(value) ? value : [value]) {
        if (typeof source === 'object' && source !== null) merged.push(source as Record<string, unknown>)
      }
    } else result[String(key)] = value
  }
  // own keys win over merged ones, earlier merges over later ones
  return Object.assign({}, ...merged.reverse(), result)
}

function isMergeKey(key: unknown): boolean {
  return key === '<<' || (typeof key === 'symbol' && key.description === '<<')
}

const CORE_TAGS = /^(tag:yaml\.org,2002:|!!)/

function tagged(tag: string | undefined, value: unknown): unknown {
  if (!tag?.startsWith('!') || tag === '!' || CORE_TAGS.test(tag)) return value
  const name = tag.slice(1)
  if (name === 'Ref' || name === 'Condition') return { [name]: value }
  if (name === 'GetAtt' && typeof value === 'string') {
    const [resource = '', ...attribute] = value.split('.')
    return { 'Fn::GetAtt': [resource, attribute.join('.')] }
  }
  return { [`Fn::${name}`]: value }
}
