import { execFileSync } from 'node:child_process'
import { type Dirent, readdirSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { compare } from '../messages/diagnostic'
import { UserError } from '../messages/user-error'
import { diskWorkspace } from '../workspace/disk'
import type { Workspace } from '../workspace/workspace'

/** Folders that never hold a project's own source, listed by git or not. */
const NEVER = new Set(['node_modules', '.git', '.serverless', '.webpack', '.esbuild', '.build', '.yarn', '.pnp'])

/**
 * Opens the folder (or the common folder of several) as a workspace. The list of files is git's, so that ignore rules
 * are git's; a folder without git is walked.
 * @throws UserError `path-missing` where a path does not exist.
 */
export function openWorkspace(paths: readonly string[], cwd: string): Workspace {
  const targets = (paths.length > 0 ? paths : ['.']).map((path) => resolve(cwd, path))
  for (const [index, target] of targets.entries()) {
    if (!exists(target)) throw new UserError('path-missing', `"${paths[index]}" does not exist.`)
  }
  const folders = targets.map((target) => (isFolder(target) ? target : dirname(target)))
  const root = commonFolder(folders)
  const wanted = folders.map((folder) => relative(root, folder).split(sep).join('/'))
  const listed = gitFiles(root) ?? walkFiles(root)
  const files = listed
    .filter((file) => !file.split('/').some((part) => NEVER.has(part)))
    .filter((file) => wanted.some((folder) => folder === '' || file.startsWith(`${folder}/`)))
    .sort(compare)
  return diskWorkspace(root, [...new Set(files)])
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory()
}

function commonFolder(folders: readonly string[]): string {
  const [first = '.', ...rest] = folders
  let common = first
  for (const folder of rest) {
    while (folder !== common && !folder.startsWith(common.endsWith(sep) ? common : common + sep))
      common = dirname(common)
  }
  return common
}

/** What git tracks and what it would track, as far as it is there; `undefined` where the folder is in no git work tree. */
function gitFiles(root: string): string[] | undefined {
  const listed = gitList(root, ['--cached', '--others', '--exclude-standard'])
  if (!listed) return undefined
  // git still lists what was deleted in the work tree
  const deleted = new Set(gitList(root, ['--deleted']))
  return listed.filter((file) => !file.endsWith('/') && !deleted.has(file))
}

function gitList(root: string, options: readonly string[]): string[] | undefined {
  try {
    const output = execFileSync('git', ['ls-files', '-z', ...options], {
      cwd: root,
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return output.toString('utf8').split('\0').filter(Boolean)
  } catch {
    return undefined
  }
}

function walkFiles(root: string): string[] {
  const files: string[] = []
  const visit = (folder: string, prefix: string): void => {
    for (const entry of entriesOf(folder)) {
      const path = prefix + entry.name
      // links are not followed: a loop of them would never end
      if (entry.isDirectory()) {
        if (!NEVER.has(entry.name)) visit(join(folder, entry.name), `${path}/`)
      } else if (entry.isFile()) files.push(path)
    }
  }
  visit(root, '')
  return files
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
