import { ts } from 'ts-morph'
import type { FunctionRef, Handler, ServiceFunction } from '../../load/service'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { Export } from '../../syntax/exports'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, requiredModule, unwrap } from '../../syntax/nodes'
import { moduleAt } from '../../syntax/program'
import type { FileChange } from '../file-change'
import { mentionOf } from '../shared/export-ranges'
import { type FoundHandler, findHandlerForm } from '../shared/handler-form'
import { handlerImporters } from '../shared/handler-importers'
import type { TransformContext } from '../transform'

/** A handler, and the files that hand it on to the one that the configuration names. */
export interface FollowedHandler extends FoundHandler {
  /** What it is called where it stands. */
  readonly handler: Handler
  readonly through: readonly HandedOn[]
}

/** A file that exports what another one has: `export { handler as price } from './price'`. */
export interface HandedOn {
  readonly module: SourceModule
  /** Where it says so. */
  readonly mention: ts.Node
}

const MAX_FILES = 5

/** Finds the handler function, in the file that the configuration names or in one that this hands on. */
export function followHandler(evaluator: Evaluator, handler: Handler): FollowedHandler | undefined {
  const through: HandedOn[] = []
  let at = handler
  while (through.length < MAX_FILES) {
    const found = findHandlerForm(evaluator, at)
    if (found) return { ...found, handler: at, through }
    const module = evaluator.program.module(at.file)
    const entry = module?.exports.named.get(at.export)
    const next = module && entry && handedOn(module, entry)
    const target = next && moduleAt(evaluator.program, module.file, next.specifier)
    if (!next || !target) return undefined
    through.push({ module, mention: next.mention })
    at = { file: target.file, export: next.imported }
  }
  return undefined
}

function handedOn(
  { ast }: SourceModule,
  entry: Export,
): { readonly specifier: string; readonly imported: string; readonly mention: ts.Node } | undefined {
  if (entry.kind === 'reexport') {
    const mention = ast.statements
      .flatMap((one) => (ts.isExportDeclaration(one) && one.exportClause ? [one.exportClause] : []))
      .flatMap((clause) => (ts.isNamedExports(clause) ? [...clause.elements] : []))
      .find(({ name }) => name.text === entry.name)
    return mention && { specifier: entry.specifier, imported: entry.imported, mention: mention.name }
  }
  if (entry.kind !== 'expression') return undefined
  // `exports.price = require('./price').handler`
  const access = unwrap(entry.expression)
  const imported = isAccess(access) ? accessedName(access) : undefined
  const specifier = isAccess(access) ? requiredModule(unwrap(access.expression)) : undefined
  return specifier !== undefined && imported !== undefined
    ? { specifier, imported, mention: entry.expression }
    : undefined
}

/** What becomes of the files that hand a handler on which goes: they lose it, or go with it. */
export function withoutHandedOn(
  { imports }: TransformContext,
  { through }: FollowedHandler,
): { readonly files: FileChange[]; readonly deleted: string[] } {
  const reason = 'The handler goes with its function.'
  const isAll = ({ module: { ast, exports, file } }: HandedOn) =>
    ast.statements.length === 1 && exports.named.size === 1 && imports.importersOf(file).length === 0
  const rest = through.filter((one) => !isAll(one))
  return {
    files: rest.map(({ module, mention }) => ({
      module,
      edits: (mentionOf(module, mention) ?? []).map((range) => ({ ...range, text: '', reason })),
      imports: [],
      declarations: [],
    })),
    deleted: through.filter(isAll).map(({ module }) => module.file),
  }
}

/** What needs a handler that another file hands on, beside its function; for people. */
export function needsHandedOn(
  context: TransformContext,
  callees: readonly FunctionRef[],
  found: FollowedHandler,
): string[] {
  const { evaluator, services } = context
  if (found.through.length === 0) return []
  const files = [...found.through.map(({ module }) => module.file), found.module.file]
  const reasons: string[] = []
  for (const [index, { module, mention }] of found.through.entries()) {
    const specifiers = handlerImporters(context, files[index + 1] ?? '', found.handler.export)
    const other = specifiers.find(({ file }) => file !== module.file)
    if (other) reasons.push(`${other.file} imports its handler`)
    const mentions = specifiers.filter(({ file }) => file === module.file).map(({ specifier }) => specifier)
    if (mentionOf(module, mention) === undefined || timesNamed(module, mentions) !== 1)
      reasons.push(`${module.file} uses its handler`)
  }
  const isSame = ({ handler }: ServiceFunction) =>
    !!handler && followHandler(evaluator, handler)?.form.node === found.form.node
  const shared = services
    .flatMap(({ functions }) => functions)
    .find((fn) => callees.every((ref) => ref.function !== fn) && isSame(fn))
  if (shared) reasons.push(`its handler is that of "${shared.key}", too`)
  return reasons
}

/** How often a file names a module. */
function timesNamed({ ast }: SourceModule, specifiers: readonly string[]): number {
  let count = 0
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && specifiers.includes(node.text)) {
      const { parent } = node
      count +=
        ts.isExportDeclaration(parent) && parent.exportClause && ts.isNamedExports(parent.exportClause)
          ? parent.exportClause.elements.length
          : 1
    }
    ts.forEachChild(node, visit)
  }
  visit(ast)
  return count
}
