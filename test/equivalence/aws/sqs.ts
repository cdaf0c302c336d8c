import { createHash } from 'node:crypto'
import type { Runner } from './runner'
import { type AwsAnswer, type AwsRequest, failed, type LocalService, ok, operationOf } from './service'
import { type Message, readRequest, refusalOf } from './sqs-message'
import type { Stack } from './stack'

interface Entry extends Message {
  readonly Id: string
}

interface Send extends Message {
  readonly QueueUrl?: string | undefined
}

interface SendBatch {
  readonly QueueUrl?: string | undefined
  readonly Entries: readonly Entry[]
}

/** Queues, their redrive policy, and the event source mapping that hands their messages to a function. */
export class Sqs implements LocalService {
  constructor(
    private readonly stack: Stack,
    private readonly runner: Runner,
  ) {}

  answer(request: AwsRequest): Promise<AwsAnswer> | undefined {
    const operation = operationOf(request, 'AmazonSQS')
    if (operation !== 'SendMessage' && operation !== 'SendMessageBatch') return undefined
    const sent = readRequest<Send | SendBatch>(request.body)
    if ('status' in sent) return Promise.resolve(sent)
    return Promise.resolve('Entries' in sent ? this.sendMessageBatch(sent) : this.sendMessage(sent))
  }

  /** Every message by itself: those that are not taken are named in an answer that is no error. */
  private sendMessageBatch({ QueueUrl, Entries }: SendBatch): AwsAnswer {
    if (Entries.length === 0) return failed('com.amazonaws.sqs#EmptyBatchRequest', 'There are no entries.')
    if (Entries.length > 10)
      return failed('com.amazonaws.sqs#TooManyEntriesInBatchRequest', 'There are more than 10 entries.')
    const size = Entries.reduce((sum, { MessageBody = '' }) => sum + Buffer.byteLength(MessageBody), 0)
    if (size > 1024 * 1024) return failed('com.amazonaws.sqs#BatchRequestTooLong', 'The batch is too long.')
    const answers = Entries.map(({ Id, ...message }) => ({
      id: Id,
      answer: this.sendMessage({ QueueUrl, ...message }),
    }))
    const whole = answers.find(({ answer }) => answer.text.includes('QueueDoesNotExist'))
    if (whole) return whole.answer
    return ok({
      Successful: answers.flatMap(({ id, answer }) =>
        answer.status === 200 ? [{ Id: id, ...JSON.parse(answer.text) }] : [],
      ),
      Failed: answers.flatMap(({ id, answer }) => {
        if (answer.status === 200) return []
        const { __type: code, message } = JSON.parse(answer.text)
        return [{ Id: id, SenderFault: true, Code: code.split('#').at(-1), Message: message }]
      }),
    })
  }

  private sendMessage({ QueueUrl, ...message }: Send): AwsAnswer {
    if (!QueueUrl)
      return failed('com.amazonaws.sqs#MissingParameter', 'The request must contain the parameter QueueUrl.')
    const id = QueueUrl.split('/').at(-1) ?? ''
    const queue = this.stack.template.Resources[id]
    if (!queue) return failed('com.amazonaws.sqs#QueueDoesNotExist', 'The specified queue does not exist.')
    const refusal = refusalOf(message, queue.Properties ?? {})
    if (refusal) return refusal
    const { MessageBody = '' } = message
    this.runner.inBackground(() => this.deliver(id, MessageBody))
    // the SDKs check it
    return ok({ MessageId: '1', MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') })
  }

  /** Delivers a message to the function that the template maps the queue to, until it succeeds or is given up. */
  private async deliver(id: string, body: string): Promise<void> {
    const fn = this.stack.consumerOf(this.stack.arn(id))
    if (!fn) return
    const { RedrivePolicy } = this.stack.template.Resources[id]?.Properties ?? {}
    const { maxReceiveCount = 1 } = (RedrivePolicy ?? {}) as { maxReceiveCount?: number }
    const record = { messageId: '1', body, eventSource: 'aws:sqs', eventSourceARN: this.stack.arn(id) }
    for (let attempt = 0; attempt < maxReceiveCount; attempt++) {
      const answer = await this.runner.invoke(fn, { Records: [record] }, { isBackground: true })
      if (!answer.functionError && !(this.namesFailures(id) && isNamed(answer.payload, record.messageId))) return
    }
    this.runner.giveUp(JSON.parse(body))
  }

  /** Whether the consumer of a queue says which records failed. */
  private namesFailures(id: string): boolean {
    return Object.values(this.stack.template.Resources).some(({ Type, Properties = {} }) => {
      const isMapping = Type === 'AWS::Lambda::EventSourceMapping' && JSON.stringify(Properties).includes(`"${id}"`)
      return isMapping && JSON.stringify(Properties.FunctionResponseTypes)?.includes('ReportBatchItemFailures')
    })
  }
}

/** Whether an answer says that a record failed. */
function isNamed(answer: unknown, messageId: string): boolean {
  const { batchItemFailures = [] } = (answer ?? {}) as { batchItemFailures?: { itemIdentifier?: string }[] }
  return batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === messageId)
}
