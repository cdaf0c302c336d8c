import { ts } from 'ts-morph'
import { type FunctionRef, refKey, type Service } from '../load/service'
import { compare } from '../messages/diagnostic'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { ImportIndex } from '../syntax/import-index'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, propertyName, requiredModule } from '../syntax/nodes'
import type { SourceProgram } from '../syntax/program'
import { type Unit, unitKey, unitOf, unitsOf } from '../syntax/units'
import { heldBy } from './held-function'

/** Finds the functions from whose handler a node can be reached, through references and imports. */
export interface CallerIndex {
  callersOf(module: SourceModule, node: ts.Node): readonly FunctionRef[]
}

export function callerIndex(evaluator: Evaluator, imports: ImportIndex, services: readonly Service[]): CallerIndex {
  const graph = new ReverseGraph(evaluator, imports)
  const handlers = handlerUnits(services)
  const cache = new Map<string, readonly FunctionRef[]>()
  return {
    callersOf(module, node) {
      const start = unitOf(module, node)
      const key = unitKey(start)
      let callers = cache.get(key)
      if (!callers) {
        const reached = graph.reach(start)
        const refs = [...reached].flatMap((unit) => handlers.get(unit) ?? [])
        callers = [...new Map(refs.map((ref) => [refKey(ref), ref])).entries()]
          .sort(([a], [b]) => compare(a, b))
          .map(([, ref]) => ref)
        cache.set(key, callers)
      }
      return callers
    },
  }
}

/** Unit key → functions whose handler it is. Importing a handler's file runs that file, so its `init` counts too. */
function handlerUnits(services: readonly Service[]): Map<string, FunctionRef[]> {
  const handlers = new Map<string, FunctionRef[]>()
  const add = (key: string, ref: FunctionRef) => {
    const list = handlers.get(key)
    if (list) list.push(ref)
    else handlers.set(key, [ref])
  }
  for (const service of services) {
    for (const fn of service.functions) {
      if (!fn.handler) continue
      const ref = { service, function: fn }
      add(`${fn.handler.file}#`, ref)
      add(`${fn.handler.file}#→${fn.handler.export}`, ref)
    }
  }
  return handlers
}

/** Edges from a piece of code to the pieces that mention it. */
class ReverseGraph {
  constructor(
    private readonly evaluator: Evaluator,
    private readonly imports: ImportIndex,
  ) {}

  private get program(): SourceProgram {
    return this.evaluator.program
  }

  /** Keys of all units from which `start` can be reached; exported names appear as `file#→name`. */
  reach(start: Unit): Set<string> {
    const reached = new Set<string>()
    const queue: Unit[] = [start]
    while (queue.length > 0) {
      const unit = queue.pop() as Unit
      const key = unitKey(unit)
      if (reached.has(key)) continue
      reached.add(key)
      for (const name of unit.exportedAs) reached.add(`${unit.module.file}#→${name}`)
      queue.push(...(unit.name === '' ? this.importersOfInit(unit, reached) : this.users(unit, reached)))
    }
    return reached
  }

  /** Whoever imports a file runs what stands at its top level. */
  private importersOfInit(unit: Unit, reached: Set<string>): Unit[] {
    // what runs at import may register or export anything: `export default handler(app)`
    for (const name of unit.module.exports.named.keys()) reached.add(`${unit.module.file}#→${name}`)
    return this.imports.importersOf(unit.module.file).flatMap(({ file }) => {
      const module = this.program.module(file)
      const [init] = module ? unitsOf(module) : []
      return init ? [init] : []
    })
  }

  private users(unit: Unit, reached: Set<string>): Unit[] {
    const { module } = unit
    const local = module.bindings.topLevel.get(unit.name)?.references ?? []
    const users = local.map((reference) => this.userOf(module, reference, reached))
    return [...users.flat(), ...this.usersOfExports(module, new Set(unit.exportedAs), reached, new Set())]
  }

  /** The unit that holds a reference; an export list makes the file's importers users instead. */
  private userOf(module: SourceModule, reference: ts.Identifier, reached: Set<string>): Unit[] {
    const unit = unitOf(module, reference)
    if (unit.name !== '') return [unit]
    const assignment = exportedBy(reference)
    if (assignment === undefined) {
      const holder = heldBy(this.evaluator, module, reference)
      return [unitsOf(module).find(({ name }) => name === holder) ?? unit]
    }
    for (const name of assignment) reached.add(`${module.file}#→${name}`)
    return this.usersOfExports(module, new Set(assignment), reached, new Set())
  }

  private usersOfExports(module: SourceModule, names: Set<string>, reached: Set<string>, seen: Set<string>): Unit[] {
    if (names.size === 0) return []
    const key = `${module.file}#${[...names].join()}`
    if (seen.has(key)) return []
    seen.add(key)
    const users: Unit[] = []
    for (const { file, specifier } of this.imports.importersOf(module.file)) {
      const importer = this.program.module(file)
      if (!importer) continue
      users.push(...this.referencesTo(importer, specifier, names, reached))
      const passedOn = reexported(importer, specifier, names)
      for (const name of passedOn) reached.add(`${file}#→${name}`)
      users.push(...this.usersOfExports(importer, passedOn, reached, seen))
    }
    return users
  }

