import { readFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import type { API, FileInfo, Options } from 'jscodeshift'
import { repositoryBase } from '../discover/repository-root'
import type { TransformName } from '../transforms/transform'
import type { PlanDocument } from './document'
import { sha256 } from './sha256'

/**
 * A transform as a jscodeshift module: makes the edits that a saved plan has for one file and one transform.
 *
 * ```sh
 * lambda-unchain plan --out plan.json
 * jscodeshift -t node_modules/lambda-unchain/dist/transforms/sqs/codemod.js --plan plan.json src/handlers/createOrder.ts
 * ```
 *
 * Options: `plan`, the saved plan; `root`, the folder that it was made for (default: as the plan says). It knows
 * the source half only: `serverless.yml`, new and deleted files are `apply`'s.
 */
export function planCodemod(name: TransformName) {
  return (file: FileInfo, _api: API, options: Options): string | undefined => {
    if (typeof options.plan !== 'string') throw new Error('Give the saved plan: --plan plan.json')
    const plan = JSON.parse(readFileSync(options.plan, 'utf8')) as PlanDocument
    const root =
      typeof options.root === 'string' ? resolve(options.root) : join(repositoryBase(process.cwd()), plan.root)
    const path = relative(root, resolve(file.path)).split(sep).join('/')
    const edits = plan.edits.filter((edit) => edit.file === path && isOf(plan, edit, name))
    if (edits.length === 0) return undefined
    const planned = plan.inputs.find((input) => input.file === path)
    if (planned?.sha256 !== sha256(file.source)) throw new Error(`${path} has changed since the plan was made.`)
    return spliced(file.source, edits)
  }
}

/** An edit that several transforms share belongs to each of them. */
function isOf(
  { sites }: PlanDocument,
  { site, sharedWith = [] }: PlanDocument['edits'][number],
  name: TransformName,
): boolean {
  return [site, ...sharedWith].some((index) => sites[index]?.transform === name)
}

function spliced(source: string, edits: PlanDocument['edits']): string {
  const bytes = Buffer.from(source, 'utf8')
  const parts: Buffer[] = []
  let at = 0
  for (const { start, end, text } of edits) {
    parts.push(bytes.subarray(at, start), Buffer.from(text, 'utf8'))
    at = end
  }
  return Buffer.concat([...parts, bytes.subarray(at)]).toString('utf8')
}
