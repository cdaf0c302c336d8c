import fc from 'fast-check'

/** An object with all required and some of its other properties. */
export function object(
  required: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  optional: Readonly<Record<string, fc.Arbitrary<unknown>>> = {},
): fc.Arbitrary<Record<string, unknown>> {
  return fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) })
}

/** An object with some of its properties. */
export const some = (properties: Readonly<Record<string, fc.Arbitrary<unknown>>>) => object({}, properties)

/** A boolean, as a boolean or as the text that the packager takes for one. */
export const flag = fc.oneof({ weight: 5, arbitrary: fc.boolean() }, fc.constantFrom('true', 'false'))

/** A number, as a number or as its text. */
export const number = (min: number, max: number) =>
  fc.integer({ min, max }).chain((value) => fc.constantFrom(value, value, value, String(value)))

/** Text without quotes and backslashes, which the packager puts into JSON as they are. */
export const words = fc.constantFrom('a', 'two words', 'x-y_z', '12', 'Größe', 'with.dot', 'a/b')
export const name = fc.constantFrom('orders', 'my-orders', 'Orders_2', 'a', 'order-items-eu')

export const ref = fc.constantFrom('Thing', 'OtherThing').map((id) => ({ Ref: id }))
export const getAtt = fc.constantFrom('Thing', 'OtherThing').map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] }))
export const importValue = fc.constantFrom('shared-thing', 'Other').map((id) => ({ 'Fn::ImportValue': id }))
export const sub = fc.constant({ 'Fn::Sub': 'arn:${AWS::Partition}:x:${AWS::Region}:${AWS::AccountId}:y' })

export const region = fc.constantFrom('us-east-1', 'eu-west-1')
/** ARN of a resource, by the service and the form of its last part. */
export const arn = (service: string, last: fc.Arbitrary<string>) =>
  fc.tuple(region, last).map(([where, what]) => `arn:aws:${service}:${where}:123456789012:${what}`)

/** The last part of `Fn::Join` is what names the resource. */
export const joined = (service: string, last: fc.Arbitrary<string>) =>
  last.map((what) => ({
    'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, service, { Ref: 'AWS::Region' }, '123456789012', what]],
  }))

export const pattern = fc.constantFrom<object>(
  { detail: { kind: ['a'] } },
  { body: { n: [{ numeric: ['>', 1] }] } },
  { 'a.b': [null, 'x'] },
)
export const filterPatterns = fc.array(pattern, { minLength: 1, maxLength: 2 })

/** A list, or its only item, which the packager takes for one. */
export const listOf = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: fc.array(item, { minLength: 1, maxLength: 3 }) }, item)

export const json = fc.constantFrom<unknown>({ key: 'value' }, { n: 1, list: [1, 'b', true], deep: { a: {} } })
