import { writeFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { openWorkspace } from '../discover/discover'
import { repositoryBase, rootInPlan } from '../discover/repository-root'
import { loadValidator, VALIDATOR_PACKAGE, type Validator } from '../infra/check/validator'
import { UserError } from '../messages/user-error'
import { analyze } from '../plan/analyze'
import { buildPlan, type Plan } from '../plan/build-plan'
import type { PlanDocument } from '../plan/document'
import { validatedPlan } from '../plan/validate-plan'
import { type PlanFormat, planFormats } from '../review/formats'
import { toJson } from '../review/json'
import { counted } from '../review/words'
import { EXIT, type ExitCode, type Io } from './io'
import { hasErrors, logDiagnostics } from './log'
import { adviseOptionsOf, loadOptionsOf, type PlanFlags, planOptionsOf } from './options'

export interface PlanCommandFlags extends PlanFlags {
  readonly format: PlanFormat
  readonly json?: boolean
  readonly out?: string
  readonly validate?: boolean
}

/** `plan`: prints everything that would be done, and saves it with `--out`. Nothing else is written. */
export async function planCommand(paths: readonly string[], flags: PlanCommandFlags, io: Io): Promise<ExitCode> {
  // whether it is there is known before the work is done
  const validator = flags.validate ? await openValidator() : undefined
  const made = makePlan(paths, flags, io).plan
  const plan = validator ? validatedPlan(made, validator) : made
  validator?.close()
  if (validator) reportValidation(plan.document, io)
  logDiagnostics(io, plan.document.diagnostics)
  io.out(planFormats[flags.json ? 'json' : flags.format](plan, io.palette))
  if (flags.out !== undefined) save(resolve(io.cwd, flags.out), flags.out, plan.document, io)
  return exitCodeOf(plan.document, flags)
}

/** @throws UserError where it is not installed. */
async function openValidator(): Promise<Validator> {
  const validator = await loadValidator()
  if (validator) return validator
  throw new UserError(
    'validator-missing',
    `--validate needs the package ${VALIDATOR_PACKAGE}.`,
    `Install it beside lambda-unchain: npm install --save-dev ${VALIDATOR_PACKAGE}`,
  )
}

/** Says that it was done: what is found stands with the diff of its stack. */
function reportValidation({ infra }: PlanDocument, io: Io): void {
  const found = infra.flatMap(({ findings }) => findings.filter(isOfValidator)).length
  io.err(`Validated with ${VALIDATOR_PACKAGE}: ${counted(infra.length, 'template')}, ${counted(found, 'new error')}.\n`)
}

function isOfValidator({ code }: { readonly code: string }): boolean {
  return code === 'validator'
}

/** Opens the repository and plans. */
export function makePlan(paths: readonly string[], flags: PlanFlags, io: Io): { root: string; plan: Plan } {
  const workspace = openWorkspace(paths, io.cwd)
  const analysis = analyze(workspace, loadOptionsOf(flags, io.cwd), adviseOptionsOf(flags, io.cwd))
  return { root: workspace.root, plan: buildPlan(analysis, planOptionsOf(flags), rootInPlan(workspace.root, io.cwd)) }
}

export function hasChanges({ edits, createdFiles, deletedFiles }: PlanDocument): boolean {
  return edits.length + createdFiles.length + deletedFiles.length > 0
}

/** What stands in the way comes before what is to be done. */
function exitCodeOf(document: PlanDocument, { strict }: PlanFlags): ExitCode {
  const isInvalid = document.infra.some(({ findings }) => findings.some(isOfValidator))
  if (hasErrors(document.diagnostics) || isInvalid) return EXIT.error
  if (strict && document.sites.some(({ outcome }) => outcome === 'refused')) return EXIT.error
  return hasChanges(document) ? EXIT.pending : EXIT.ok
}

/** Whether a plan is for a folder of the repository that it is applied from; otherwise the folder must be named. */
export function isInsideBase({ root }: PlanDocument): boolean {
  return !/^(\.\.(\/|$)|\/|[A-Za-z]:)/.test(root)
}

function save(path: string, shown: string, document: PlanDocument, io: Io): void {
  try {
    writeFileSync(path, toJson(document))
  } catch (error) {
    throw new UserError('write-failed', `The plan cannot be saved to "${shown}": ${(error as Error).message}`)
  }
  const folder = isInsideBase(document)
    ? ''
    : ` --root ${relative(io.cwd, resolve(repositoryBase(io.cwd), document.root))}`
  io.err(`Saved to ${shown}. Apply it with: lambda-unchain apply ${shown}${folder}\n`)
}
