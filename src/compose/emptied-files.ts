import { ts } from 'ts-morph'
import { importIndex } from '../syntax/import-index'
import { parse } from '../syntax/parse'
import { sourceProgram } from '../syntax/program'
import { textOf, type Workspace } from '../workspace/workspace'
import { changedWorkspace, type FileChanges } from './changed-workspace'
import type { UnusedHelper } from './unused-helpers'

/** Files of which nothing is left once their helpers are gone, and that nothing imports any more: they go, too. */
export function emptiedFiles(
  workspace: Workspace,
  changes: FileChanges,
  removed: readonly UnusedHelper[],
): { readonly file: string; readonly sites: readonly number[] }[] {
  if (removed.length === 0) return []
  const after = changedWorkspace(workspace, changes)
  const sites = new Map<string, readonly number[]>()
  for (const { change, sites: own } of removed)
    sites.set(change.module.file, [...new Set([...(sites.get(change.module.file) ?? []), ...own])])
  const empty = [...sites].filter(([file]) => after.has(file) && isEmpty(file, textOf(after, file) ?? ''))
  if (empty.length === 0) return []
  const imports = importIndex(after, sourceProgram(after))
  return empty.filter(([file]) => imports.importersOf(file).length === 0).map(([file, own]) => ({ file, sites: own }))
}

function isEmpty(file: string, text: string): boolean {
  return parse({ file, text }).statements.every(
    (statement) =>
      (ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression)) ||
      /^module\.exports = \{\s*\}|^export \{\s*\}/.test(statement.getText()),
  )
}
