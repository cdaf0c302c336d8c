import { leftOutOfBundles } from '../../infra/edit/bundler'
import type { ServiceFunction } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { ClientKind } from '../shared/construction'
import { checkFailures } from '../shared/failures'
import { checkOneWay, environmentName } from '../shared/one-way'
import { needsPackage } from '../shared/packages'
import { callerRuntimes } from '../shared/runtimes'
import { rewriteSend } from '../shared/send'
import { resolvedCallee } from '../shared/target'
import { checkFramework, hasOptionalChaining } from '../shared/tools'
import { onceObligation } from '../shared/tries'
import { type Obligation, proposing, type Transform } from '../transform'
import { checkDetail } from './detail'
import { entriesCheck } from './entries-check'
import { callerChanges, ruleChange } from './infra'
import { eventNames } from './names'
import { rolloutNotes } from './notes'
import { entryParams } from './params'

const EVENT_BRIDGE: ClientKind = {
  variable: 'eventBridge',
  v2: 'EventBridge',
  v2Module: 'aws-sdk/clients/eventbridge',
  v3: 'EventBridgeClient',
  package: '@aws-sdk/client-eventbridge',
}

/** A call of a function of another service, or of other owners, becomes an event that a rule of its service takes. */
export const eventBridge: Transform = {
  name: 'event-bridge',
  group: (_, site) => [site],
  propose: (context, sites) =>
    proposing(sites, () => {
      const [index = 0] = sites
      const site = context.sites[index] as InvokeSite
      const { ref: callee } = resolvedCallee(site)
      const waits = checkOneWay(context, site)
      checkFramework(context, site, callee, ['eventBridge'])
      const failures = checkFailures(context, site)
      const names = eventNames(context, site, callee)
      const { bus } = context.options
      const send = rewriteSend(context, site, {
        client: EVENT_BRIDGE,
        method: 'putEvents',
        command: 'PutEventsCommand',
        params: (of, params, body) => entryParams(of, params, names, bus, body),
      })
      const detail = checkDetail(context, site, send.payload)
      const check = entriesCheck(context, site, hasOptionalChaining(context, site.module.file, callerRuntimes(site)))
      const { change } = send
      const beside = environmentName(site)
      return {
        transform: 'event-bridge',
        sites,
        obligations: [...obligations(site, callee.function), ...waits, ...send.obligations, detail, ...failures],
        files: [
          {
            ...change,
            edits: [...change.edits, ...check.edits],
            declarations: [...change.declarations, ...check.declarations],
          },
        ],
        created: [],
        deleted: [],
        infra: [
          { service: callee.service, change: ruleChange(callee, names, bus) },
          ...site.callers.flatMap((caller) =>
            [
              ...callerChanges(caller, names, bus, beside),
              ...(site.sdk === 'v3' ? leftOutOfBundles(caller.service, EVENT_BRIDGE.package) : []),
            ].map((entry) => ({ service: caller.service, change: entry })),
          ),
        ],
        packages: needsPackage(site, EVENT_BRIDGE.package),
        notes: rolloutNotes(site, callee, names),
      }
    }),
}

function obligations(site: InvokeSite, callee: ServiceFunction): Obligation[] {
  const { key } = callee
  return [
    { code: 'callee-known', status: 'proved', message: `The call reaches "${key}" and nothing else.` },
    { code: 'response-unused', status: 'proved', message: 'Nothing reads the answer of the call.' },
    {
      code: 'old-events',
      status: 'proved',
      message: `"${key}" gets the payload as it did, by the rule and by a direct invocation.`,
    },
    onceObligation([site], callee, 'bus'),
    {
      code: 'message-size',
      status: 'waived',
      message:
        'An event takes up to 1 MB with its source and type, and numbers of up to 64 bits; an asynchronous invocation takes 1 MB of any JSON.',
    },
  ]
}
