import fc from 'fast-check'
import { apiSettings } from './api-settings'
import { apis } from './apis'
import { consistent, type Event, type Functions, packageable } from './packageable'
import { sources } from './sources'
import { storeSettings, stores } from './stores'
import { triggers } from './triggers'
import { number, object, some } from './values'

/** An event of each type, by its key. */
export const eventTypes: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  ...sources,
  ...triggers,
  ...stores,
  ...apis,
}

const event: fc.Arbitrary<Event> = fc.oneof(
  ...Object.entries(eventTypes).map(([type, value]) => ({
    // those of an API have most to say
    weight: type === 'http' ? 6 : type in apis ? 2 : 1,
    arbitrary: value.map((options): Event => ({ [type]: options })),
  })),
)

const provider = some({
  ...apiSettings,
  ...storeSettings,
  stage: fc.constantFrom('dev', 'prod-1'),
  tags: fc.constantFrom<object>({ team: 'a', n: 1 }, {}),
  logRetentionInDays: fc.constantFrom(7, 30),
  stackName: fc.constant('my-stack'),
  architecture: fc.constantFrom('arm64', 'x86_64'),
  deploymentBucket: fc.constantFrom<unknown>('my-bucket', { name: 'my-bucket' }, { blockPublicAccess: true }),
  iam: fc.constantFrom<object>(
    { deploymentRole: 'arn:aws:iam::123456789012:role/deploy' },
    { role: 'arn:aws:iam::123456789012:role/all' },
    { role: { 'Fn::GetAtt': ['AllRole', 'Arn'] } },
    { role: { name: 'mine', statements: [{ Effect: 'Allow', Action: 'a:b', Resource: '*' }] } },
  ),
})

/** Options of a function that change what its events compile to. */
const optionsOf = (key: string) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant({}) },
    object(
      {},
      {
        name: fc.constantFrom(`own-${key}`, `long-${key}-${'x'.repeat(45)}`),
        role: fc.constantFrom<unknown>('arn:aws:iam::123456789012:role/r', 'OwnRole', {
          'Fn::GetAtt': ['OwnRole', 'Arn'],
        }),
        httpApi: fc.constant({ payload: '1.0' }),
        memorySize: number(128, 128),
      },
    ),
    fc.constant({ provisionedConcurrency: 1 }),
    fc.constant({ snapStart: true }),
  )

/** A service with events of all types, such as the packager takes. */
export const serviceWithEvents: fc.Arbitrary<Record<string, unknown>> = fc
  .record({
    service: fc.constantFrom('svc', 'my-service'),
    provider,
    functions: fc.dictionary(fc.constantFrom('fn', 'my-fn_1', 'other'), fc.array(event, { maxLength: 6 }), {
      minKeys: 1,
    }),
    options: fc.record({ authz: optionsOf('authz'), fn: optionsOf('fn'), 'my-fn_1': optionsOf('my-fn_1') }),
  })
  .map(({ service, provider, functions, options: more }) => {
    const all: Functions = { authz: { handler: 'authz.handler', events: [], ...more.authz } }
    for (const [key, events] of Object.entries(functions)) {
      all[key] = { handler: 'index.handler', events, ...more[key as keyof typeof more] }
    }
    return { service, provider: consistent(provider), functions: packageable(all, provider) }
  })
