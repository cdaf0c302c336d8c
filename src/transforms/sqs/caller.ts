import type { FifoRequest, QueueOptions } from '../options'
import type { ClientKind } from '../shared/construction'
import { messageParams } from '../shared/message-params'
import type { SendKind } from '../shared/send'
import type { HelperKind } from '../shared/wrapper/helper-kind'
import { fifoParams } from './fifo'

const SQS: ClientKind = { variable: 'sqs', v2: 'SQS', v3: 'SQSClient', package: '@aws-sdk/client-sqs' }

/**
 * The caller's half: the invoke becomes a message to a queue.
 * @param queueUrl Text of its address.
 */
export function sendToQueue(queueUrl: string, { escapeCharacters }: QueueOptions, fifo?: FifoRequest): SendKind {
  return {
    client: SQS,
    method: 'sendMessage',
    command: 'SendMessageCommand',
    id: 'MessageId',
    characters: escapeCharacters ? 'escape' : 'waive',
    params: (site, params, body) =>
      messageParams(
        site,
        params,
        `QueueUrl: ${queueUrl}`,
        'MessageBody',
        fifo ? body + fifoParams(site, params, fifo) : body,
      ),
  }
}

/** What a helper around the call becomes. */
export function queueHelper(urlVariable: string, options: QueueOptions): HelperKind {
  return {
    verdict: 'sqs',
    parameter: 'queueUrl',
    names: ['sendMessage', 'sendToQueue'],
    address: { kind: 'variable', name: urlVariable },
    send: (queueUrl) => sendToQueue(queueUrl, options),
  }
}
