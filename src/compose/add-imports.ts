import { ts } from 'ts-morph'
import { lineAfter } from '../syntax/lines'
import { isTypeScript } from '../syntax/source-file'
import type { ImportRequest } from '../transforms/file-change'
import { statementOf } from './declarations'
import type { FileComposition } from './file-composition'
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
  const first = [...bySpecifier].flatMap(([specifier, group]) => addImport(composition, specifier, group))
  if (first.length === 0) return
  // a file without imports gets them at its head, set apart
  const text = `${first.join('')}${style.eol}`
  composition.insert(headEnd(module), text, RULE, 'What is used must be imported.')
}

/** Packages without values: their names are imported as the list has them, for old compilers know no `type` in a list. */
const TYPES_ONLY: ReadonlySet<string> = new Set(['aws-lambda'])

/** Adds one import, or answers with its line where the file has no imports to stand beside. */
function addImport(composition: FileComposition, specifier: string, group: readonly ImportRequest[]): string[] {
  const { module, replaced } = composition
  const names = group.map((request) => request.name)
  const reason = `${names.join(', ')} of ${specifier} ${names.length > 1 ? 'are' : 'is'} needed.`
  const isWhole = group.some((request) => request.isWhole)
  const list = isWhole ? undefined : listFor(composition, specifier, group)
  if (list) {
    const gap = separator(composition, list.last)
    const isPlain = list.isTypeOnly || (TYPES_ONLY.has(specifier) && !list.marksTypes)
    const added = importNames(group, isPlain).map((name) => gap + name)
    composition.insert(list.last.end, added.join(''), RULE, reason)
    return []
  }
  const text = isWhole ? wholeText(composition, specifier, group) : importText(composition, specifier, group)
  const like = group[0]?.like && statementOf(group[0].like)
  const isRelative = specifier.startsWith('.')
  const alike = importStatements(module)
    .filter((statement) => !composition.isWhollyDead(statement) || replaced.has(statement))
    .filter((statement) => (specifierOf(statement) ?? '').startsWith('.') === isRelative)
  const isFree = like && composition.isWhollyDead(like) && !replaced.has(like)
  const slot = isFree && composition.bareImport(like) === undefined ? like : undefined
  if (slot && (!isRelative || alike.length === 0)) {
    replaced.add(slot)
    composition.replace(slot, text, RULE, reason)
    return []
  }
  const at = placeOf(composition, specifier, like, alike)
  const line = text + composition.style.eol
  if (at === undefined) return [line]
  composition.insert(at, line, RULE, reason)
  return []
}

/** The list that takes the new names in: one of types only where all of them are types. Not one that dies. */
function listFor(
  composition: FileComposition,
  specifier: string,
  group: readonly ImportRequest[],
): { readonly isTypeOnly: boolean; readonly marksTypes: boolean; readonly last: ImportedName } | undefined {
  const areTypes = group.every(({ isType }) => isType)
  const areSome = group.some(({ isType }) => isType)
  const lists = importLists(composition.module, specifier)
    .filter(({ isTypeOnly, isEsm }) => (areTypes || !isTypeOnly) && (isEsm || !areSome))
    .sort((a, b) => Number(b.isTypeOnly) - Number(a.isTypeOnly))
  for (const { isTypeOnly, elements } of lists) {
    const last = elements.findLast((element) => !composition.isDead(element))
    const marksTypes = elements.some((element) => ts.isImportSpecifier(element) && element.isTypeOnly)
    if (last) return { isTypeOnly, marksTypes, last }
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

/** The import of a module itself, in the form of the one that it stands for. */
function wholeText(composition: FileComposition, specifier: string, [request]: readonly ImportRequest[]): string {
  const { style } = composition
  const mark = style.quote === 'single' ? "'" : '"'
  const source = `${mark}${specifier}${mark}`
  const like = request?.like
  const name = `${request?.name}`
  if (like && ts.isVariableDeclaration(like)) return composition.terminated(`const ${name} = require(${source})`)
  const isNamespace = like && ts.isNamespaceImport(like)
  return composition.terminated(`import ${isNamespace ? `* as ${name}` : name} from ${source}`)
}

/** The names, in the order of the import that they take the place of. */
function importNames(group: readonly ImportRequest[], isPlain: boolean): string[] {
  const position = ({ like }: ImportRequest) => like?.pos ?? Number.POSITIVE_INFINITY
  return [...group]
    .sort((a, b) => position(a) - position(b))
    .map(({ name, isType }) => (isType && !isPlain ? `type ${name}` : name))
}
