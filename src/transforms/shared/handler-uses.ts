import { ts } from 'ts-morph'
import { isTestFile } from '../../scan/test-file'
import { isExportsObject } from '../../syntax/exports'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, requiredModule, unwrap, walk } from '../../syntax/nodes'
import { placeOf } from '../../syntax/parse'
import type { SourceEdit } from '../file-change'
import type { Place, TransformContext } from '../transform'
import { handlerImporters } from './handler-importers'
import type { HandlerPlace } from './handler-place'

/**
 * The edits by which a file goes on using what was its handler: `handler.use(parser)` means what a library made of the
 * handler, and the function around it has none of its members.
 */
export function renamedUses(module: SourceModule, place: HandlerPlace, inner: string): SourceEdit[] {
  const reason = 'What the file does with the handler is meant for what does the work.'
  return [...usesByName(module, place), ...usesOfExports(module, place)].map((use) => {
    const key = ts.isShorthandPropertyAssignment(use.parent) ? `${use.parent.name.text}: ` : ''
    return { start: use.getStart(module.ast), end: use.end, text: `${key}${inner}`, reason }
  })
}

/** Where another file uses a member of a handler; tests aside. */
export function usedMember(context: TransformContext, module: SourceModule, place: HandlerPlace): Place | undefined {
  for (const name of exportedNames(module, place))
    for (const { file, specifier } of handlerImporters(context, module.file, name)) {
      const importer = isTestFile(file) ? undefined : context.evaluator.program.module(file)
      const use = importer && memberOf(importer, specifier, name)
      if (use) return { file, line: placeOf(importer.ast, use.getStart(importer.ast)).line }
    }
  return undefined
}

/** Uses of the name of the handler, but for those that export it. */
function usesByName(module: SourceModule, place: HandlerPlace): ts.Node[] {
  const name = place.kind === 'expression' ? undefined : place.name
  const exported = new Set(exportedValues(module))
  return (name ? (module.bindings.of(name)?.references ?? []) : []).filter((use) => !exported.has(use))
}

/** `exports.handler` where it is read. */
function usesOfExports(module: SourceModule, place: HandlerPlace): ts.Node[] {
  const names = exportedNames(module, place)
  const found: ts.Node[] = []
  walk(module.ast, (node) => {
    if (!isAccess(node) || !isExportsObject(node.expression) || !names.includes(accessedName(node) ?? '')) return
    const { parent } = node
    const isWritten = ts.isBinaryExpression(parent) && parent.left === node
    if (!isWritten) found.push(node)
  })
  return found
}

/** The names that a handler is exported under. */
function exportedNames(module: SourceModule, place: HandlerPlace): string[] {
  const bound = place.kind === 'expression' ? undefined : place.name && module.bindings.of(place.name)
  return [...module.exports.named].flatMap(([name, entry]) => {
    if (entry.kind === 'declaration') return bound?.declarations.includes(entry.node) ? [name] : []
    if (entry.kind !== 'expression') return []
    const value = unwrap(entry.expression)
    const isIt = ts.isIdentifier(value) ? bound && module.bindings.of(value) === bound : false
    const own = place.kind === 'function' ? undefined : unwrap(place.value)
    return isIt || own === value ? [name] : []
  })
}

function exportedValues({ exports }: SourceModule): ts.Node[] {
  const values = [...exports.named.values()].flatMap((entry) => (entry.kind === 'expression' ? [entry.expression] : []))
  return [...values, ...(exports.assigned ? [exports.assigned] : [])].map(unwrap)
}

/** A member of what a file imports by a name, or of a member that is called so. */
function memberOf(importer: SourceModule, specifier: string, name: string): ts.Node | undefined {
  let found: ts.Node | undefined
  walk(importer.ast, (node) => {
    if (found || !isAccess(node)) return
    const owner = unwrap(node.expression)
    const isMember = isAccess(owner) && accessedName(owner) === name
    if (isMember || (ts.isIdentifier(owner) && isImported(importer, owner, specifier, name))) found = node
  })
  return found
}

function isImported({ bindings }: SourceModule, local: ts.Identifier, specifier: string, name: string): boolean {
  return !!bindings.of(local)?.declarations.some((node) => {
    if (ts.isImportClause(node)) return name === 'default' && specifierOf(node.parent) === specifier
    if (!ts.isImportSpecifier(node) && !ts.isBindingElement(node)) return false
    const source = ts.isImportSpecifier(node) ? specifierOf(node.parent.parent.parent) : requiredBy(node)
    return source === specifier && (node.propertyName ?? node.name).getText() === name
  })
}

function specifierOf(node: ts.Node): string | undefined {
  return ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)
    ? node.moduleSpecifier.text
    : undefined
}

/** `const { handler } = require('./mail')`. */
function requiredBy(element: ts.BindingElement): string | undefined {
  const declaration = element.parent.parent
  const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined
  return value && requiredModule(unwrap(value))
}
