import type { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { contains } from '../../syntax/nodes'
import { placeOf } from '../../syntax/parse'

interface Obstacle {
  readonly node: ts.Node
  readonly line: number
  readonly what: string
}

/** What has no exact form in a state machine: all of it is collected, to be told at once. */
export class Obstacles {
  private readonly found: Obstacle[] = []

  constructor(private readonly module: SourceModule) {}

  get isEmpty(): boolean {
    return this.found.length === 0
  }

  /** Adds what is in the way, once for each line. */
  add(node: ts.Node, what: string): void {
    const { line } = placeOf(this.module.ast, node.getStart(this.module.ast))
    if (!this.found.some((known) => known.line === line && known.what === what)) this.found.push({ node, line, what })
  }

  /** Whether something around a node is in the way already. */
  encloses(node: ts.Node): boolean {
    return this.found.some((known) => contains(known.node, node))
  }

  /** `Line 5: this; line 7: that.` */
  message(): string {
    const sorted = [...this.found].sort((a, b) => a.line - b.line)
    const list = sorted.map(({ line, what }) => `line ${line}: ${what}`).join('; ')
    return `${list.charAt(0).toUpperCase()}${list.slice(1)}.`
  }
}
