import { memberOf } from '../../load/members'
import { baseName, extensionOf, folderOf, isInside, join, withoutExtension } from '../../workspace/paths'
import type { Workspace } from '../../workspace/workspace'
import { camelCase, kebabCase } from '../shared/names'
import { libraryNames } from './library-name'

/** Folders in which repositories keep shared code, in order of preference. */
const FOLDERS = ['lib', 'libs', 'utils', 'helpers', 'shared', 'common']

/** Folders that hold nothing but handlers: shared code stands beside them, not in them. */
const HANDLER_FOLDERS = /^(handlers?|functions?|lambdas?|endpoints)$/i

/**
 * Where the library function of a callee goes: `src/lib/validate-order.ts` for handlers in `src/handlers`.
 * @param users Files that call it.
 */
export function libraryFile(
  workspace: Workspace,
  handlerFile: string,
  users: readonly string[],
  functionKey: string,
): string {
  const shared = commonFolder([handlerFile, ...users])
  // what several packages of a repository share belongs to one of them: the callee's
  const home = memberOf(workspace, handlerFile)
  const common = home && !isInside(home.folder, shared) ? folderOf(handlerFile) : shared
  const base = HANDLER_FOLDERS.test(baseName(common)) ? folderOf(common) : common
  const existing = FOLDERS.find((name) => workspace.files.some((file) => file.startsWith(`${join(base, name)}/`)))
  const folder = join(base, existing ?? 'lib')
  const written = isCamelCase(workspace, folder) ? camelCase : kebabCase
  const extension = extensionOf(handlerFile)
  const candidates = [functionKey, ...libraryNames(functionKey)].map((name) => join(folder, written(name)))
  const free = (number: number): string =>
    workspace.has(`${candidates[0]}-${number}${extension}`) ? free(number + 1) : `${candidates[0]}-${number}`
  return `${candidates.find((one) => !workspace.has(`${one}${extension}`)) ?? free(2)}${extension}`
}

function commonFolder(files: readonly string[]): string {
  const [first = '', ...rest] = files.map(folderOf)
  let common = first
  for (const folder of rest) while (!isInside(common, folder) && common !== '') common = folderOf(common)
  return common
}

/** Whether the files of a folder are named in camel case; a folder without a habit gets kebab case. */
function isCamelCase(workspace: Workspace, folder: string): boolean {
  const names = workspace.files
    .filter((file) => folderOf(file) === folder)
    .map((file) => withoutExtension(baseName(file)))
  const camel = names.filter((name) => /^[a-z]+([A-Z][a-z0-9]*)+$/.test(name)).length
  const kebab = names.filter((name) => /^[a-z0-9]+(-[a-z0-9]+)+$/.test(name)).length
  return camel > kebab
}
