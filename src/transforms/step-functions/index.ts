import type { FunctionRef } from '../../load/service'
import type { RemedyCode } from '../../messages/remedies'
import type { InvokeSite } from '../../scan/site'
import { checkStages } from '../shared/chosen-settings'
import { needsPackage } from '../shared/packages'
import { vpcNotes } from '../shared/vpc-notes'
import {
  attempt,
  type Outcome,
  type PackageChange,
  type Proposal,
  proposing,
  type Refusal,
  Refused,
  refuse,
  type Transform,
  type TransformContext,
} from '../transform'
import { rewriteCaller } from './caller'
import { costNote, standardCostNote } from './cost'
import { glueProposal } from './glue/glue-proposal'
import { guardsOf } from './guards'
import { machineNames, mayWaitFor, PLUGIN, pluginMachine, surroundings } from './infra'
import { innerSteps, type Step } from './ir'
import { historySize, obligationsOf } from './obligations'
import { chainAt, helpersOf, isInHelper, sitesIn } from './own-helpers'
import { plainMachine } from './plain-machine'
import { readWorkflow, type Workflow } from './read-handler'
import { RefusedParts } from './refused-parts'
import { siblingNotes } from './siblings'
import { type KeptFunction, kept } from './split/candidates'
import { keptSentence, splitNotes } from './split/notes'
import { splitObligations } from './split/obligation'
import { chainsAbove } from './split/owner'
import { removalOf } from './split/removal'
import { type Splits, splitsOf, whyNoSteps } from './split/splits'
import { standardStart } from './standard-start'
import { writeStates } from './states'
import { timeOf } from './time'
import { courseOf } from './transitions'
import { hasUncaughtTask } from './uncaught'
import { workflowTypeOf } from './workflow-type'

/** A chain of synchronous calls in one handler becomes a state machine, and the handler starts it. */
export const stepFunctions: Transform = {
  name: 'step-functions',
  group(context, index) {
    const site = context.sites[index]
    if (!site) return [index]
    for (const chain of chainsAbove(context, site)) {
      const { proposal } = outcomeOf(context, chain)
      if (proposal?.sites.includes(index)) return proposal.sites
    }
    return chainAt(context, index)
  },
  propose(context, sites) {
    const { proposal, refusals } = outcomeOf(context, ownChain(context, sites))
    const [refusal] = refusals.values()
    if (proposal || !refusal) return { proposal, refusals }
    return { proposal, refusals: toldOnce(context, new Map(sites.map((index) => [index, refusal]))) }
  },
}

const known = new WeakMap<TransformContext, Map<string, Outcome>>()

/** What comes of a chain: asked for by the calls of the functions below it, too, and found out once. */
function outcomeOf(context: TransformContext, chain: readonly number[]): Outcome {
  const outcomes = known.get(context) ?? new Map<string, Outcome>()
  known.set(context, outcomes)
  const key = chain.join()
  const outcome = outcomes.get(key) ?? proposing(chain, () => proposeSplit(context, chain))
  outcomes.set(key, outcome)
  return outcome
}

/** The calls of the chain itself among those that are rewritten with it. */
function ownChain(context: TransformContext, sites: readonly number[]): readonly number[] {
  const [index] = sites
  const own = index === undefined ? [] : chainAt(context, index)
  return sites.filter((site) => own.includes(site))
}

/** With the steps of the functions that the chain calls, where that can be done, else with tasks alone. */
function proposeSplit(context: TransformContext, sites: readonly number[]): Proposal {
  checkDecisions(context, sites)
  const whole = read(context, sites, true)
  const split = attempt(() => propose(context, sites, whole))
  if ('value' in split) return split.value
  if (whole.splits.functions.size === 0) throw new Refused(split.refusal)
  return propose(context, sites, read(context, sites, false))
}

/** A call of the chain that the user decided otherwise about stays, and what is around it cannot go without it. */
function checkDecisions(context: TransformContext, sites: readonly number[]): void {
  for (const index of sites) {
    const { verdict, isOverride } = context.advice[index] ?? {}
    const site = context.sites[index]
    if (!site || !isOverride || verdict === 'step-functions') continue
    const message = `The call in line ${site.line} is a part of the chain, and an override makes it "${verdict}".`
    refuse(site, 'chain-not-compilable', message)
  }
}

interface Read {
  readonly workflow: Workflow
  readonly splits: Splits
}

/** Reads until no function is split that cannot be: what stays is told with the reasons. */
function read(context: TransformContext, sites: readonly number[], isSplit: boolean): Read {
  const chain = sitesIn(context, sites)
  const [first] = chain
  const stay = new Map<string, KeptFunction>()
  for (;;) {
    const parts = new RefusedParts()
    const caller = parts.read(first.call, () => onlyCaller(first))
    if (context.options.errors === 'preserve') {
      refuse(
        first,
        'errors-not-preserved',
        'A failing state ends the execution; the code went on with the error as a result.',
      )
    }
    const splits: Splits =
      caller && isSplit ? splitsOf(context, caller, sites, stay) : { functions: new Map(), kept: stay }
    const workflow = readWorkflow(context, chain, parts, splits.functions)
    const unsplit = [...splits.functions].flatMap(([key, { ref }]): [string, KeptFunction][] => {
      const reasons = workflow.unsplit.get(key)?.list() ?? whyNoSteps(workflow.steps, ref)
      return reasons.length > 0 ? [[key, kept(ref, ...reasons)]] : []
    })
    if (unsplit.length === 0) return { workflow, splits }
    for (const [key, one] of unsplit) stay.set(key, one)
  }
}

