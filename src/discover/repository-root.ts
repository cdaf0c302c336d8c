import { execFileSync } from 'node:child_process'
import { relative, resolve, sep } from 'node:path'

/**
 * The folder that the root of a saved plan is told from: the top of the git work tree of the working directory, so that
 * a plan fits every checkout of a repository; without git the working directory itself.
 */
export function repositoryBase(cwd: string): string {
  try {
    const output = execFileSync('git', ['rev-parse', '--show-cdup'], { cwd, stdio: ['ignore', 'pipe', 'ignore'] })
    return resolve(cwd, output.toString('utf8').trim())
  } catch {
    return cwd
  }
}

/** A root as a plan keeps it: relative to the base, with `/`; `.` for the base itself. */
export function rootInPlan(root: string, cwd: string): string {
  return relative(repositoryBase(cwd), root).split(sep).join('/') || '.'
}
