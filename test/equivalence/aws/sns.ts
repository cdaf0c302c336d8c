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
      const { FilterPolicy: policy, FilterPolicyScope: scope, Endpoint } = Properties
      if (policy !== undefined && scope !== 'MessageBody') throw new Error('Only filters on the body are known.')
      return policy === undefined || matches(policy, JSON.parse(Message)) ? [this.stack.resolve(Endpoint)] : []
    })
  }
}

function notification({ TopicArn, Message }: Publication): unknown {
  const Sns = { Type: 'Notification', MessageId: '1', TopicArn, Subject: null, Message, MessageAttributes: {} }
  return { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: `${TopicArn}:1`, Sns }] }
}

/** Filter policies of texts: any of the listed values; in a list of the message, any of its elements. */
function matches(policy: unknown, value: unknown): boolean {
  if (Array.isArray(policy)) {
    if (policy.some((item) => typeof item !== 'string')) throw new Error('Only filters on texts are known.')
    return [value].flat().some((item) => policy.includes(item))
  }
  return (
    isObject(policy) && isObject(value) && Object.entries(policy).every(([name, inner]) => matches(inner, value[name]))
  )
}
