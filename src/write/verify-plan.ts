import { createHash } from 'node:crypto'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { UserError } from '../messages/user-error'
import type { PlanDocument } from '../plan/document'
import { join } from '../workspace/paths'

/** Folders that no plan may write to. */
const FORBIDDEN = new Set(['.git', 'node_modules'])

/**
 * Checks a plan against the folder that it is for. A plan is data from outside: it may not reach beyond the root, nor
 * touch what it was not made from.
 * @throws UserError `plan-invalid`; `stale-plan` (exit 3) where a file has changed since.
 */
export function verifyPlan(root: string, plan: PlanDocument): void {
  const { edits, createdFiles, deletedFiles, inputs } = plan
  const known = new Set(inputs.map(({ file }) => file))
  for (const { file } of [...edits, ...deletedFiles]) {
    verifyPath(root, file)
    if (!known.has(file)) {
      throw new UserError('plan-invalid', `The plan changes ${file}, which is not among its inputs.`, 'Plan again.')
    }
  }
  for (const { file } of createdFiles) verifyPath(root, file)
  verifyInputs(root, plan)
  for (const { file } of createdFiles) {
    if (existsSync(resolve(root, file))) throw new UserError('stale-plan', `${file} exists already.`, 'Plan again.', 3)
  }
}

/** Every file that the plan was made from must still be what it was. */
function verifyInputs(root: string, { inputs }: PlanDocument): void {
  const stale = inputs.filter(({ file, sha256 }) => hashOf(resolve(root, file)) !== sha256).map(({ file }) => file)
  if (stale.length === 0) return
  const shown = stale.slice(0, 3).join(', ')
  const more = stale.length > 3 ? ` and ${stale.length - 3} more` : ''
  if (stale.length === inputs.length && stale.every((file) => !existsSync(resolve(root, file)))) {
    throw new UserError(
      'stale-plan',
      `None of the files of the plan is in ${root}.`,
      'Name the folder that the plan was made for: --root <folder>.',
      3,
    )
  }
  throw new UserError('stale-plan', `${shown}${more} changed since the plan was made.`, 'Plan again.', 3)
}

function hashOf(path: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex')
  } catch {
    return undefined
  }
}

function verifyPath(root: string, file: string): void {
  const isPlain = file !== '' && join(file) === file && !/^(\.\.(\/|$)|\/|[A-Za-z]:)|\\|\0/.test(file)
  if (!isPlain) throw new UserError('plan-invalid', `The plan names a file outside of the root: "${file}".`)
  // a link is followed: its target is what changes
  const real = realPath(resolve(root, file))
  const realRoot = realpathSync(root)
  if (real !== realRoot && !real.startsWith(realRoot.endsWith('/') ? realRoot : `${realRoot}/`)) {
    throw new UserError('plan-invalid', `"${file}" is a link that leads out of the root.`)
  }
  const parts = [...file.split('/'), ...real.slice(realRoot.length).split('/')]
  if (parts.some((part) => FORBIDDEN.has(part.toLowerCase()))) {
    throw new UserError('plan-invalid', `The plan writes to "${file}", which is no part of the project.`)
  }
}

/** Where a path leads, by the nearest folder that exists. */
function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path)
  const folder = dirname(path)
  return folder === path ? path : resolve(realPath(folder), path.slice(folder.length).replace(/^[\\/]/, ''))
}
