import { isObject } from '../../../../load/document'

type Check = (value: unknown) => boolean

const text: Check = (value) => typeof value === 'string' && value !== ''
const listOf =
  (item: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(item)
const anyOf =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.some((check) => check(value))
const mapOf =
  (item: Check): Check =>
  (value) =>
    isObject(value) && Object.entries(value).every(([key, entry]) => key !== '' && item(entry))

/** An object with these keys and no others. */
const keys =
  (checks: Readonly<Record<string, Check>>, required: readonly string[] = []): Check =>
  (value) =>
    isObject(value) &&
    required.every((key) => value[key] !== undefined) &&
    Object.entries(value).every(
      ([key, entry]) => Object.hasOwn(checks, key) && (entry === undefined || checks[key]?.(entry) === true),
    )

const reference = keys({ Ref: text })
const arn = anyOf(
  text,
  reference,
  keys({ 'Fn::GetAtt': listOf(text) }),
  keys({ 'Fn::Join': listOf(anyOf(text, listOf(anyOf(text, reference)))) }),
)

const targets = listOf(
  keys({
    sns: arn,
    sqs: anyOf(keys({ arn, messageGroupId: text }, ['arn', 'messageGroupId']), arn),
    kinesis: anyOf(keys({ arn, partitionKeyPath: text }, ['arn']), arn),
    firehose: arn,
    lambda: arn,
    stepFunctions: arn,
    inputPath: text,
    inputTransformer: keys({ inputPathsMap: mapOf(text), inputTemplate: text }, ['inputTemplate']),
  }),
)

/**
 * Whether the plugin compiles these notifications: those that do not fit its schema it logs and leaves out. Source:
 * `compileNotifications.schema.js` of serverless-step-functions 3.28.1.
 */
export const isWellFormed: Check = keys({
  ABORTED: targets,
  FAILED: targets,
  RUNNING: targets,
  SUCCEEDED: targets,
  TIMED_OUT: targets,
})
