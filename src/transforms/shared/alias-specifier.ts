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
  const isElsewhere = (other: string) => relativePath(folderOf(module.file), other).startsWith('../')
  if (!isElsewhere(file)) return undefined
  const known = importedValues(module).filter((specifier) => {
    const target = program.resolve(module.file, specifier)
    return target.kind === 'file' && isElsewhere(target.file)
  })
  if (known.some((specifier) => specifier.startsWith('.'))) return undefined
  const aliases = program.aliasesFor(module.file, file)
  return aliases.find(({ prefix }) => known.some((specifier) => specifier.startsWith(prefix)))?.specifier
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

function isOfTypes({ importClause: clause }: ts.ImportDeclaration): boolean {
  if (!clause) return false
  const names = clause.namedBindings
  const areTypes = names && ts.isNamedImports(names) && names.elements.every(({ isTypeOnly }) => isTypeOnly)
  return clause.isTypeOnly || (!clause.name && areTypes === true)
}
