import { applyEdits, type Edit } from '../edit/edit'
import { overlay } from '../workspace/overlay'
import { textOf, type Workspace } from '../workspace/workspace'

/** What happens to files. */
export interface FileChanges {
  readonly edits: readonly Edit[]
  readonly created: readonly { readonly file: string; readonly text: string }[]
  readonly deleted: readonly { readonly file: string }[]
}

/** The text of every file that changes; `null` for files that go. */
export function changedTexts(
  workspace: Workspace,
  { edits, created, deleted }: FileChanges,
): Map<string, string | null> {
  const byFile = new Map<string, Edit[]>()
  for (const edit of edits) byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), edit])
  const changes = new Map<string, string | null>()
  for (const [file, list] of byFile) changes.set(file, applyEdits(textOf(workspace, file) ?? '', list))
  for (const { file, text } of created) changes.set(file, text)
  for (const { file } of deleted) changes.set(file, null)
  return changes
}

/** The workspace as it would be afterwards. */
export function changedWorkspace(workspace: Workspace, changes: FileChanges): Workspace {
  return overlay(workspace, changedTexts(workspace, changes))
}
