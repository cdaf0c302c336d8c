import { globPattern } from '../workspace/glob'
import { parseJson } from '../workspace/json'
import { foldersAbove, nearestPackage } from '../workspace/packages'
import { baseName, folderOf, join, relativePath } from '../workspace/paths'
import { textOf, type Workspace } from '../workspace/workspace'
import type { LoadContext } from './build-service'
import { asArray, asObject, isObject } from './document'
import { yamlDocument } from './yaml-document'

/** A package of a repository that holds several (`workspaces` of npm and yarn, pnpm, lerna). */
export interface Member {
  readonly name: string
  readonly folder: string
  /** Whether it says what others may import of it. */
  readonly hasExports: boolean
}

const PNPM = 'pnpm-workspace.yaml'

/** The package of a repository with several that a file stands in; `undefined` where it stands in none of them. */
export function memberOf(workspace: Workspace, file: string): Member | undefined {
  const manifest = nearestPackage(workspace, file)
  if (manifest === undefined) return undefined
  const folder = folderOf(manifest)
  const { name, exports } = jsonAt(workspace, manifest)
  const isMember = foldersAbove(file).some(
    (root) => root !== folder && isListed(patternsIn(workspace, root), relativePath(root, folder)),
  )
  return isMember && typeof name === 'string' ? { name, folder, hasExports: exports !== undefined } : undefined
}

/** Tells of lists of packages that do not parse: they list none then. */
export function reportMembers({ workspace, diagnostics }: Pick<LoadContext, 'workspace' | 'diagnostics'>): void {
  for (const file of workspace.files.filter((one) => baseName(one) === PNPM)) {
    const { problem } = yamlDocument(file, workspace.peek(file) ?? '')
    if (!problem) continue
    const { message, line, column } = problem
    diagnostics.add({
      severity: 'warning',
      code: 'packages-unread',
      message: `Which packages the repository holds is not known: ${message}`,
      file,
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    })
  }
}

/** The folders that hold the packages, as the tools are told: `packages/*`. */
function patternsIn(workspace: Workspace, root: string): string[] {
  const { workspaces } = jsonAt(workspace, join(root, 'package.json'))
  const { packages: lerna } = jsonAt(workspace, join(root, 'lerna.json'))
  const file = join(root, PNPM)
  const pnpm = asObject(yamlDocument(file, textAt(workspace, file) ?? '').value).packages
  const listed = isObject(workspaces) ? workspaces.packages : workspaces
  return [listed, lerna, pnpm].flatMap(asArray).filter((one): one is string => typeof one === 'string')
}

/** Whether a folder is listed, and not left out by a pattern like `!packages/old`. */
function isListed(patterns: readonly string[], folder: string): boolean {
  const fits = (pattern: string) => globPattern(pattern.replace(/\/+$/, ''))?.test(folder) === true
  const isLeftOut = patterns.some((pattern) => pattern.startsWith('!') && fits(pattern.slice(1)))
  return !isLeftOut && patterns.some((pattern) => !pattern.startsWith('!') && fits(pattern))
}

function jsonAt(workspace: Workspace, file: string): Readonly<Record<string, unknown>> {
  return asObject(parseJson(textAt(workspace, file) ?? ''))
}

function textAt(workspace: Workspace, file: string): string | undefined {
  return workspace.has(file) ? textOf(workspace, file) : undefined
}
