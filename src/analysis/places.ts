import { ts } from 'ts-morph'
import type { SourceModule } from '../syntax/module'
import { accessedName, contains, enclosing, isAccess, isFunctionNode, propertyName, unwrapAwait } from '../syntax/nodes'
import type { JsonTypes } from './json-shape'
import { loopSource } from './loop-variables'
import { constantInitializer } from './nullish'
import { parameterSources } from './parameter-sources'
import { isPrimitiveExpression } from './primitive'

/** Where a value comes from: what was declared, and the members that lead from there to it. */
interface Place {
  readonly root: ts.Node
  /** Names of members; `*` is any of them. */
  readonly path: readonly string[]
  /** Whether it is taken again and again, while what it is taken from stays the same. */
  readonly isRepeated: boolean
}

const ANY = '*'

/** Where the object comes from that an expression names; `undefined` where it names none, or no more than a text or a number. */
function placeOf(module: SourceModule, expression: ts.Expression): Place | undefined {
  const node = unwrapAwait(expression)
  if (isAccess(node)) return memberOf(placeOf(module, node.expression), accessedName(node))
  const binding = ts.isIdentifier(node) ? module.bindings.of(node) : undefined
  const [declaration] = binding?.declarations ?? []
  if (!binding || !declaration) return undefined
  const made = constantInitializer(binding)
  if (made && isPrimitiveExpression(made)) return undefined
  const place = declared(module, declaration, new Set())
  return { ...place, isRepeated: place.isRepeated || isBetween(node, declaration) }
}

function memberOf(whole: Place | undefined, name: string | undefined): Place | undefined {
  return whole && { ...whole, path: [...whole.path, name ?? ANY] }
}

function declared(module: SourceModule, node: ts.Node, seen: Set<ts.Node>): Place {
  const root = { root: node, path: [], isRepeated: false }
  if (seen.has(node)) return root
  seen.add(node)
  if (ts.isBindingElement(node)) {
    const owner = declared(module, node.parent.parent, seen)
    const name = node.propertyName ?? node.name
    const isKnown = ts.isObjectBindingPattern(node.parent) && !node.dotDotDotToken && ts.isIdentifier(name)
    return { ...owner, path: [...owner.path, (isKnown ? propertyName(name) : undefined) ?? ANY] }
  }
  const [source, ...others] = ts.isParameter(node) ? (parameterSources(module, node) ?? []) : []
  const list = loopSource(node) ?? (others.length === 0 ? source : undefined)
  if (list) return memberOf(placeOf(module, list), undefined) ?? root
  const initializer = ts.isVariableDeclaration(node) ? node.initializer : undefined
  return (initializer && placeOf(module, initializer)) ?? root
}

/** Whether a loop or a function stands between a declaration and its use: the use may be done many times then. */
function isBetween(use: ts.Node, declaration: ts.Node): boolean {
  const isRepeating = (node: ts.Node): node is ts.Node => ts.isIterationStatement(node, false) || isFunctionNode(node)
  const around = enclosing(use, isRepeating)
  return !!around && !contains(around, declaration)
}

/** The objects that a value is made of, as they are met. */
export class HeldObjects {
  private readonly held: { readonly node: ts.Expression; readonly place: Place }[] = []

  constructor(
    private readonly module: SourceModule,
    private readonly types: JsonTypes | undefined,
  ) {}

  clear(): void {
    this.held.length = 0
  }

  add(node: ts.Expression): void {
    const place = placeOf(this.module, node)
    if (place) this.held.push({ node, place })
  }

  /**
   * Whether one object may be met twice: who changes it in one place would change it in the other.
   * @param trusted Takes the expressions that are texts or numbers by their types, where that is what it rests on.
   */
  areShared(trusted: Set<string>): boolean {
    if (!overlapping(this.held.map(({ place }) => place))) return false
    const isPlain = ({ node }: { readonly node: ts.Expression }) =>
      this.types?.typeOf(this.module, node)?.kind === 'primitive'
    const objects = this.held.filter((one) => !isPlain(one))
    if (overlapping(objects.map(({ place }) => place))) return true
    for (const one of this.held.filter(isPlain)) trusted.add(one.node.getText(this.module.ast))
    return false
  }
}

/** Whether two of several places may be, or hold, one object. */
function overlapping(places: readonly Place[]): boolean {
  if (places.some(({ isRepeated }) => isRepeated)) return true
  return places.some((one, index) => places.slice(index + 1).some((other) => isOver(one, other)))
}

function isOver(one: Place, other: Place): boolean {
  const steps = Math.min(one.path.length, other.path.length)
  return (
    one.root === other.root &&
    one.path.slice(0, steps).every((step, at) => step === ANY || other.path[at] === ANY || step === other.path[at])
  )
}
