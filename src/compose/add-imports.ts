import { ts } from 'ts-morph'
import { lineAfter } from '../syntax/lines'
import type { SourceModule } from '../syntax/module'
import { isTypeScript } from '../syntax/source-file'
import type { ImportRequest } from '../transforms/file-change'
import { statementOf } from './declarations'
import type { FileComposition } from './file-composition'
import { blockOf, orderOf, placeInOrder } from './import-order'
import { headEnd, type ImportedName, importLists, importStatements, isImported, specifierOf } from './import-statements'

const RULE = 'add-import'

/** Adds the imports that are missing, each where its kind stands in the file. */
export function addImports(composition: FileComposition, requests: readonly ImportRequest[]): void {
  const { module, style } = composition
  const bySpecifier = new Map<string, ImportRequest[]>()
  for (const request of requests) {
    if (isImported(module, request.specifier, request.name, request.isWhole)) continue
    bySpecifier.set(request.specifier, [...(bySpecifier.get(request.specifier) ?? []), request])
  }
  const first = inOrder(composition, [...bySpecifier]).flatMap(([specifier, group]) =>
    addImport(composition, specifier, group),
  )
  if (first.length === 0) return
  // a file without imports gets them at its head, set apart
  const text = `${first.join('')}${style.eol}`
  composition.insert(headEnd(module), text, RULE, 'What is used must be imported.')
}

type Group = readonly [specifier: string, requests: readonly ImportRequest[]]

/** In alphabetical order, unless the imports of the file are in another one. */
function inOrder({ module }: FileComposition, groups: readonly Group[]): readonly Group[] {
  const specifiers = importStatements(module).map((statement) => specifierOf(statement) ?? '')
  const isOrdered = specifiers.length < 2 || orderOf(specifiers.filter((specifier) => !specifier.startsWith('.')))
  return isOrdered ? [...groups].sort(([a], [b]) => Number(a > b) - Number(a < b)) : groups
}

/** Packages without values: their names are imported as the list has them, for old compilers know no `type` in a list. */
const TYPES_ONLY: ReadonlySet<string> = new Set(['aws-lambda'])

/** Adds one import, or answers with its line where the file has no imports to stand beside. */
function addImport(composition: FileComposition, specifier: string, group: readonly ImportRequest[]): string[] {
  const names = group.map((request) => request.name)
  const reason = `${names.join(', ')} of ${specifier} ${names.length > 1 ? 'are' : 'is'} needed.`
  const isWhole = group.some((request) => request.isWhole)
  const list = isWhole ? undefined : listFor(composition, specifier, group)
  if (list) {
    const isPlain = list.isTypeOnly || (TYPES_ONLY.has(specifier) && !list.marksTypes)
    for (const { at, text } of listEdits(composition, list, importNames(group, isPlain)))
      composition.insert(at, text, RULE, reason)
    return []
  }
  const text = isWhole ? wholeText(composition, specifier, group) : importText(composition, specifier, group)
  const { slot, at } = positionOf(composition, specifier, group)
  const line = text + composition.style.eol
  if (slot) {
    composition.replaced.add(slot)
    composition.replace(slot, text, RULE, reason)
  } else if (at !== undefined) composition.insert(at, line, RULE, reason)
  return slot || at !== undefined ? [] : [line]
}

/** Where an import goes: in the place of one that goes, or at a place of its own, if there is one. */
function positionOf(
  composition: FileComposition,
  specifier: string,
  group: readonly ImportRequest[],
): { slot?: ts.Node; at?: number | undefined } {
  const { module, replaced } = composition
  const beside = group.find((request) => request.like)?.like
  const like = beside && statementOf(beside)
  const isRelative = specifier.startsWith('.')
  const alike = importStatements(module)
    .filter((statement) => !composition.isWhollyDead(statement) || replaced.has(statement))
    .filter((statement) => (specifierOf(statement) ?? '').startsWith('.') === isRelative)
  const block = isRelative ? [] : blockOf(module, ofPackages(module), like)
  const ordered = placeInOrder(module, block, specifier)
  const at = ordered ?? placeOf(composition, specifier, like, alike)
  if (!like || !composition.isWhollyDead(like) || replaced.has(like)) return { at }
  // the same file is loaded at the same place
  if (ts.isStatement(like) && specifierOf(like) === specifier) return { slot: like }
  if (composition.bareImport(like) !== undefined || (isRelative && alike.length > 0)) return { at }
  return ordered === undefined || isPlaceOf(module, block, like, ordered) ? { slot: like } : { at }
}

function ofPackages(module: SourceModule): ts.Statement[] {
  return importStatements(module).filter((statement) => !specifierOf(statement)?.startsWith('.'))
}

/** Whether what goes to a place may as well stand where one of its neighbours did. */
function isPlaceOf(module: SourceModule, block: readonly ts.Statement[], slot: ts.Node, place: number): boolean {
  return place === lineAfter(module.text, slot.end) || place === startOfLine(module, block, slot)
}

/** Where something goes that stands right before a statement of a block. */
function startOfLine({ ast, text }: SourceModule, block: readonly ts.Statement[], slot: ts.Node): number {
  const before = block[block.indexOf(slot as ts.Statement) - 1]
  return before ? lineAfter(text, before.end) : slot.getStart(ast)
}

interface NameList {
  readonly isTypeOnly: boolean
  readonly marksTypes: boolean
  /** Its names, those that go included. */
  readonly names: readonly ImportedName[]
  /** Those that stay. */
  readonly kept: readonly ImportedName[]
}

