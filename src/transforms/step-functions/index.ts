import { chainOf } from '../../advise/advise'
import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { needsPackage } from '../shared/packages'
import { type Obligation, type PackageChange, proposing, refuse, type Transform } from '../transform'
import { rewriteCaller } from './caller'
import { machineChanges, machineNames, PLUGIN } from './infra'
import type { Step } from './ir'
import { readWorkflow } from './read-handler'
import { writeStates } from './states'

/** An Express execution that is waited for ends after five minutes. In seconds. */
const SYNC_LIMIT = 300

/** A chain of synchronous calls in one handler becomes a state machine, and the handler starts it. */
export const stepFunctions: Transform = {
  name: 'step-functions',
  group(context, index) {
    const site = context.sites[index]
    return site ? chainOf(context, context.sites, site) : [index]
  },
  propose: (context, sites) =>
    proposing(sites, () => {
      const chain = sites.map((index) => context.sites[index] as InvokeSite)
      const [first] = chain as [InvokeSite]
      const caller = onlyCaller(first)
      if (context.options.errors === 'preserve') {
        refuse(
          first,
          'errors-not-preserved',
          'A failing state ends the execution; the code went on with the error as a result.',
        )
      }
      const workflow = readWorkflow(context.evaluator, chain)
      checkTime(first, caller, workflow.steps)
      const names = machineNames(caller)
      const comment = `${workflow.module.file}:${first.line}`
      const definition = writeStates(workflow.steps, workflow.inputs, comment)
      return {
        transform: 'step-functions',
        sites,
        obligations: obligations(caller.function.key),
        files: [rewriteCaller(context.evaluator, first, workflow, names.arnVariable)],
        created: [],
        deleted: [],
        infra: machineChanges(caller, names, definition).map((change) => ({ service: caller.service, change })),
        packages: packages(first, caller),
        notes: [
          `${caller.function.key}: deploy the state machine first, the handler after. Run "npm install" for ${PLUGIN}. To roll back, deploy the old handler; the machine can stay.`,
          `${caller.function.key}: an Express execution costs $1.00 per million starts and its duration; the handler is still billed while it waits.`,
        ],
      }
    }),
}

function onlyCaller(site: InvokeSite): FunctionRef {
  const [caller, ...others] = site.callers
  if (!caller || others.length > 0)
    refuse(site, 'several-callers', `${site.callers.map((ref) => ref.function.key).join(' and ')} share this code.`)
  return caller
}

/** The functions of a chain may not take longer than a synchronous execution can last. */
function checkTime(site: InvokeSite, caller: FunctionRef, steps: readonly Step[]): void {
  const seconds = Math.min(longest(steps), caller.function.timeout)
  if (seconds > SYNC_LIMIT)
    refuse(site, 'chain-too-long', `They may take ${seconds} s; a synchronous execution ends after ${SYNC_LIMIT} s.`)
}

/** Sum of the timeouts along the longest way. In seconds. */
function longest(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => {
    if (step.kind === 'task') return sum + step.callee.function.timeout + longest(step.onFailure ?? [])
    return step.kind === 'choice' ? sum + Math.max(longest(step.whenTrue), longest(step.whenFalse)) : sum
  }, 0)
}

function packages(site: InvokeSite, { service }: FunctionRef): PackageChange[] {
  const added = service.plugins.includes(PLUGIN)
    ? []
    : [{ importedBy: service.config, add: PLUGIN, like: ['serverless', 'osls', ...service.plugins], range: '^3.28.1' }]
  return [...needsPackage(site, '@aws-sdk/client-sfn'), ...added]
}

function obligations(key: string): Obligation[] {
  return [
    { code: 'callee-known', status: 'proved', message: 'Every call of the chain reaches one function.' },
    {
      code: 'callee-errors',
      status: 'waived',
      message: `Where a function of the chain throws, "${key}" now throws its error; it went on with the error as if it were a result (errors=propagate).`,
    },
    {
      code: 'member-access',
      status: 'waived',
      message: 'Reading a member of a result that is null gives nothing; it threw (trust-types).',
    },
    {
      code: 'state-size',
      status: 'waived',
      message: 'The state of an execution may hold 256 KB; a synchronous call took 6 MB.',
    },
    {
      code: 'time-limit',
      status: 'proved',
      message: 'The timeouts of the functions fit into a synchronous execution.',
    },
  ]
}