  /** Units of a file that mention one of `names` of the module that `specifier` imports. */
  private referencesTo(
    module: SourceModule,
    specifier: string,
    names: ReadonlySet<string>,
    reached: Set<string>,
  ): Unit[] {
    const units: Unit[] = []
    const use = (identifier: ts.Identifier) => {
      for (const reference of module.bindings.of(identifier)?.references ?? [])
        units.push(...this.userOf(module, reference, reached))
    }
    const useMembers = (identifier: ts.Identifier) => {
      for (const reference of module.bindings.of(identifier)?.references ?? []) {
        const { parent } = reference
        if (ts.isExportSpecifier(parent)) {
          // `import * as handlers from './handlers'; export { handlers }`
          const passedOn = new Set([...names].map((name) => `${parent.name.text}.${name}`))
          for (const name of passedOn) reached.add(`${module.file}#→${name}`)
          units.push(...this.usersOfExports(module, passedOn, reached, new Set()))
        } else if (names.has('default') || isMeant(names, membersOf(reference))) {
          units.push(...this.userOf(module, reference, reached))
        }
      }
    }
    for (const statement of module.ast.statements) {
      if (ts.isImportDeclaration(statement) && isSpecifier(statement.moduleSpecifier, specifier))
        importUses(statement, names, use, useMembers)
    }
    for (const call of module.bindings.calls) {
      if (!ts.isCallExpression(call)) continue
      const [argument] = call.arguments
      const isDynamic =
        call.expression.kind === ts.SyntaxKind.ImportKeyword && argument && isSpecifier(argument, specifier)
      if (isDynamic) units.push(unitOf(module, call))
      if (requiredModule(call) === specifier) this.requireUses(module, call, names, use, useMembers, units)
    }
    return units
  }

  private requireUses(
    module: SourceModule,
    call: ts.CallExpression,
    names: ReadonlySet<string>,
    use: (name: ts.Identifier) => void,
    useMembers: (name: ts.Identifier) => void,
    units: Unit[],
  ): void {
    const { parent } = call
    if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) useMembers(parent.name)
    else if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)) {
      for (const element of parent.name.elements) {
        const name = propertyName(element.propertyName ?? (element.name as ts.Identifier))
        if (ts.isIdentifier(element.name) && (element.dotDotDotToken || names.has(name ?? '') || names.has('default')))
          use(element.name)
      }
    } else if (isAccess(parent) && ts.isVariableDeclaration(parent.parent) && ts.isIdentifier(parent.parent.name)) {
      if (names.has(accessedName(parent) ?? '')) use(parent.parent.name)
    } else units.push(unitOf(module, call))
  }
}

/** Follows the names that an import binds: those asked for, and whatever stands for the whole module. */
function importUses(
  node: ts.ImportDeclaration,
  names: ReadonlySet<string>,
  use: (name: ts.Identifier) => void,
  useMembers: (name: ts.Identifier) => void,
): void {
  const { importClause } = node
  const named = importClause?.namedBindings
  if (importClause?.name) useMembers(importClause.name)
  if (named && ts.isNamespaceImport(named)) useMembers(named.name)
  if (!named || !ts.isNamedImports(named)) return
  for (const element of named.elements) {
    const { text } = element.propertyName ?? element.name
    if (names.has(text)) use(element.name)
    else if ([...names].some((name) => name.startsWith(`${text}.`))) useMembers(element.name)
  }
}

/** The members that are read of a reference, in order: `['handlers', 'start']` for `node.handlers.start`. */
function membersOf(reference: ts.Identifier): string[] {
  const members: string[] = []
  for (let node: ts.Node = reference; isAccess(node.parent) && node.parent.expression === node; node = node.parent) {
    const name = accessedName(node.parent)
    if (name === undefined) break
    members.push(name)
  }
  return members
}

/** Whether reading `members` of a module reaches one of `names`, which may be paths through namespaces. */
function isMeant(names: ReadonlySet<string>, members: readonly string[]): boolean {
  const path = members.join('.')
  return (
    members.length === 0 ||
    [...names].some((name) => name === path || name.startsWith(`${path}.`) || path.startsWith(`${name}.`))
  )
}

function isSpecifier(node: ts.Expression, specifier: string): boolean {
  return ts.isStringLiteralLike(node) && node.text === specifier
}

/** Names under which `importer` passes on what it imports from `specifier`. */
function reexported(importer: SourceModule, specifier: string, names: ReadonlySet<string>): Set<string> {
  const passed = new Set<string>()
  for (const entry of importer.exports.named.values()) {
    if (entry.kind === 'reexport' && entry.specifier === specifier && names.has(entry.imported)) passed.add(entry.name)
    if (entry.kind === 'namespace' && entry.specifier === specifier)
      for (const name of names) passed.add(`${entry.name}.${name}`)
  }
  if (importer.exports.stars.includes(specifier)) for (const name of names) passed.add(name)
  return passed
}

/** Names under which a reference at the top level is exported: `export { a as b }`, `module.exports = { a }`, `exports.b = a`. */
function exportedBy(reference: ts.Identifier): string[] | undefined {
  const { parent } = reference
  if (ts.isExportSpecifier(parent)) return [parent.name.text]
  if (ts.isExportAssignment(parent)) return ['default']
  if (ts.isShorthandPropertyAssignment(parent)) return [parent.name.text]
  if (ts.isPropertyAssignment(parent)) {
    const name = propertyName(parent.name)
    return name === undefined ? undefined : [name]
  }
  if (ts.isBinaryExpression(parent) && parent.right === reference && isAccess(parent.left)) {
    const name = accessedName(parent.left)
    return name === undefined ? undefined : name === 'exports' ? ['default'] : [name]
  }
  return undefined
}
