import type { Edit } from '../edit/edit'
import { folderOf, join } from '../workspace/paths'
import type { Workspace } from '../workspace/workspace'

/** Lock files, and the command that brings each up to date. */
const MANAGERS: readonly (readonly [lockFile: string, command: string])[] = [
  ['pnpm-lock.yaml', 'pnpm install'],
  ['yarn.lock', 'yarn install'],
  ['bun.lock', 'bun install'],
  ['bun.lockb', 'bun install'],
  ['package-lock.json', 'npm install'],
  ['npm-shrinkwrap.json', 'npm install'],
]

/** What is left to do where a `package.json` changes: its lock file is not edited, since only a registry knows what goes in. */
export function installNotes(
  workspace: Workspace,
  edits: readonly Edit[],
): { readonly message: string; readonly sites: readonly number[] }[] {
  return [...new Set(edits.map(({ file }) => file))].map((file) => {
    const sites = edits.filter((edit) => edit.file === file).flatMap((edit) => edit.sites)
    const [lockFile, command] = managerOf(workspace, folderOf(file))
    const rest = lockFile === undefined ? '' : ` and commit ${lockFile}`
    return { message: `Run "${command}"${rest}, because ${file} changes.`, sites: [...new Set(sites)] }
  })
}

/** The lock file that holds for a folder, its own or one above, and the command that writes it. */
function managerOf(workspace: Workspace, folder: string): readonly [lockFile: string | undefined, command: string] {
  for (const [name, command] of MANAGERS) {
    const lockFile = join(folder, name)
    if (workspace.has(lockFile)) return [lockFile, command]
  }
  return folder === '' ? [undefined, 'npm install'] : managerOf(workspace, folderOf(folder))
}
