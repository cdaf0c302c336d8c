import { parseJson } from './json'
import { escaped, foldersAbove, nearestPackage } from './packages'
import { folderOf, join, relativePath } from './paths'
import { textOf, type Workspace } from './workspace'

/** A package of a repository that holds several (`workspaces` of npm and yarn, pnpm, lerna). */
export interface Member {
  readonly name: string
  readonly folder: string
  /** Whether it says what others may import of it. */
  readonly hasExports: boolean
}

/** The package of a repository with several that a file stands in; `undefined` where it stands in none of them. */
export function memberOf(workspace: Workspace, file: string): Member | undefined {
  const manifest = nearestPackage(workspace, file)
  if (manifest === undefined) return undefined
  const folder = folderOf(manifest)
  const { name, exports } = jsonAt(workspace, manifest)
  const isMember = foldersAbove(file).some((root) =>
    root === folder
      ? false
      : patternsIn(workspace, root).some((pattern) => isLike(pattern, relativePath(root, folder))),
  )
  return isMember && typeof name === 'string' ? { name, folder, hasExports: exports !== undefined } : undefined
}

/** The folders that hold the packages, as the tools are told: `packages/*`. */
function patternsIn(workspace: Workspace, root: string): string[] {
  const own: unknown = jsonAt(workspace, join(root, 'package.json')).workspaces
  const lerna: unknown = jsonAt(workspace, join(root, 'lerna.json')).packages
  const pnpm = textAt(workspace, join(root, 'pnpm-workspace.yaml')) ?? ''
  const listed = [...pnpm.matchAll(/^\s*-\s*['"]?([^'"#\n]+?)['"]?\s*$/gm)].map(([, pattern = '']) => pattern)
  return [...texts(own), ...texts(isRecord(own) ? own.packages : undefined), ...texts(lerna), ...listed]
}

function isLike(pattern: string, folder: string): boolean {
  const parts = pattern
    .replace(/^\.\//, '')
    .replace(/\/+$/, '')
    .split(/(\*\*|\*)/)
  const source = parts.map((part) => {
    if (part === '**') return '.*'
    return part === '*' ? '[^/]*' : escaped(part)
  })
  return new RegExp(`^${source.join('')}$`).test(folder)
}

function jsonAt(workspace: Workspace, file: string): Record<string, unknown> {
  const data = parseJson(textAt(workspace, file) ?? '')
  return isRecord(data) ? data : {}
}

function textAt(workspace: Workspace, file: string): string | undefined {
  return workspace.has(file) ? textOf(workspace, file) : undefined
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : []
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
