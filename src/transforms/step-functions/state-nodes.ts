import type { Origin } from './ir'
import type { State } from './states'

/** Stands for a branch of a state: names are given once for all branches, states are listed in their own. */
export type Scope = object | undefined

/** A state before it has its name: names are given in the order of the code, which branches leave. */
export interface Node {
  readonly wanted: string
  readonly origin: Origin
  readonly order: number
  readonly scope: Scope
  readonly state: (named: Named) => State
}

/** States that have their names. */
export interface Named {
  name(node: Node): string
  /** The states of a branch, or of the whole machine. */
  statesOf(scope: Scope): Record<string, State>
}

/** The states of a machine, while it is written. */
export class States {
  private readonly nodes: Node[] = []
  private count = 0

  /** Takes the place of a state among those of its line, before what it leads to is written. */
  place(): number {
    this.count += 1
    return this.count
  }

  add(node: Node): Node {
    this.nodes.push(node)
    return node
  }

  named(): Named {
    const sorted = [...this.nodes].sort((a, b) => compareLines(a, b) || a.order - b.order)
    const taken = new Set<string>()
    const names = new Map(
      sorted.map((node) => {
        let name = node.wanted
        for (let number = 2; taken.has(name); number++) name = `${node.wanted}${number}`
        taken.add(name)
        return [node, name]
      }),
    )
    const first = new Map(sorted.toReversed().map((node) => [node.origin, node]))
    const named: Named = {
      name: (node) => names.get(node) as string,
      statesOf: (scope) =>
        Object.fromEntries(
          sorted
            .filter((node) => node.scope === scope)
            .map((node) => [named.name(node), withComment(node, named, first)]),
        ),
    }
    return named
  }
}

function compareLines({ origin: one }: Node, { origin: other }: Node): number {
  const lines = linesOf(other)
  const index = linesOf(one).findIndex((line, at) => line !== lines[at])
  if (index === -1) return linesOf(one).length - lines.length
  return (linesOf(one)[index] ?? 0) < (lines[index] ?? Number.NEGATIVE_INFINITY) ? -1 : 1
}

/** The lines that lead to a state, from the handler's own on. */
function linesOf({ line, within }: Origin): readonly number[] {
  return within ? [...linesOf(within), line] : [line]
}

/** Every state says where it comes from; what ends a function that ends without `return` comes from nowhere. */
function withComment(node: Node, named: Named, first: ReadonlyMap<Origin, Node>): State {
  const { origin, state } = node
  const { file, line, comments = [] } = origin
  if (!Number.isFinite(line)) return state(named)
  const place = `${file}:${line}`
  // what the author wrote of a statement stands in the first of its states
  const isTold = comments.length > 0 && first.get(origin) === node
  return { Comment: isTold ? `${comments.join('; ')} (${place})` : place, ...state(named) }
}