/** Each name behind the last one that is before it in the order of the list, or at its end. */
function listEdits(composition: FileComposition, { names, kept }: NameList, added: readonly string[]) {
  const nameOf = (name: string) => name.replace(/^type /, '')
  const textOf = (element: ImportedName) => (element.propertyName ?? element.name).getText()
  const compare = orderOf(names.map(textOf))
  const sorted = compare ? [...added].sort((a, b) => compare(nameOf(a), nameOf(b))) : added
  return sorted.map((name) => {
    const [first] = kept as [ImportedName]
    const before = compare
      ? kept.findLast((element) => compare(textOf(element), nameOf(name)) < 0)
      : (kept.at(-1) as ImportedName)
    const gap = separator(composition, before ?? first)
    return before
      ? { at: before.end, text: gap + name }
      : { at: first.getStart(composition.module.ast), text: `${name}${gap}` }
  })
}

/** The list that takes the new names in: one of types only where all of them are types. Not one that dies. */
function listFor(
  composition: FileComposition,
  specifier: string,
  group: readonly ImportRequest[],
): NameList | undefined {
  const areTypes = group.every(({ isType }) => isType)
  const areSome = group.some(({ isType }) => isType)
  const lists = importLists(composition.module, specifier)
    .filter(({ isTypeOnly, isEsm }) => (areTypes || !isTypeOnly) && (isEsm || !areSome))
    .sort((a, b) => Number(b.isTypeOnly) - Number(a.isTypeOnly))
  for (const { isTypeOnly, elements } of lists) {
    const kept = elements.filter((element) => !composition.isDead(element))
    const marksTypes = elements.some((element) => ts.isImportSpecifier(element) && element.isTypeOnly)
    if (kept.length > 0) return { isTypeOnly, marksTypes, names: elements, kept }
  }
  return undefined
}

/** What stands between two names of a list: a list with a line for each keeps that form. */
function separator({ module, style }: FileComposition, last: ImportedName): string {
  const before = module.text.slice(last.parent.getStart(module.ast), last.getStart(module.ast))
  const line = /\n([ \t]*)$/.exec(before)
  return line ? `,${style.eol}${line[1]}` : ', '
}

/** Among its kind: packages before relative files, relative files by name. */
function placeOf(
  composition: FileComposition,
  specifier: string,
  like: ts.Node | undefined,
  alike: readonly ts.Statement[],
): number | undefined {
  const { module } = composition
  const isRelative = specifier.startsWith('.')
  const before = isRelative
    ? alike.findLast((statement) => (specifierOf(statement) ?? '') < specifier)
    : (like ?? alike.at(-1))
  if (before) return lineAfter(module.text, before.end)
  const all = importStatements(module)
  const next = isRelative ? alike[0] : all[0]
  if (next) return next.getStart(module.ast)
  // the first relative import stands behind those of packages
  const last = all.findLast((statement) => !composition.isWhollyDead(statement) || composition.replaced.has(statement))
  return last && lineAfter(module.text, last.end)
}

function importText(composition: FileComposition, specifier: string, group: readonly ImportRequest[]): string {
  const { module, style } = composition
  const mark = style.quote === 'single' ? "'" : '"'
  const source = `${mark}${specifier}${mark}`
  const isTypeOnly = group.every(({ isType }) => isType)
  const list = `{ ${importNames(group, isTypeOnly).join(', ')} }`
  const usesRequire = !module.isEsm && !isTypeScript(module.file)
  return composition.terminated(
    usesRequire ? `const ${list} = require(${source})` : `import ${isTypeOnly ? 'type ' : ''}${list} from ${source}`,
  )
}

/** The import of a module itself, in the form of the one that it stands for, and of names of it beside. */
function wholeText(composition: FileComposition, specifier: string, group: readonly ImportRequest[]): string {
  const { style } = composition
  const request = group.find(({ isWhole }) => isWhole)
  const named = group.filter(({ isWhole }) => !isWhole)
  const mark = style.quote === 'single' ? "'" : '"'
  const source = `${mark}${specifier}${mark}`
  const like = request?.like
  const name = `${request?.name}`
  const isRequired = like && ts.isVariableDeclaration(like)
  const isNamespace = like && ts.isNamespaceImport(like)
  const beside = !isRequired && !isNamespace && named.length > 0 ? `, { ${importNames(named, false).join(', ')} }` : ''
  const whole = isRequired
    ? `const ${name} = require(${source})`
    : `import ${isNamespace ? `* as ${name}` : name}${beside} from ${source}`
  const apart = named.length > 0 && beside === '' ? [importText(composition, specifier, named)] : []
  return [composition.terminated(whole), ...apart].join(style.eol)
}

/** The names, in alphabetical order or in that of the import that they take the place of. */
function importNames(group: readonly ImportRequest[], isPlain: boolean): string[] {
  const position = ({ like }: ImportRequest) => like?.pos ?? Number.POSITIVE_INFINITY
  const [like] = group.flatMap((request) => request.like ?? [])
  const list = like && (ts.isImportSpecifier(like) || ts.isBindingElement(like)) ? like.parent.elements : []
  const compare = orderOf(list.flatMap((element) => (ts.isOmittedExpression(element) ? [] : [element.name.getText()])))
  return [...group]
    .sort((a, b) => compare?.(a.name, b.name) ?? position(a) - position(b))
    .map(({ name, isType }) => (isType && !isPlain ? `type ${name}` : name))
}
