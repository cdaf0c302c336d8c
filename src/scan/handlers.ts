import { ts } from 'ts-morph'
import type { Service } from '../load/service'
import type { ImportIndex } from '../syntax/import-index'
import type { SourceModule } from '../syntax/module'
import { walk } from '../syntax/nodes'
import type { SourceProgram } from '../syntax/program'

/** Answers whether a function is the handler of a deployed function, wrapped or not. */
export type HandlerTest = (module: SourceModule, node: ts.Node) => boolean

/** Reads a handler's file only when a function of it, or of a file that it imports, is asked about. */
export function handlerTest(program: SourceProgram, imports: ImportIndex, services: readonly Service[]): HandlerTest {
  const exportsOf = new Map<string, string[]>()
  for (const { handler } of services.flatMap(({ functions }) => functions)) {
    if (handler) exportsOf.set(handler.file, [...(exportsOf.get(handler.file) ?? []), handler.export])
  }
  const known = new Map<string, Set<ts.Node>>()
  const handlersIn = (file: string): Set<ts.Node> => {
    const nodes = known.get(file) ?? new Set<ts.Node>()
    if (known.has(file)) return nodes
    known.set(file, nodes)
    for (const name of exportsOf.get(file) ?? []) addHandler(program, file, name, nodes)
    return nodes
  }
  return (module, node) => {
    const files = [module.file, ...imports.importersOf(module.file).map((importer) => importer.file)]
    return files.some((file) => exportsOf.has(file) && handlersIn(file).has(node))
  }
}

function addHandler(program: SourceProgram, file: string, name: string, nodes: Set<ts.Node>): void {
  const module = program.module(file)
  const found = module && program.findExport(module, name)
  if (!found) return
  const { export: entry } = found
  const root = entry.kind === 'expression' ? entry.expression : entry.kind === 'declaration' ? entry.node : undefined
  if (root) collect(found.module, root, nodes, new Set())
}

/** The handler itself, and the functions that an expression like `middy(handler).use(…)` mentions. */
function collect(module: SourceModule, root: ts.Node, nodes: Set<ts.Node>, seen: Set<ts.Node>): void {
  if (seen.has(root)) return
  seen.add(root)
  walk(root, (node) => {
    if (ts.isFunctionLike(node)) {
      nodes.add(node)
      return false
    }
    const [declaration] = ts.isIdentifier(node) ? (module.bindings.of(node)?.declarations ?? []) : []
    const value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration
    if (value && (value !== declaration || ts.isFunctionDeclaration(value))) collect(module, value, nodes, seen)
    return true
  })
}
