import type { Edit } from '../edit/edit'
import type { InvokeSite } from '../scan/site'
import type { Proposal } from '../transforms/transform'
import { nearestPackage } from '../workspace/packages'
import { baseName, folderOf } from '../workspace/paths'
import { textOf, type Workspace } from '../workspace/workspace'
import { PackageJsonEditor } from './package-json'

/**
 * What becomes of each `package.json`: the dependencies that the new code imports, and no longer those that nothing does.
 * @param after The workspace as the edits of the sources leave it.
 */
export function packageEdits(
  workspace: Workspace,
  after: Workspace,
  sites: readonly InvokeSite[],
  accepted: readonly Proposal[],
): Edit[] {
  const editors = new Map<string, PackageJsonEditor>()
  const editorFor = (file: string): PackageJsonEditor | undefined => {
    const path = nearestPackage(workspace, file)
    const text = path === undefined ? undefined : textOf(workspace, path)
    if (path === undefined || text === undefined) return undefined
    const editor = editors.get(path) ?? new PackageJsonEditor(path, text)
    editors.set(path, editor)
    return editor
  }
  for (const proposal of accepted) {
    for (const { importedBy, add, like, range } of proposal.packages) {
      editorFor(importedBy)?.add(add, like, range, {
        rule: 'add-dependency',
        reason: `${add} is imported.`,
        sites: proposal.sites,
      })
    }
  }
  for (const proposal of accepted) {
    for (const index of proposal.sites) {
      const site = sites[index] as InvokeSite
      const name = site.sdk === 'v3' ? '@aws-sdk/client-lambda' : 'aws-sdk'
      const editor = editorFor(site.module.file)
      if (!editor || isImported(after, folderOf(editor.file), name)) continue
      editor.remove(name, { rule: 'remove-dependency', reason: `Nothing imports ${name} any more.`, sites: [index] })
    }
  }
  return [...editors.values()].flatMap((editor) => editor.edits())
}

/** Whether anything below a folder mentions a package: source, tests or configuration. */
function isImported(workspace: Workspace, folder: string, name: string): boolean {
  return workspace.files.some((file) => {
    if (folder !== '' && !file.startsWith(`${folder}/`)) return false
    if (!/\.([cm]?[jt]sx?|json|ya?ml)$/.test(file) || /^package(-lock)?\.json$|^pnpm-lock\.yaml$/.test(baseName(file)))
      return false
    const text = textOf(workspace, file)
    return !!text?.includes(name)
  })
}
