import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import type { SourceModule } from '../../syntax/module'
import { contains, isFunctionNode, walk } from '../../syntax/nodes'
import { attempt, type Refusal, Refused } from '../transform'
import type { Obstacles } from './obstacles'

interface RefusedPart {
  readonly node: ts.Node
  readonly refusal: Refusal
}

/** What is refused of a chain as a whole, or of one of its calls: the rest is read all the same, so that all is told at once. */
export class RefusedParts {
  private readonly found: RefusedPart[] = []

  /** Reads a part; `undefined` where it is refused. */
  read<T>(node: ts.Node, part: () => T): T | undefined {
    const result = attempt(part)
    if ('value' in result) return result.value
    const { refusal } = result
    const isKnown = this.found.some((known) => known.refusal.message === refusal.message)
    if (!isKnown) this.found.push({ node, refusal })
    return undefined
  }

  /**
   * Refuses the chain if anything was found: for what it is if it is one thing alone, else with a list.
   * @throws Refused
   */
  refuse(site: InvokeSite, obstacles: Obstacles | undefined): void {
    const [only, ...others] = this.found
    if (only && others.length === 0 && (!obstacles || obstacles.isEmpty)) throw new Refused(only.refusal)
    if (only && !obstacles) throw new Refused(only.refusal)
    const isOfLines = obstacles?.isEmpty === false
    for (const { node, refusal } of this.found) obstacles?.add(node, told(refusal, site))
    if (!obstacles || obstacles.isEmpty) return
    const parts = [
      ...this.found.map(({ refusal: { code, remedy } }) => ({ code, ...(remedy && { remedy }) })),
      ...(isOfLines ? [{ code: 'chain-not-compilable' } as const] : []),
    ]
    const { file } = site.module
    throw new Refused({ code: 'chain-not-compilable', message: obstacles.message(), file, line: site.line, parts })
  }
}

function told({ message, file, line }: Refusal, { module }: InvokeSite): string {
  const text = (message.charAt(0).toLowerCase() + message.slice(1)).replace(/\.$/, '')
  return file === module.file ? text : `${text} (${file}:${line})`
}

/** Whether a call is made by a node, and not by a function in it. */
export function isPartOf(call: ts.Node, node: ts.Node): boolean {
  for (let own: ts.Node = call; own !== node; own = own.parent)
    if (ts.isSourceFile(own) || isFunctionNode(own)) return false
  return true
}

/** Whether a node reads a name that was declared with what a call gives. */
export function reads(module: SourceModule, node: ts.Node, call: ts.Node): boolean {
  let isFound = false
  walk(node, (inner) => {
    const binding = ts.isIdentifier(inner) ? module.bindings.of(inner) : undefined
    for (let own: ts.Node | undefined = binding?.declarations[0]; own && !ts.isStatement(own); own = own.parent)
      isFound ||= ts.isVariableDeclaration(own) && contains(own, call)
  })
  return isFound
}
