import type { InvokeSite } from '../../scan/site'
import { checkFailures } from '../shared/failures'
import { checkOneWay, environmentName } from '../shared/one-way'
import { needsPackage } from '../shared/packages'
import { rewriteSend } from '../shared/send'
import { resolvedCallee } from '../shared/target'
import { type Obligation, proposing, refuse, type Transform } from '../transform'
import { rewriteCallee } from './callee'
import { sendToQueue } from './caller'
import { callerChanges, queueChanges } from './infra'
import { queueNames } from './names'
import { rolloutNotes } from './notes'

/** An invoke that nobody waits for becomes a message: one producer, one consumer, same service. */
export const sqs: Transform = {
  name: 'sqs',
  group: (_, site) => [site],
  propose: (context, sites) =>
    proposing(sites, () => {
      const [index = 0] = sites
      const site = context.sites[index] as InvokeSite
      const { ref: callee } = resolvedCallee(site)
      checkOneWay(context, site)
      const failures = checkFailures(context, site)
      checkCallee(site, callee.function.data, callee.function.key)
      const names = queueNames(context, callee)
      const { change, obligation } = rewriteSend(context.evaluator, site, sendToQueue(names.urlVariable))
      const beside = environmentName(site)
      const infra = [
        ...queueChanges(callee, names),
        ...site.callers.flatMap((caller) => callerChanges(caller, names, beside)),
      ]
      return {
        transform: 'sqs',
        sites,
        obligations: [...obligations(callee.function.key), obligation, ...failures],
        files: [change, rewriteCallee(context, site, callee, names.arnVariable)],
        created: [],
        deleted: [],
        infra: infra.map((entry) => ({ service: callee.service, change: entry })),
        packages: needsPackage(site, '@aws-sdk/client-sqs'),
        notes: rolloutNotes(site, callee, names),
      }
    }),
}

/** Settings of asynchronous invocation, which a queue does not honour. */
const ASYNC_SETTINGS = ['onError', 'destinations', 'maximumEventAge'] as const

function checkCallee(site: InvokeSite, data: Readonly<Record<string, unknown>>, key: string): void {
  for (const name of ASYNC_SETTINGS) {
    if (data[name] !== undefined) refuse(site, 'keeps-async-settings', `"${key}" has "${name}".`)
  }
  if (data.reservedConcurrency === 1) {
    refuse(
      site,
      'keeps-async-settings',
      `"${key}" has a reserved concurrency of 1; a queue drives at least two at once.`,
    )
  }
}

function obligations(key: string): Obligation[] {
  return [
    { code: 'callee-known', status: 'proved', message: `The call reaches "${key}" and nothing else.` },
    { code: 'response-unused', status: 'proved', message: 'Nothing reads the answer of the call.' },
    {
      code: 'old-events',
      status: 'emulated',
      message: `"${key}" handles the records of the queue and events in the old shape.`,
    },
    {
      code: 'at-least-once',
      status: 'proved',
      message: 'A queue may deliver twice, as an asynchronous invocation may.',
    },
  ]
}
