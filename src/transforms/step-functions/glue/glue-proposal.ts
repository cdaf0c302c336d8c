import { variableReader } from '../../../analysis/read-variables'
import { environmentKey, walk } from '../../../syntax/nodes'
import { placeOf } from '../../../syntax/parse'
import { sourceStyle } from '../../../syntax/style'
import { overlay } from '../../../workspace/overlay'
import type { Workspace } from '../../../workspace/workspace'
import type { Obligation, Proposal } from '../../transform'
import type { Glue, GlueStep } from './glue'
import { rootsOf } from './glue'
import { glueFile } from './glue-file'
import { addGlueFunction } from './glue-function'
import { needsOf } from './needs'
import { stepFunction } from './step-text'

/** What a function of steps adds to the proposal of its chain. */
export function glueProposal(
  workspace: Workspace,
  glue: Glue,
): Pick<Proposal, 'created' | 'infra' | 'obligations' | 'notes' | 'left'> {
  const { caller, fn, code } = glue
  const { module, region } = code
  const steps = glue.steps()
  const roots = steps.flatMap(({ nodes, crossing }) => rootsOf(nodes, crossing))
  const needs = needsOf(module, roots, region)
  const { indent } = sourceStyle(module)
  const written = steps.map((step) => ({
    name: step.name,
    takesInput: step.crossing.inputs.length > 0,
    text: stepFunction(module, step.code, step.crossing.inputs, indent),
  }))
  const read = new Set(steps.flatMap(({ check }) => check.environment))
  const text = glueFile(module, fn.file, fn.exported, written, needs)
  const own = variableReader(overlay(workspace, new Map([[fn.file, text]])))(fn.file)
  const mentioned = variablesOf(glue)
  // what nothing mentions may be read by a package
  const isNeeded = (variable: string) =>
    read.has(variable) || (own?.mayRead(variable) ?? true) || (own?.hasPackages === true && !mentioned.has(variable))
  const { key } = caller.function
  const name = fn.ref.function.key
  return {
    created: [{ file: fn.file, text }],
    infra: [{ service: caller.service, change: addGlueFunction(caller, fn, isNeeded) }],
    left: [{ function: caller, names: [...read].sort() }],
    obligations: obligations(glue, steps),
    notes: [
      `${key}: ${lines(glue, steps)} in the new function "${name}" (${fn.file}), for ${steps.length === 1 ? 'it has' : 'they have'} no exact form in a state machine; each costs one more invocation where it is run. ${reasons(steps)}`,
    ],
  }
}

function obligations(glue: Glue, steps: readonly GlueStep[]): Obligation[] {
  const name = glue.fn.ref.function.key
  const outside = `Code of ${lines(glue, steps)} in "${name}", which has the settings of "${glue.caller.function.key}"`
  const trusted = [...glue.trusted].sort()
  return [
    {
      code: 'own-function',
      status: 'waived',
      message: `${outside}: what it logs stands in a log of its own, an execution that is timed out does not end it, an invocation of it may fail, and the time that invocations and starts of it take is part of the timeout of the machine.`,
    },
    ...(trusted.length > 0
      ? [
          {
            code: 'result-json',
            status: 'waived',
            message: `What comes from "${name}" is JSON by its declared types: ${trusted.join(', ')} (trust-types).`,
          } as const,
        ]
      : []),
  ]
}

/** `line 12 and lines 20 to 24 run`. */
function lines({ code: { module } }: Glue, steps: readonly GlueStep[]): string {
  const ranges = steps.map(({ nodes }) => {
    const first = placeOf(module.ast, nodes[0]?.getStart(module.ast) ?? 0).line
    const last = placeOf(module.ast, nodes.at(-1)?.end ?? 0).line
    return first === last ? `line ${first}` : `lines ${first} to ${last}`
  })
  const [last, ...others] = ranges.reverse()
  const isOne = ranges.length === 1 && last?.startsWith('line ')
  return `${others.length > 0 ? `${others.reverse().join(', ')} and ${last}` : last} ${isOne ? 'runs' : 'run'}`
}

function reasons(steps: readonly GlueStep[]): string {
  const found = [...new Set(steps.flatMap((step) => step.reasons))]
  const text = found.join('; ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** Variables of the environment that the file of the handler names. */
function variablesOf({ code: { module } }: Glue): Set<string> {
  const found = new Set<string>()
  walk(module.ast, (node) => {
    const key = environmentKey(node)
    if (key !== undefined) found.add(key)
  })
  return found
}