/** @param isLoose Whether the handler knows its machine by a name, because a reference would close a circle. */
function propose(context: TransformContext, sites: readonly number[], chain: Read, isLoose = false): Proposal {
  const { workflow, splits } = chain
  const [first] = sitesIn(context, sites)
  const functions = [...splits.functions.values()]
  const caller = onlyCaller(first)
  const { key } = caller.function
  if (isSingleCall(workflow.steps)) refuseSingle(context, first, splits)
  const { type, obligations: typeObligations } = workflowTypeOf(context, first, caller, workflow)
  const standard = type === 'STANDARD' ? standardStart(context, first, caller, workflow) : undefined
  const time = timeOf(first, caller, workflow, type)
  if (time.timeout !== undefined) checkStages(first, caller, ['timeout'])
  const names = machineNames(caller)
  const waits = !isLoose && mayWaitFor(caller)
  const { awsRetries, style } = context.options
  const isPlain = style === 'cloudformation'
  const glue = workflow.glue && glueProposal(context.workspace, workflow.glue)
  const isDecoded = type === 'EXPRESS' && hasUncaughtTask(workflow.steps)
  const header = { comment: `${workflow.module.file}:${first.line}`, timeout: time.timeout, awsRetries, isDecoded }
  const { definition, guarded } = writeStates(workflow.steps, workflow.input, header)
  const removal = removalOf(context, functions)
  const course = courseOf(definition)
  return {
    transform: 'step-functions',
    sites: [...sites, ...functions.flatMap((split) => split.sites)],
    obligations: [
      ...obligationsOf(key, workflow, awsRetries, type),
      ...splitObligations(caller, workflow.steps),
      ...guardsOf(first, guarded, context),
      ...(glue?.obligations ?? []),
      time.obligation,
      ...typeObligations,
      ...(standard ? [standard.obligation, historySize(course)] : []),
    ],
    files: [
      rewriteCaller(context.evaluator, workflow.first, workflow, {
        arnVariable: names.arnVariable,
        standard,
        isDecoded,
      }),
      ...removal.files,
    ],
    helpers: helpersOf(context, sites),
    created: glue?.created ?? [],
    deleted: removal.deleted,
    left: glue?.left ?? [],
    infra: [
      ...(glue?.infra ?? []),
      ...[
        ...(isPlain
          ? plainMachine(caller, names, type, definition, workflow.steps)
          : pluginMachine(caller, names, type, definition)),
        ...surroundings(caller, names, type, waits),
      ].map((change) => ({ service: caller.service, change })),
      ...removal.infra,
    ],
    packages: [...needsPackage(first, '@aws-sdk/client-sfn'), ...(isPlain ? [] : plugin(caller))],
    notes: [
      `${key}: one deployment brings ${waits ? 'the state machine, and then its handler' : 'the handler and its state machine, in any order: a call in between may fail'}. To roll back, deploy what was there before.`,
      ...(glue?.notes ?? []),
      ...(standard ? [`${key}: watch "ExecutionsFailed" and "ExecutionsTimedOut" of the machine.`] : []),
      standard ? standardCostNote(caller, workflow.steps, course) : costNote(key, workflow.steps),
      ...siblingNotes(key, workflow.steps),
      ...splitNotes(key, functions, [...splits.kept.values()]),
      ...vpcNotes([caller], 'the machine', `Step Functions (${type === 'EXPRESS' ? '"sync-states"' : '"states"'})`),
    ],
    // where something refers to such a function after all, it stays
    ...(functions.length > 0 && { fallback: () => propose(context, sites, read(context, sites, false), isLoose) }),
    ...(waits && { loosened: () => propose(context, sites, chain, true) }),
  }
}

/** A helper that others call, too, or that is given to something, keeps its call for itself. */
function refuseSingle(context: TransformContext, site: InvokeSite, splits: Splits): never {
  const isOfHelper = isInHelper(context, site)
  const message = isOfHelper
    ? 'It is the only call of a helper, and not all that call that helper are in one chain.'
    : `It is a single call: the handler would wait as long for a machine of one task.${keptText(splits)}`
  const remedy: RemedyCode = isOfHelper ? 'helper' : 'single'
  refuse(site, 'chain-not-compilable', message, undefined, remedy)
}

/** Why the functions that a chain calls are not part of its workflow. */
function keptText({ kept }: Splits): string {
  return [...kept.values()].map((one) => ` ${keptSentence(one)}`).join('')
}

/** Whether a workflow only calls one function: nothing is gained by a machine around it. */
function isSingleCall(steps: readonly Step[]): boolean {
  const isPlain = (step: Step): boolean =>
    ['task', 'assign', 'return', 'fail', 'choice'].includes(step.kind) && innerSteps(step).flat().every(isPlain)
  const tasks = (list: readonly Step[]): number =>
    list.reduce(
      (sum, step) => sum + (step.kind === 'task' && step.step === undefined ? 1 : 0) + tasks(innerSteps(step).flat()),
      0,
    )
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
