import { chainOf } from '../../advise/chains'
import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { needsPackage } from '../shared/packages'
import {
  type Obligation,
  type PackageChange,
  type Proposal,
  proposing,
  type Refusal,
  refuse,
  type Transform,
  type TransformContext,
} from '../transform'
import { rewriteCaller } from './caller'
import { costNote, standardCostNote } from './cost'
import { machineNames, PLUGIN, pluginMachine, surroundings } from './infra'
import { innerSteps, type Step } from './ir'
import { historySize, obligationsOf } from './obligations'
import { plainMachine } from './plain-machine'
import { readWorkflow } from './read-handler'
import { RefusedParts } from './refused-parts'
import { siblingNotes } from './siblings'
import { standardStart } from './standard-start'
import { writeStates } from './states'
import { timeOf } from './time'
import { courseOf } from './transitions'
import { workflowTypeOf } from './workflow-type'

/** A chain of synchronous calls in one handler becomes a state machine, and the handler starts it. */
export const stepFunctions: Transform = {
  name: 'step-functions',
  group(context, index) {
    const site = context.sites[index]
    return site ? chainOf(context, context.sites, site) : [index]
  },
  propose(context, sites) {
    const outcome = proposing(sites, () => propose(context, sites))
    return { ...outcome, refusals: toldOnce(context, outcome.refusals) }
  },
}

function propose(context: TransformContext, sites: readonly number[]): Proposal {
  const chain = sites.map((index) => context.sites[index] as InvokeSite)
  const [first] = chain as [InvokeSite]
  const parts = new RefusedParts()
  parts.read(first.call, () => onlyCaller(first))
  if (context.options.errors === 'preserve') {
    refuse(
      first,
      'errors-not-preserved',
      'A failing state ends the execution; the code went on with the error as a result.',
    )
  }
  const workflow = readWorkflow(context, chain, parts)
  const caller = onlyCaller(first)
  const { key } = caller.function
  if (isSingleCall(workflow.steps))
    refuse(
      first,
      'chain-not-compilable',
      'It is a single call: the handler would wait as long for a machine of one task.',
    )
  const { type, obligations: typeObligations } = workflowTypeOf(context, first, caller, workflow)
  const standard = type === 'STANDARD' ? standardStart(context, first, caller, workflow) : undefined
  const time = timeOf(first, caller, workflow, type)
  const names = machineNames(caller)
  const { awsRetries, style } = context.options
  const isPlain = style === 'cloudformation'
  const header = { comment: `${workflow.module.file}:${first.line}`, timeout: time.timeout, awsRetries }
  const { definition, guarded } = writeStates(workflow.steps, workflow.input, header)
  const course = courseOf(definition)
  return {
    transform: 'step-functions',
    sites,
    obligations: [
      ...obligationsOf(key, workflow, awsRetries, type),
      ...valueTypes(first, guarded, context),
      time.obligation,
      ...typeObligations,
      ...(standard ? [standard.obligation, historySize(course)] : []),
    ],
    files: [rewriteCaller(context.evaluator, workflow.first, workflow, names.arnVariable, standard)],
    created: [],
    deleted: [],
    infra: [
      ...(isPlain
        ? plainMachine(caller, names, type, definition, workflow.steps)
        : pluginMachine(caller, names, type, definition)),
      ...surroundings(caller, names, type),
    ].map((change) => ({ service: caller.service, change })),
    packages: [...needsPackage(first, '@aws-sdk/client-sfn'), ...(isPlain ? [] : plugin(caller))],
    notes: [
      `${key}: deploy the state machine first, the handler after. ${isPlain ? '' : `Run "npm install" for ${PLUGIN}. `}To roll back, deploy the old handler; the machine can stay.`,
      ...(standard ? [`${key}: watch "ExecutionsFailed" and "ExecutionsTimedOut" of the machine.`] : []),
      standard ? standardCostNote(caller, workflow.steps, course) : costNote(key, workflow.steps),
      ...siblingNotes(key, workflow.steps),
      ...(caller.function.inVpc
        ? [
            `${key}: it runs in a VPC and reached Lambda from there. To reach the machine it needs an interface endpoint for Step Functions (${type === 'EXPRESS' ? '"sync-states"' : '"states"'}), or a NAT gateway.`,
          ]
        : []),
    ],
  }
}

/** Whether a workflow only calls one function: nothing is gained by a machine around it. */
function isSingleCall(steps: readonly Step[]): boolean {
  const isPlain = (step: Step): boolean =>
    ['task', 'assign', 'return', 'fail', 'choice'].includes(step.kind) && innerSteps(step).flat().every(isPlain)
  const tasks = (list: readonly Step[]): number =>
    list.reduce((sum, step) => sum + (step.kind === 'task' ? 1 : 0) + tasks(innerSteps(step).flat()), 0)
  return steps.every(isPlain) && tasks(steps) === 1
}

/** What stands in the way of a chain may be long: the first of its calls tells it, the others refer to it. */
function toldOnce(context: TransformContext, refusals: ReadonlyMap<number, Refusal>): ReadonlyMap<number, Refusal> {
  const [first, ...others] = [...refusals].filter(([index]) => context.advice[index]?.verdict === 'step-functions')
  if (!first) return refusals
  const [told, { line }] = first
  const message = `It is part of the chain that is refused in line ${context.sites[told]?.line ?? line}.`
  return new Map([
    ...refusals,
    ...others.map(([index, refusal]) => [index, { ...refusal, message, isToldElsewhere: true as const }] as const),
  ])
}

/** Expressions that fail for values for which they have no exact form: the plan says so, or they are refused. */
function valueTypes(site: InvokeSite, guarded: readonly string[], { options }: TransformContext): Obligation[] {
  if (guarded.length === 0) return []
  const places = guarded.map((place) => place.split(':').at(-1)).join(', ')
  const message = `Values of a type that the code does not expect in line ${places} end the execution with an error (trust-types).`
  if (options.trustTypes === false) refuse(site, 'chain-not-compilable', message)
  return [{ code: 'value-types', status: 'waived', message }]
}

function onlyCaller(site: InvokeSite): FunctionRef {
  const [caller, ...others] = site.callers
  if (!caller || others.length > 0)
    refuse(site, 'several-callers', `${site.callers.map((ref) => ref.function.key).join(' and ')} share this code.`)
  return caller
}

/** The plugin among the packages of the service. */
function plugin({ service }: FunctionRef): PackageChange[] {
  if (service.plugins.includes(PLUGIN)) return []
  return [
    { importedBy: service.config, add: PLUGIN, like: ['serverless', 'osls', ...service.plugins], range: '^3.28.1' },
  ]
}
