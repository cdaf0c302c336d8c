import { parameter } from '../../scan/params'
import type { InvokeSite } from '../../scan/site'
import { placeOf } from '../../syntax/parse'
import { readAnswer } from '../shared/answer'
import { needsPackage } from '../shared/packages'
import { resolvedCallee } from '../shared/target'
import {
  attempt,
  type Obligation,
  type Place,
  proposing,
  refuse,
  type Transform,
  type TransformContext,
} from '../transform'
import { rewriteCallee } from './callee'
import { rewriteCaller } from './caller'
import { checkFailures } from './failures'
import { callerChanges, queueChanges } from './infra'
import { queueNames } from './names'
import { rolloutNotes } from './notes'
import { endsUnread } from './unread'

/** An invoke that nobody waits for becomes a message: one producer, one consumer, same service. */
export const sqs: Transform = {
  name: 'sqs',
  group: (_, site) => [site],
  propose: (context, sites) =>
    proposing(sites, () => {
      const [index = 0] = sites
      const site = context.sites[index] as InvokeSite
      const { ref: callee } = resolvedCallee(site)
      checkSite(context, site)
      const failures = checkFailures(context, site)
      checkCallee(site, callee.function.data, callee.function.key)
      const names = queueNames(context, callee)
      const { change, obligation } = rewriteCaller(context.evaluator, site, names.urlVariable)
      const beside = environmentName(site)
      const consumer = rewriteCallee(context, site, callee, names.arnVariable)
      const infra = [
        ...queueChanges(callee, consumer ? names : { ...names, arnVariable: undefined }),
        ...site.callers.flatMap((caller) => callerChanges(caller, names, beside)),
      ]
      return {
        transform: 'sqs',
        sites,
        obligations: [...obligations(callee.function.key), obligation, ...failures],
        files: consumer ? [change, consumer] : [change],
        created: [],
        deleted: [],
        infra: infra.map((entry) => ({ service: callee.service, change: entry })),
        packages: needsPackage(site, '@aws-sdk/client-sqs'),
        notes: rolloutNotes(site, callee, names),
      }
    }),
}

function checkSite(context: TransformContext, site: InvokeSite): void {
  if (site.invocation === 'dynamic') refuse(site, 'dynamic-invocation-type', 'The invocation type is not fixed.')
  if (site.invocation === 'async' && site.response === 'used')
    refuse(site, 'status-read', 'Something looks at the answer of the event.')
  if (site.invocation === 'async' && site.isPassedOn && !endsUnread(site))
    refuse(site, 'status-read', 'The answer of the event is passed on.')
  if (site.invocation === 'sync' && (site.response === 'used' || site.isPassedOn))
    refuse(site, 'no-answer', noAnswer(site), answerPlace(site))
  if (site.invocation === 'sync' && site.isAwaited && !context.options.unreadIsAsync) {
    refuse(site, 'caller-waits', 'The caller waits for the callee to end.')
  }
}

/** Where the answer is decoded, where that is known. */
function answerPlace(site: InvokeSite): Place | undefined {
  const read = attempt(() => readAnswer(site, { errorCheck: true }))
  if (!('value' in read)) return undefined
  const { ast, file } = site.module
  return { file, line: placeOf(ast, read.value.parse.getStart(ast)).line }
}

function noAnswer(site: InvokeSite): string {
  const place = answerPlace(site)
  return place
    ? `The answer of the call is read in line ${place.line}; a queue has no answer.`
    : 'The answer of the call is read or passed on; a queue has no answer.'
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

/** The variable that named the callee, where one did. */
function environmentName(site: InvokeSite): string | undefined {
  const name = parameter(site.params, 'FunctionName')
  return name.kind === 'environment' ? name.key : undefined
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
