import type { ImportIndex } from '../syntax/import-index'

/** The files that import a file, directly or not. */
export function usersOf(imports: ImportIndex, file: string): ReadonlySet<string> {
  const users = new Set<string>()
  const visit = (from: string) => {
    for (const importer of imports.importersOf(from)) {
      if (users.has(importer.file)) continue
      users.add(importer.file)
      visit(importer.file)
    }
  }
  visit(file)
  return users
}
