import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Analysis, analyze, defaultAdviseOptions, defaultLoadOptions } from '../../src/plan/analyze'
import { buildPlan, type Plan } from '../../src/plan/build-plan'
import { defaultPlanOptions, type PlanOptions } from '../../src/transforms/options'
import { memoryWorkspace } from '../../src/workspace/overlay'
import type { Workspace } from '../../src/workspace/workspace'

export const FIXTURES = join(__dirname, '..', '..', 'fixtures')

/** A fixture: a small repository before a plan, and what must become of it. */
export interface Fixture {
  /** `inline/basic`. */
  readonly name: string
  readonly folder: string
  readonly input: Readonly<Record<string, string>>
  /** Files after the plan; absent for a case that must not change. */
  readonly expected: Readonly<Record<string, string>> | undefined
  readonly options: PlanOptions
}

/** Cases of `scan` alone, which is told in `expected-sites.txt` what it must find. */
export const SCAN_FIXTURES = join(FIXTURES, 'scan')

/** Finds all fixtures: every folder below `fixtures` that holds an `input`, those of `scan` left out. */
export function fixtures(): Fixture[] {
  return fixtureFolders(FIXTURES)
    .filter((folder) => !folder.startsWith(SCAN_FIXTURES))
    .map((folder) => ({
      name: folder.slice(FIXTURES.length + 1),
      folder,
      input: readTree(join(folder, 'input')),
      expected: existsSync(join(folder, 'expected')) ? readTree(join(folder, 'expected')) : undefined,
      options: optionsOf(folder),
    }))
}

export function fixtureFolders(folder: string): string[] {
  if (existsSync(join(folder, 'input'))) return [folder]
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => fixtureFolders(join(folder, entry.name)))
    .sort()
}

function optionsOf(folder: string): PlanOptions {
  const file = join(folder, 'options.json')
  const given: Partial<PlanOptions> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  return { ...defaultPlanOptions, ...given, queue: { ...defaultPlanOptions.queue, ...given.queue } }
}

export function readTree(folder: string, prefix = ''): Record<string, string> {
  const files: Record<string, string> = {}
  for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
    const path = prefix + entry.name
    if (entry.isDirectory()) Object.assign(files, readTree(folder, `${path}/`))
    else files[path] = readFileSync(join(folder, path), 'utf8')
  }
  return files
}

export function writeTree(folder: string, files: Readonly<Record<string, string>>): void {
  rmSync(folder, { recursive: true, force: true })
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
}

export function planOf(
  workspace: Workspace,
  options: PlanOptions = defaultPlanOptions,
): { analysis: Analysis; plan: Plan } {
  const analysis = analyze(workspace, defaultLoadOptions, { ...defaultAdviseOptions, trustTypes: options.trustTypes })
  return { analysis, plan: buildPlan(analysis, options) }
}

/** The files as they stand after a plan. */
export function afterPlan(before: Readonly<Record<string, string>>, plan: Plan): Record<string, string> {
  const after = { ...before }
  for (const { file, after: text } of plan.files) {
    if (text === undefined) delete after[file]
    else after[file] = text
  }
  return after
}

export function workspaceOf(files: Readonly<Record<string, string>>): Workspace {
  return memoryWorkspace(files)
}
