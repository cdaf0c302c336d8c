import fc from 'fast-check'
import { apiSettings } from '../generators/api-settings'
import { consistent, type Event, packageable } from '../generators/packageable'
import { eventTypes } from '../generators/service'
import { storeSettings } from '../generators/stores'
import type { Cases } from '../golden'

/** Samples are the same in each run; another seed, or another generator, needs new golden templates. */
const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number, seed: number): T[] =>
  fc.sample(arbitrary, { numRuns: count, seed })

const service = (events: readonly Event[], provider: Readonly<Record<string, unknown>> = {}) => ({
  service: 'svc',
  provider: consistent(provider),
  functions: packageable(
    {
      authz: { handler: 'authz.handler', events: [] },
      // every other event is of a function that is called by its alias
      fn: { handler: 'index.handler', events: events.filter((_, index) => index % 2 === 0) },
      'my-fn_1': { handler: 'index.handler', events: events.filter((_, index) => index % 2 === 1), snapStart: true },
    },
    provider,
  ),
})

const settings: Readonly<Record<string, readonly string[]>> = {
  s3: ['s3'],
  alb: ['alb'],
  cloudFront: ['cloudFront'],
  stream: ['kinesis'],
  http: ['apiGateway', 'logs', 'endpointType', 'vpcEndpointIds', 'apiName'],
  httpApi: ['httpApi', 'logs'],
  websocket: ['apiGateway', 'logs', 'websocketsApiName', 'websocketsDescription'],
}

const all: Readonly<Record<string, fc.Arbitrary<unknown>>> = { ...apiSettings, ...storeSettings }

/** Events of one type in several forms, and some with settings of the provider. */
export const cases: Cases = {
  none: service([]),
  ...Object.fromEntries(
    Object.entries(eventTypes).map(([type, value]) => {
      const events = sample(value, type === 'http' ? 10 : 5, 1).map((options) => ({ [type]: options }))
      return [type, service(events)]
    }),
  ),
  ...Object.fromEntries(
    Object.entries(settings).flatMap(([type, names]) =>
      [1, 2].map((seed) => {
        const provider = Object.fromEntries(
          names.map((name) => [name, sample(all[name] ?? fc.constant({}), 1, seed)[0]]),
        )
        const events = sample(eventTypes[type] ?? fc.constant({}), 4, seed + 1).map((options) => ({ [type]: options }))
        return [`${type} with settings ${seed}`, service(events, provider)]
      }),
    ),
  ),
}
