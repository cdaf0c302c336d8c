import { isObject } from '../../../src/load/document'
import { runAsynchronously } from './asynchronous'
import type { Runner } from './runner'
import { type AwsAnswer, type AwsRequest, type LocalService, ok, operationOf } from './service'
import { ACCOUNT, REGION, type Stack } from './stack'

interface Entry {
  readonly Source: string
  readonly DetailType: string
  readonly Detail: string
  readonly EventBusName?: string
}

interface Target {
  readonly Arn: unknown
  readonly InputPath?: string
}

/** `PutEvents`, and the rules of the stacks that hand events to functions. */
export class EventBridge implements LocalService {
  constructor(
    private readonly stack: Stack,
    private readonly runner: Runner,
  ) {}

  answer(request: AwsRequest): Promise<AwsAnswer> | undefined {
    if (operationOf(request, 'AWSEvents') !== 'PutEvents') return undefined
    const { Entries } = JSON.parse(request.body) as { Entries: Entry[] }
    const results = Entries.map((entry) => this.put(entry))
    const FailedEntryCount = results.filter((result) => 'ErrorCode' in result).length
    return Promise.resolve(ok({ FailedEntryCount, Entries: results }))
  }

  private put(entry: Entry): { ErrorCode: string; ErrorMessage: string } | { EventId: string } {
    const detail = parsed(entry.Detail)
    if (!isObject(detail)) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
    // a word of the tests: the service takes the request, and fails for the entry
    if (entry.Detail.includes('entry that fails')) return { ErrorCode: 'InternalFailure', ErrorMessage: 'It failed.' }
    const event = {
      version: '0',
      'detail-type': entry.DetailType,
      source: entry.Source,
      account: ACCOUNT,
      region: REGION,
      detail,
    }
    for (const { Arn, InputPath } of this.targets(event, entry.EventBusName ?? 'default')) {
      const fn = this.stack.functionNamed(this.stack.resolve(Arn))
      if (!fn) throw new Error('The target is no function.')
      if (InputPath !== undefined && InputPath !== '$.detail')
        throw new Error(`The input path ${InputPath} is not known.`)
      const input = InputPath === undefined ? event : detail
      this.runner.inBackground(() => runAsynchronously(this.runner, fn, input, this.stack.functionArn(fn), detail))
    }
    return { EventId: '1' }
  }

  private targets(event: Record<string, unknown>, bus: string): Target[] {
    const name = bus.split('/').at(-1)
    return Object.values(this.stack.template.Resources).flatMap(({ Type, Properties = {} }) => {
      if (Type !== 'AWS::Events::Rule' || Properties.EventPattern === undefined) return []
      const own = this.stack
        .resolve(Properties.EventBusName ?? 'default')
        .split('/')
        .at(-1)
      return own === name && matches(Properties.EventPattern, event) ? (Properties.Targets as Target[]) : []
    })
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Patterns of listed texts. */
function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) {
    if (pattern.some((item) => typeof item !== 'string')) throw new Error('Only patterns of texts are known.')
    return pattern.includes(value)
  }
  return (
    isObject(pattern) &&
    isObject(value) &&
    Object.entries(pattern).every(([name, inner]) => matches(inner, value[name]))
  )
}
