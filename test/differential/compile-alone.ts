import { sourceEdits } from '../../src/compose/source-edits'
import { unusedHelpers } from '../../src/compose/unused-helpers'
import { applyEdits } from '../../src/edit/edit'
import { isObject } from '../../src/load/document'
import { analyze } from '../../src/plan/analyze'
import { propose } from '../../src/plan/propose'
import type { Proposal } from '../../src/transforms/transform'
import { workspaceOf } from '../support/fixtures'
import { arnOf, type Compiled, optionsOf } from './compile'
import { MAIN, NESTED_FILE } from './grammar/program'
import { moduleOf } from './handlers'

/**
 * What a plan makes of a program, without the way of its definition through `serverless.yml` and a template, on which most
 * of the time goes.
 */
export function compileAlone(files: Readonly<Record<string, string>>, isStandard = false): Compiled {
  const analysis = analyze(workspaceOf(files))
  const { proposals, refused } = propose(analysis, optionsOf(isStandard))
  const isMain = (site: number) => analysis.sites[site]?.module.file === MAIN
  // a function that waits for others itself may have a chain of its own
  const proposal = proposals.find(({ transform, sites }) => transform === 'step-functions' && sites.some(isMain))
  if (!proposal) {
    const refusals = [...refused].flatMap(([site, { code, message }]) => (isMain(site) ? [`${code}: ${message}`] : []))
    const verdicts = analysis.advice.filter((_, site) => isMain(site)).map(({ verdict }) => `verdict: ${verdict}`)
    return { refusals: refusals.length > 0 ? refusals : verdicts }
  }
  const main = rewritten(files, proposal)
  // the only file that a chain creates is that of its steps
  const [steps] = proposal.created
  return {
    main,
    module: moduleOf(main),
    machines: new Map(machinesOf(proposal)),
    steps: steps && moduleOf(steps.text),
  }
}

function rewritten(files: Readonly<Record<string, string>>, proposal: Proposal): string {
  const edits = sourceEdits(workspaceOf(files), [proposal], unusedHelpers([proposal]), new Set())
  if (edits.some(({ file }) => file !== MAIN && file !== NESTED_FILE))
    throw new Error('Another file than that of the handler changes.')
  return applyEdits(
    files[MAIN] ?? '',
    edits.filter(({ file }) => file === MAIN),
  )
}

function machinesOf({ infra }: Proposal): (readonly [string, object])[] {
  return infra.flatMap(({ change }) => {
    if (change.kind !== 'add-state-machine') return []
    const { name, definition } = change.machine
    const own = String(name).replace('${self:service}', 'orders').replace('${sls:stage}', 'dev')
    return [[own, withArns(definition) as object] as const]
  })
}

/** A definition with an ARN for each reference to a function. */
function withArns(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withArns)
  if (!isObject(value)) return value
  if ('Fn::GetAtt' in value) return arnOf(value)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withArns(item)]))
}
