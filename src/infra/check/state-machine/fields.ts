import { expressionText } from './template'

/** What a field holds; the text says what it must be where it is not. */
export type ValueKind =
  | 'any'
  | 'text'
  | 'textOrExpression'
  | 'positive'
  | 'positiveOrExpression'
  | 'countOrExpression'
  | 'percentageOrExpression'
  | 'count'
  | 'rate'
  | 'jitter'
  | 'condition'
  | 'listOrExpression'
  | 'objectOrExpression'
  | 'argument'
  | 'assignments'
  | 'list'
  | 'object'
  | 'true'
  | 'jsonata'

export interface Fields {
  readonly required?: Readonly<Record<string, ValueKind>>
  readonly optional?: Readonly<Record<string, ValueKind>>
}

const next = { Next: 'text', End: 'true' } as const
const kept = { Output: 'any', Assign: 'assignments' } as const
const guarded = { Retry: 'list', Catch: 'list' } as const

/**
 * Fields of the states of a JSONata machine, beside those that all have.
 * Source: the Amazon States Language, "State fields", and the Step Functions guide, "Transforming data with JSONata".
 */
export const STATES: Readonly<Record<string, Fields>> = {
  Task: {
    required: { Resource: 'text' },
    optional: {
      Arguments: 'argument',
      Credentials: 'objectOrExpression',
      TimeoutSeconds: 'positiveOrExpression',
      HeartbeatSeconds: 'positiveOrExpression',
      ...kept,
      ...guarded,
      ...next,
    },
  },
  Pass: { optional: { ...kept, ...next } },
  Choice: { required: { Choices: 'list' }, optional: { Default: 'text', ...kept } },
  Wait: { optional: { Seconds: 'countOrExpression', Timestamp: 'textOrExpression', ...kept, ...next } },
  Succeed: { optional: { Output: 'any' } },
  Fail: { optional: { Error: 'textOrExpression', Cause: 'textOrExpression' } },
  Parallel: { required: { Branches: 'list' }, optional: { Arguments: 'any', ...kept, ...guarded, ...next } },
  Map: {
    required: { ItemProcessor: 'object' },
    optional: {
      Items: 'listOrExpression',
      ItemSelector: 'any',
      ItemReader: 'object',
      ItemBatcher: 'object',
      ResultWriter: 'object',
      Label: 'text',
      MaxConcurrency: 'countOrExpression',
      ToleratedFailureCount: 'countOrExpression',
      ToleratedFailurePercentage: 'percentageOrExpression',
      ...kept,
      ...guarded,
      ...next,
    },
  },
}

/** What every state may have. */
export const ANY_STATE: Fields = { required: { Type: 'text' }, optional: { Comment: 'text', QueryLanguage: 'jsonata' } }

export const SCOPE: Fields = { required: { StartAt: 'text', States: 'object' }, optional: { Comment: 'text' } }
export const MACHINE: Fields = {
  required: { QueryLanguage: 'jsonata' },
  optional: { TimeoutSeconds: 'positive', Version: 'text' },
}
export const PROCESSOR: Fields = { optional: { ProcessorConfig: 'object' } }
export const CHOICE_RULE: Fields = {
  required: { Condition: 'condition', Next: 'text' },
  optional: { Comment: 'text', ...kept },
}
export const RETRIER: Fields = {
  required: { ErrorEquals: 'list' },
  optional: {
    Comment: 'text',
    IntervalSeconds: 'positive',
    MaxAttempts: 'count',
    BackoffRate: 'rate',
    MaxDelaySeconds: 'positive',
    JitterStrategy: 'jitter',
  },
}
export const CATCHER: Fields = {
  required: { ErrorEquals: 'list', Next: 'text' },
  optional: { Comment: 'text', ...kept },
}

/** Fields of machines in JSONPath. */
export const JSONPATH_FIELDS: ReadonlySet<string> = new Set([
  'InputPath',
  'OutputPath',
  'ResultPath',
  'Parameters',
  'ResultSelector',
  'Result',
  'ItemsPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'MaxConcurrencyPath',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentagePath',
  'ErrorPath',
  'CausePath',
  'Variable',
])

const isWhole = (value: unknown): value is number => Number.isInteger(value)
const isExpression = (value: unknown): boolean => typeof value === 'string' && expressionText(value) !== undefined
const isPlainObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string'
/** A reference of the template stands for a text that only the deployment knows. */
const isReference = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && /^(Ref$|Fn::)/.test(Object.keys(value)[0] ?? '')

const KINDS: Readonly<Record<ValueKind, { readonly is: (value: unknown) => boolean; readonly must: string }>> = {
  any: { is: () => true, must: 'be anything' },
  text: { is: (value) => isText(value) || isReference(value), must: 'be a text' },
  textOrExpression: { is: isText, must: 'be a text' },
  positive: { is: (value) => isWhole(value) && value > 0, must: 'be a whole number above 0' },
  positiveOrExpression: {
    is: (value) => isExpression(value) || (isWhole(value) && value > 0),
    must: 'be a whole number above 0, or an expression',
  },
  count: { is: (value) => isWhole(value) && value >= 0, must: 'be a whole number from 0 on' },
  countOrExpression: {
    is: (value) => isExpression(value) || (isWhole(value) && value >= 0),
    must: 'be a whole number from 0 on, or an expression',
  },
  percentageOrExpression: {
    is: (value) => isExpression(value) || (typeof value === 'number' && value >= 0 && value <= 100),
    must: 'be a number from 0 to 100, or an expression',
  },
  rate: { is: (value) => typeof value === 'number' && value >= 1, must: 'be a number from 1 on' },
  jitter: { is: (value) => value === 'FULL' || value === 'NONE', must: 'be FULL or NONE' },
  condition: { is: isExpression, must: 'be an expression' },
  listOrExpression: { is: (value) => Array.isArray(value) || isExpression(value), must: 'be a list, or an expression' },
  objectOrExpression: {
    is: (value) => isPlainObject(value) || isExpression(value),
    must: 'be an object, or an expression',
  },
  argument: {
    is: (value) => typeof value !== 'number' && typeof value !== 'boolean',
    must: 'be no number and no boolean',
  },
  assignments: { is: isPlainObject, must: 'be an object' },
  list: { is: (value) => Array.isArray(value) && value.length > 0, must: 'be a list that is not empty' },
  object: { is: isPlainObject, must: 'be an object' },
  true: { is: (value) => value === true, must: 'be true' },
  jsonata: { is: (value) => value === 'JSONata', must: 'be JSONata' },
}

/** What is wrong with a value; nothing where it is right. */
export function valueFault(kind: ValueKind, value: unknown): string | undefined {
  return KINDS[kind].is(value) ? undefined : KINDS[kind].must
}
