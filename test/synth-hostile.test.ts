import fc from 'fast-check'
import { synthesize } from '../src/infra/synth/synthesize'
import { eventTypes } from './oracle/generators/service'
import { propertyRuns } from './support/property-runs'
import { serviceOf } from './support/service'

/** A value that no one would write there: any JSON, or a right one with a part replaced. */
const json = fc.jsonValue({ maxDepth: 3 })

const damaged = (right: fc.Arbitrary<unknown>) =>
  fc.tuple(right, fc.nat(), json).map(([value, place, wrong]) => {
    if (typeof value !== 'object' || value === null) return wrong
    const keys = Object.keys(value)
    return { ...value, [keys[place % keys.length] ?? 'x']: wrong }
  })

const SETTINGS = ['apiGateway', 'httpApi', 'logs', 's3', 'alb', 'cloudFront', 'kinesis', 'tags', 'websocketsApiName']

test.each(Object.keys(eventTypes))('whatever stands in an event of the type "%s", a template comes out', (type) => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(json, damaged(eventTypes[type] ?? json)), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...SETTINGS), json),
      (values, provider) => {
        const events = values.map((value) => ({ [type]: value }))
        const { template } = synthesize(
          serviceOf({ service: 'svc', provider: { ...provider, name: 'aws' }, functions: { fn: { events } } }),
        )
        expect(Object.keys(template.Resources)).toContain('FnLambdaFunction')
      },
    ),
    propertyRuns(100),
  )
})
