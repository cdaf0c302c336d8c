import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { UserError } from '../messages/user-error'
import type { PlanDocument } from '../plan/document'
import { verifyPlan } from './verify-plan'
import { verifyText } from './verify-texts'

/** What was done. */
export interface Written {
  readonly changed: readonly string[]
  readonly created: readonly string[]
  readonly deleted: readonly string[]
}

/** A file as it will stand; `undefined` content for one that goes. */
interface Target {
  readonly file: string
  readonly path: string
  readonly before: Buffer | undefined
  readonly after: Buffer | undefined
}

/**
 * Writes a plan: all files or none. Everything is prepared first, beside the files; then it is put in place by
 * renaming. Where that fails, every file is put back as it was.
 * @throws UserError `stale-plan` (exit 3) where a file that the plan was made from has changed; `plan-invalid` where the
 *   plan would do what no plan does.
 */
export function writePlan(root: string, plan: PlanDocument): Written {
  verifyPlan(root, plan)
  const targets = [...editedTargets(root, plan), ...createdTargets(root, plan), ...deletedTargets(root, plan)]
  for (const { file, after } of targets) if (after) verifyText(file, after.toString('utf8'))
  const prepared = prepare(targets)
  putInPlace(targets, prepared)
  const files = (test: (target: Target) => boolean) => targets.filter(test).map(({ file }) => file)
  return {
    changed: files((target) => target.before !== undefined && target.after !== undefined),
    created: files((target) => target.before === undefined),
    deleted: files((target) => target.after === undefined),
  }
}

/** Absolute path of a file of the plan. A link is followed: its target is what changes. */
function pathOf(root: string, file: string): string {
  const path = resolve(root, file)
  return existsSync(path) ? realpathSync(path) : path
}

function editedTargets(root: string, { edits }: PlanDocument): Target[] {
  const byFile = new Map<string, PlanDocument['edits'][number][]>()
  for (const edit of edits) byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), edit])
  return [...byFile].map(([file, list]) => {
    const path = pathOf(root, file)
    const before = readFileSync(path)
    return { file, path, before, after: spliced(file, before, list) }
  })
}

function spliced(file: string, before: Buffer, edits: readonly PlanDocument['edits'][number][]): Buffer {
  const parts: Buffer[] = []
  let at = 0
  for (const { start, end, text } of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < at || end < start || end > before.length)
      throw new UserError('plan-invalid', `The edits of ${file} overlap or lie outside of it.`)
    parts.push(before.subarray(at, start), Buffer.from(text, 'utf8'))
    at = end
  }
  return Buffer.concat([...parts, before.subarray(at)])
}

function createdTargets(root: string, { createdFiles }: PlanDocument): Target[] {
  return createdFiles.map(({ file, text }) => {
    const path = pathOf(root, file)
    return { file, path, before: undefined, after: Buffer.from(text, 'utf8') }
  })
}

function deletedTargets(root: string, { deletedFiles }: PlanDocument): Target[] {
  return deletedFiles.map(({ file }) => {
    const path = pathOf(root, file)
    return { file, path, before: readFileSync(path), after: undefined }
  })
}

/** Writes the new contents beside the files. Gives the temporary paths, and what to call when something fails. */
function prepare(targets: readonly Target[]): Map<Target, string> {
  const prepared = new Map<Target, string>()
  try {
    for (const target of targets) {
      if (target.after === undefined) continue
      mkdirSync(dirname(target.path), { recursive: true })
      const temporary = `${target.path}.lambda-unchain-${process.pid}.tmp`
      prepared.set(target, temporary)
      writeFileSync(temporary, target.after, { flag: 'wx' })
      if (target.before !== undefined) chmodSync(temporary, statSync(target.path).mode)
    }
    return prepared
  } catch (error) {
    for (const temporary of prepared.values()) rmSync(temporary, { force: true })
    throw failed(error)
  }
}

function putInPlace(targets: readonly Target[], prepared: ReadonlyMap<Target, string>): void {
  const done: Target[] = []
  try {
    for (const target of targets) {
      const temporary = prepared.get(target)
      if (temporary === undefined) rmSync(target.path)
      else renameSync(temporary, target.path)
      done.push(target)
    }
  } catch (error) {
    for (const target of done) {
      if (target.before === undefined) rmSync(target.path, { force: true })
      else writeFileSync(target.path, target.before)
    }
    for (const temporary of prepared.values()) rmSync(temporary, { force: true })
    throw failed(error)
  }
}

function failed(error: unknown): UserError {
  const message = error instanceof Error ? error.message : String(error)
  return new UserError('write-failed', `Nothing was changed: ${message}`)
}
