import type { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { contains } from '../../syntax/nodes'
import { placeOf } from '../../syntax/parse'

interface Obstacle {
  readonly node: ts.Node
  readonly line: number
  readonly what: string
  /** The file, where it is another than that of the chain. */
  readonly file: string | undefined
}

/** What has no exact form in a state machine: all of it is collected, to be told at once. */
export class Obstacles {
  private readonly found: Obstacle[] = []

  constructor(private readonly module: SourceModule) {}

  get isEmpty(): boolean {
    return this.found.length === 0
  }

  /** Adds what is in the way, once for each line. */
  add(node: ts.Node, what: string, module = this.module): void {
    const { line } = placeOf(module.ast, node.getStart(module.ast))
    const file = module === this.module ? undefined : module.file
    const isKnown = this.found.some((known) => known.line === line && known.what === what && known.file === file)
    if (!isKnown) this.found.push({ node, line, what, file })
  }

  /** Whether something in the way passes a test. */
  some(test: (node: ts.Node) => boolean): boolean {
    return this.found.some(({ node, file }) => file === undefined && test(node))
  }

  /** Whether something around a node is in the way already. */
  encloses(node: ts.Node): boolean {
    return this.found.some((known) => contains(known.node, node))
  }

  /** `Line 5: this; line 7: that; src/invoke.ts:3: another.` */
  message(): string {
    const list = this.sorted()
      .map(({ file, line, what }) => `${file === undefined ? `line ${line}` : `${file}:${line}`}: ${what}`)
      .join('; ')
    return `${list.charAt(0).toUpperCase()}${list.slice(1)}.`
  }

  /** `src/fulfil.ts:5: this`, each by itself. */
  list(): string[] {
    return this.sorted().map(({ file = this.module.file, line, what }) => `${file}:${line}: ${what}`)
  }

  private sorted(): Obstacle[] {
    return [...this.found].sort((a, b) => order(a, b))
  }
}

/** Those of the file itself come first. */
function order(one: Obstacle, other: Obstacle): number {
  if (one.file === other.file) return one.line - other.line
  return (one.file ?? '') < (other.file ?? '') ? -1 : 1
}
