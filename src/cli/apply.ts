import { statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { repositoryBase } from '../discover/repository-root'
import { UserError } from '../messages/user-error'
import type { PlanDocument } from '../plan/document'
import { readPlan } from '../plan/read-plan'
import { planText } from '../review/text/plan'
import { summaryText } from '../review/words'
import { uncommittedFiles } from '../write/git-status'
import { verifyPlan } from '../write/verify-plan'
import { type Written, writePlan } from '../write/write-plan'
import { EXIT, type ExitCode, type Io } from './io'
import { hasErrors, logDiagnostics } from './log'
import type { PlanFlags } from './options'
import { hasChanges, isInsideBase, makePlan } from './plan'

export interface ApplyFlags extends PlanFlags {
  readonly yes?: boolean
  readonly allowDirty?: boolean
  readonly root?: string
}

/** `apply`: makes a plan (or takes a saved one), shows it, asks, and writes all of it or nothing. */
export async function applyCommand(paths: readonly string[], flags: ApplyFlags, io: Io): Promise<ExitCode> {
  const saved = savedPlan(paths, io.cwd)
  const { root, document, text } = saved ? fromFile(saved, flags, io) : planned(paths, flags, io)
  if (saved) verifyPlan(root, document)
  logDiagnostics(io, document.diagnostics)
  io.out(text)
  if (hasErrors(document.diagnostics)) {
    throw new UserError(
      'input-errors',
      'Nothing is written while there are errors: a file that cannot be read may hold another call.',
    )
  }
  const isRefused = flags.strict === true && document.sites.some(({ outcome }) => outcome === 'refused')
  if (!hasChanges(document)) return isRefused ? EXIT.error : EXIT.ok
  if (isRefused) throw new UserError('refused-sites', 'Nothing is written: a site is refused, and --strict was given.')
  checkClean(root, document, flags)
  if (!(await isWanted(flags, io))) return EXIT.blocked
  report(writePlan(root, document), io)
  return EXIT.ok
}

interface ToApply {
  readonly root: string
  readonly document: PlanDocument
  readonly text: string
}

interface SavedPlan {
  readonly path: string
  /** The folder that it is to be applied to, where one is named behind it. */
  readonly root: string | undefined
}

/** A file that is no configuration is a saved plan: `apply plan.json`, `apply plan.json <folder>`. */
function savedPlan(paths: readonly string[], cwd: string): SavedPlan | undefined {
  const [first, root, ...more] = paths
  if (first === undefined || more.length > 0 || /^serverless/.test(basename(first))) return undefined
  const path = resolve(cwd, first)
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? { path, root } : undefined
}

function fromFile({ path, root: named }: SavedPlan, flags: ApplyFlags, io: Io): ToApply {
  const document = readPlan(path)
  const wanted = flags.root ?? named
  if (wanted === undefined && !isInsideBase(document)) {
    throw new UserError(
      'plan-invalid',
      `The plan is for a folder outside of this repository: ${document.root}.`,
      'Name the folder: --root <folder>.',
    )
  }
  const root = wanted === undefined ? resolve(repositoryBase(io.cwd), document.root) : resolve(io.cwd, wanted)
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError('path-missing', `"${wanted ?? document.root}" is no folder.`)
  }
  return { root, document, text: `${summaryText(document)}\n` }
}

function planned(paths: readonly string[], flags: ApplyFlags, io: Io): ToApply {
  const { root, plan } = makePlan(paths, flags, io)
  return { root, document: plan.document, text: planText(plan, io.palette) }
}

function checkClean(
  root: string,
  { edits, createdFiles, deletedFiles }: PlanDocument,
  { allowDirty }: ApplyFlags,
): void {
  if (allowDirty) return
  const touched = [...new Set([...edits, ...createdFiles, ...deletedFiles].map(({ file }) => file))]
  const dirty = uncommittedFiles(root, touched)
  if (dirty.length === 0) return
  throw new UserError(
    'uncommitted-changes',
    `Uncommitted changes in files that would be touched: ${dirty.join(', ')}.`,
    'Commit them, or pass --allow-dirty.',
    3,
  )
}

async function isWanted({ yes }: ApplyFlags, io: Io): Promise<boolean> {
  if (yes) return true
  if (!io.confirm)
    throw new UserError('no-consent', 'Nobody can be asked here.', 'Pass --yes to apply without a question.', 3)
  return io.confirm('Write these changes?')
}

function report({ changed, created, deleted }: Written, io: Io): void {
  io.err(`Written: ${changed.length} changed, ${created.length} created, ${deleted.length} deleted.\n`)
}
