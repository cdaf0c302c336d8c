import { compare } from '../messages/diagnostic'
import type { ScanDocument, SiteEntry } from '../plan/document'
import { toJson } from './json'

/** Who calls whom: the functions of all services, and one edge for each kind of call between two of them. */
export interface CallGraph {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

export interface GraphNode {
  readonly id: string
  readonly label: string
  /** The service; absent for scripts and for functions that are not in the repository. */
  readonly service?: string
  readonly kind: 'function' | 'code' | 'external'
}

export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly invocation: SiteEntry['invocation']
  readonly verdict: SiteEntry['verdict']
  /** Places of the calls: `src/a.ts:12`. */
  readonly places: readonly string[]
}

export type GraphFormat = 'mermaid' | 'dot' | 'json'

export const graphFormats: Readonly<Record<GraphFormat, (graph: CallGraph) => string>> = {
  mermaid: toMermaid,
  dot: toDot,
  json: toJson,
}

/** The graph of a scan. Tests and wrapper definitions are left out. */
export function graphOf({ sites }: ScanDocument): CallGraph {
  const nodes = new Map<string, GraphNode>()
  const edges = new Map<string, GraphEdge>()
  for (const site of sites) {
    if (site.test || site.kind === 'wrapper-definition') continue
    for (const from of callersOf(site)) {
      for (const to of calleesOf(site)) {
        nodes.set(from.id, from)
        nodes.set(to.id, to)
        const { invocation, verdict } = site
        const key = [from.id, to.id, invocation, verdict].join('\0')
        const places = [...(edges.get(key)?.places ?? []), `${site.file}:${site.line}`]
        edges.set(key, { from: from.id, to: to.id, invocation, verdict, places })
      }
    }
  }
  const byKey = (a: readonly [string, unknown], b: readonly [string, unknown]) => compare(a[0], b[0])
  return {
    nodes: [...nodes].sort(byKey).map(([, node]) => node),
    edges: [...edges].sort(byKey).map(([, edge]) => edge),
  }
}

function callersOf({ callers, file, target }: SiteEntry): GraphNode[] {
  if (callers.length === 0) return [{ id: file, label: file, kind: 'code' }]
  const unset = target.status === 'resolved' ? (target.unsetFor ?? []).map(functionNode) : []
  return callers.map(functionNode).filter(({ id }) => !unset.some((node) => node.id === id))
}

function calleesOf({ target }: SiteEntry): GraphNode[] {
  switch (target.status) {
    case 'resolved':
      return [functionNode(target)]
    case 'candidates':
      return target.functions.map(functionNode)
    case 'external':
      return [{ id: target.name, label: target.name, kind: 'external' }]
    case 'unresolved':
      return [{ id: '?', label: '?', kind: 'external' }]
  }
}

function functionNode(ref: { readonly service: string; readonly function: string }): GraphNode {
  return { id: `${ref.service}/${ref.function}`, label: ref.function, service: ref.service, kind: 'function' }
}

function toMermaid({ nodes, edges }: CallGraph): string {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]))
  const shape = (node: GraphNode): string => {
    const label = `"${node.label.replaceAll('"', '#quot;')}"`
    const name = names.get(node.id)
    if (node.kind === 'function') return `${name}[${label}]`
    return node.kind === 'code' ? `${name}[/${label}/]` : `${name}([${label}])`
  }
  const lines = services(nodes).flatMap((service, index) => [
    `  subgraph s${index}["${service}"]`,
    ...nodes.filter((node) => node.service === service).map((node) => `    ${shape(node)}`),
    '  end',
  ])
  const others = nodes.filter(({ service }) => service === undefined).map((node) => `  ${shape(node)}`)
  const arrows = edges.map(({ from, to, invocation, verdict }) => {
    const arrow = invocation === 'async' ? '-.->' : '-->'
    return `  ${names.get(from)} ${arrow}|${invocation}: ${verdict}| ${names.get(to)}`
  })
  return `${['flowchart LR', ...lines, ...others, ...arrows].join('\n')}\n`
}

function toDot({ nodes, edges }: CallGraph): string {
  const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
  const shapes = { function: 'box', code: 'note', external: 'ellipse' }
  const line = ({ id, label, kind }: GraphNode) => `${quoted(id)} [label=${quoted(label)}, shape=${shapes[kind]}];`
  const groups = services(nodes).flatMap((service, index) => [
    `  subgraph cluster_${index} {`,
    `    label=${quoted(service)};`,
    ...nodes.filter((node) => node.service === service).map((node) => `    ${line(node)}`),
    '  }',
  ])
  const others = nodes.filter(({ service }) => service === undefined).map((node) => `  ${line(node)}`)
  const arrows = edges.map(({ from, to, invocation, verdict }) => {
    const style = invocation === 'async' ? 'dashed' : 'solid'
    return `  ${quoted(from)} -> ${quoted(to)} [label=${quoted(`${invocation}: ${verdict}`)}, style=${style}];`
  })
  return `${['digraph calls {', '  rankdir=LR;', ...groups, ...others, ...arrows, '}'].join('\n')}\n`
}

function services(nodes: readonly GraphNode[]): string[] {
  return [...new Set(nodes.flatMap(({ service }) => service ?? []))]
}
