import { isObject } from '../../../src/load/document'
import { runAsynchronously } from './asynchronous'
import type { Runner } from './runner'
import type { AwsAnswer, AwsRequest, LocalService } from './service'
import type { Stack } from './stack'

interface Publication {
  readonly TopicArn: string
  readonly Message: string
}

const NAMESPACE = 'xmlns="http://sns.amazonaws.com/doc/2010-03-31/"'
const METADATA = '<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>'
const PUBLISHED = `<PublishResponse ${NAMESPACE}><PublishResult><MessageId>1</MessageId></PublishResult>${METADATA}</PublishResponse>`
const error = (code: string, message: string) =>
  `<ErrorResponse ${NAMESPACE}><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`
const NOT_FOUND = error('NotFound', 'Topic does not exist')
const EMPTY = error('InvalidParameter', 'Invalid parameter: Empty message')

/** `Publish` to topics of the stack, and the functions that are subscribed to them, by their filters. */
export class Sns implements LocalService {
  constructor(
    private readonly stack: Stack,
    private readonly runner: Runner,
  ) {}

  answer({ body }: AwsRequest): Promise<AwsAnswer> | undefined {
    const form = new URLSearchParams(body)
    if (form.get('Action') !== 'Publish') return undefined
    return Promise.resolve(this.publish({ TopicArn: form.get('TopicArn') ?? '', Message: form.get('Message') ?? '' }))
  }

  private publish(publication: Publication): AwsAnswer {
    const headers = { 'content-type': 'text/xml' }
    if (!this.stack.arns('AWS::SNS::Topic').includes(publication.TopicArn))
      return { status: 404, headers, text: NOT_FOUND }
    if (publication.Message === '') return { status: 400, headers, text: EMPTY }
    for (const endpoint of this.endpoints(publication)) {
      const fn = this.stack.functionNamed(endpoint)
      if (!fn) throw new Error(`${endpoint} is no function.`)
      const payload: unknown = JSON.parse(publication.Message)
      this.runner.inBackground(() =>
        runAsynchronously(this.runner, fn, notification(publication), this.stack.functionArn(fn), payload),
      )
    }
    return { status: 200, headers, text: PUBLISHED }
  }

  private endpoints({ TopicArn, Message }: Publication): string[] {
    return Object.values(this.stack.template.Resources).flatMap(({ Type, Properties = {} }) => {
      if (Type !== 'AWS::SNS::Subscription' || this.stack.resolve(Properties.TopicArn) !== TopicArn) return []
      const { FilterPolicy: policy, FilterPolicyScope: scope, Endpoint, RedrivePolicy: redrive } = Properties
      if (redrive !== undefined) throw new Error('Dead letters of a subscription are not known.')
      if ((policy === undefined) !== (scope === undefined) || (scope ?? 'MessageBody') !== 'MessageBody')
        throw new Error('Only filters on the body are known.')
      return policy === undefined || matches(checkedPolicy(policy), Message) ? [this.stack.resolve(Endpoint)] : []
    })
  }
}

function notification({ TopicArn, Message }: Publication): unknown {
  const Sns = { Type: 'Notification', MessageId: '1', TopicArn, Subject: null, Message, MessageAttributes: {} }
  return { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: `${TopicArn}:1`, Sns }] }
}

type Policy = Readonly<Record<string, readonly string[]>>

/** Quotas of SNS: keys of a policy, and what its lists make of each other. */
const [MOST_KEYS, MOST_COMBINATIONS] = [5, 150]

/**
 * A policy of lists of texts. Operators, nested keys and other values are not known.
 * @throws Error for any other policy, and for one that SNS does not take
 */
function checkedPolicy(policy: unknown): Policy {
  if (!isObject(policy)) throw new Error('A filter policy is an object.')
  const lists = Object.entries(policy)
  if (lists.length === 0 || lists.length > MOST_KEYS) throw new Error('A filter policy has one to five keys.')
  for (const [key, list] of lists) {
    if (key.startsWith('$')) throw new Error('Operators of filter policies are not known.')
    const isKnown = Array.isArray(list) && list.length > 0 && list.every((item) => typeof item === 'string')
    if (!isKnown) throw new Error('Only filters on texts are known.')
  }
  const known = policy as Policy
  const combinations = Object.values(known).reduce((product, list) => product * list.length, 1)
  if (combinations > MOST_COMBINATIONS) throw new Error('A filter policy has 150 combinations at most.')
  return known
}

/** Each key has one of its texts, or a list that holds one; what is no object has no keys. */
function matches(policy: Policy, message: string): boolean {
  const body: unknown = JSON.parse(message)
  if (!isObject(body)) return false
  return Object.entries(policy).every(([key, texts]) => {
    const value = Object.hasOwn(body, key) ? body[key] : undefined
    const items: unknown[] = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value]
    return items.some((item) => typeof item === 'string' && texts.includes(item))
  })
}
