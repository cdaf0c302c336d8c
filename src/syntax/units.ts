import { ts } from 'ts-morph'
import type { SourceModule } from './module'
import { contains, isFunctionNode, walk } from './nodes'

/**
 * A piece of the top level of a file that is reached as a whole: a declaration, an exported function, or everything
 * that runs when the file is imported (`init`).
 */
export interface Unit {
  readonly module: SourceModule
  /** `''` for what runs at import. */
  readonly name: string
  readonly nodes: readonly ts.Node[]
  /** Names under which other files can reach it. */
  readonly exportedAs: readonly string[]
}

export function unitKey(unit: Unit): string {
  return `${unit.module.file}#${unit.name}`
}

const cache = new WeakMap<ts.SourceFile, readonly Unit[]>()

/** The units of a file. `init` is always the first. */
export function unitsOf(module: SourceModule): readonly Unit[] {
  const known = cache.get(module.ast)
  if (known) return known
  const units = buildUnits(module)
  cache.set(module.ast, units)
  return units
}

/** The unit that a node belongs to. */
export function unitOf(module: SourceModule, node: ts.Node): Unit {
  const units = unitsOf(module)
  const own = units.slice(1).find((unit) => unit.nodes.some((root) => contains(root, node)))
  const init = units[0] as Unit
  return own && !runsAtImport(own, node) ? own : init
}

/** `const x = make()`: the call runs at import, though the name is only used later. */
function runsAtImport(unit: Unit, node: ts.Node): boolean {
  for (let current: ts.Node | undefined = node; current && !unit.nodes.includes(current); current = current.parent) {
    if (ts.isFunctionLike(current) || ts.isClassLike(current)) return false
  }
  return unit.nodes.every((root) => ts.isVariableDeclaration(root)) && !unit.nodes.some((root) => root === node)
}

function buildUnits(module: SourceModule): Unit[] {
  const exported = exportNames(module)
  const declared = module.ast.statements.map((statement) => ({ statement, names: namesOf(statement) }))
  const named = declared.flatMap(({ names }) =>
    names.map(({ name, node }): Unit => ({ module, name, nodes: [node], exportedAs: exported.get(name) ?? [] })),
  )
  const init = declared.filter(({ names }) => names.length === 0).map(({ statement }) => statement)
  const known = new Set(named.flatMap(({ nodes }) => nodes))
  return [{ module, name: '', nodes: init, exportedAs: [] }, ...named, ...exportedExpressions(module, known)]
}

/** `exports.a = () => …`: functions that have no name but the one they are exported under. */
function exportedExpressions(module: SourceModule, known: ReadonlySet<ts.Node>): Unit[] {
  return [...module.exports.named.values()].flatMap((entry): Unit[] => {
    const node = entry.kind === 'expression' ? entry.expression : entry.kind === 'declaration' ? entry.node : undefined
    if (!node || known.has(node) || ts.isIdentifier(node)) return []
    if (entry.kind === 'declaration' && !isFunctionNode(node)) return []
    return [{ module, name: `exports.${entry.name}`, nodes: [node], exportedAs: [entry.name] }]
  })
}

function namesOf(statement: ts.Statement): { name: string; node: ts.Node }[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap((node) => bound(node.name).map((name) => ({ name, node })))
  }
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
    return [{ name: statement.name?.text ?? 'exports.default', node: statement }]
  }
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) || ts.isEnumDeclaration(statement)) {
    return [{ name: statement.name.text, node: statement }]
  }
  return []
}

function bound(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text]
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? bound(element.name) : []))
}

/** Local name → names under which it is exported. */
function exportNames(module: SourceModule): Map<string, string[]> {
  const names = new Map<string, string[]>()
  const add = (local: string, name: string) => names.set(local, [...(names.get(local) ?? []), name])
  for (const entry of module.exports.named.values()) {
    if (entry.kind === 'declaration')
      add(localName(entry.node) ?? (entry.name === 'default' ? 'exports.default' : entry.name), entry.name)
    // `export default wrap(handler)`: whoever imports it reaches what the expression mentions
    if (entry.kind === 'expression' && ts.isIdentifier(entry.expression)) add(entry.expression.text, entry.name)
  }
  const { assigned } = module.exports
  if (assigned && module.exports.named.size === 0) {
    walk(assigned, (node) => {
      if (ts.isIdentifier(node)) add(node.text, 'default')
    })
  }
  return names
}

function localName(node: ts.Node): string | undefined {
  const { name } = node as { name?: ts.Node }
  return name && ts.isIdentifier(name) ? name.text : undefined
}
