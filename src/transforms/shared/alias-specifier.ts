import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { requiredModule, walk } from '../../syntax/nodes'
import type { SourceProgram } from '../../syntax/program'
import { folderOf, relativePath } from '../../workspace/paths'

/**
 * The specifier by an alias of tsconfig.json (`@app/lib/price`), where `module` imports what stands in other folders by
 * aliases alone. Imports of types tell nothing: they are gone when the code runs, and nothing may know the alias then.
 */
export function aliasSpecifier(program: SourceProgram, module: SourceModule, file: string): string | undefined {
  if (!isOutside(module.file, file)) return undefined
  const known = elsewhere(program, module, importedValues(module))
  if (known.some((specifier) => specifier.startsWith('.'))) return undefined
  const aliases = program.aliasesFor(module.file, file)
  return aliases.find(({ prefix }) => known.some((specifier) => specifier.startsWith(prefix)))?.specifier
}

/** The alias for what a moved file imported by a relative path; `undefined` where the path stays one. */
export type MovedAlias = (specifier: string, isType: boolean) => string | undefined

/**
 * The aliases by which code imports what stood near it before it moved: where the files that have to do with it import what
 * stands in other folders by aliases alone, and by that one. For a type any alias does, as only the compiler sees it.
 * @param users The files that will import the moved code.
 */
export function movedAlias(
  program: SourceProgram,
  module: SourceModule,
  users: readonly SourceModule[],
  file: string,
): MovedAlias {
  const values = [module, ...users].flatMap((one) => elsewhere(program, one, importedValues(one)))
  const types = [module, ...users].flatMap((one) => elsewhere(program, one, importedTypes(one)))
  if ([...values, ...types].some((specifier) => specifier.startsWith('.'))) return () => undefined
  return (specifier, isType) => {
    const target = specifier.startsWith('.') ? program.resolve(module.file, specifier) : undefined
    if (target?.kind !== 'file' || !isOutside(file, target.file)) return undefined
    const known = isType ? [...values, ...types] : values
    const aliases = program.aliasesFor(file, target.file)
    return aliases.find(({ prefix }) => known.some((one) => one.startsWith(prefix)))?.specifier
  }
}

/** Those specifiers that lead to files of other folders. */
function elsewhere(program: SourceProgram, { file }: SourceModule, specifiers: readonly string[]): string[] {
  return specifiers.filter((specifier) => {
    const target = program.resolve(file, specifier)
    return target.kind === 'file' && isOutside(file, target.file)
  })
}

function isOutside(file: string, other: string): boolean {
  return relativePath(folderOf(file), other).startsWith('../')
}

/** Specifiers of the modules that a file takes nothing but types of. */
function importedTypes({ ast }: SourceModule): string[] {
  return ast.statements.flatMap((node) =>
    ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier) && isOfTypes(node)
      ? [node.moduleSpecifier.text]
      : [],
  )
}

/** Specifiers of the modules that a file takes values of. */
function importedValues({ ast }: SourceModule): string[] {
  const specifiers: string[] = []
  walk(ast, (node) => {
    const required = requiredModule(node)
    if (required !== undefined) specifiers.push(required)
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier) && !isOfTypes(node))
      specifiers.push(node.moduleSpecifier.text)
  })
  return specifiers
}

/** Whether an import is gone when the code runs. */
export function isOfTypes({ importClause: clause }: ts.ImportDeclaration): boolean {
  if (!clause) return false
  const names = clause.namedBindings
  const areTypes = names && ts.isNamedImports(names) && names.elements.every(({ isTypeOnly }) => isTypeOnly)
  return clause.isTypeOnly || (!clause.name && areTypes === true)
}
