import type { QueueOptions } from '../options'
import type { ClientKind } from '../shared/construction'
import { messageParams } from '../shared/message-params'
import type { SendKind } from '../shared/send'
import { fifoParams } from './fifo'
import type { MessageIds } from './wrapper/message-ids'

/** The client of queues, in both SDKs. */
export const SQS: ClientKind = {
  variable: 'sqs',
  v2: 'SQS',
  v2Module: 'aws-sdk/clients/sqs',
  v3: 'SQSClient',
  package: '@aws-sdk/client-sqs',
}

/**
 * The caller's half: the invoke becomes a message to a queue.
 * @param queueUrl Text of its address.
 * @param ids What stands for the ids of the message there, where the queue is a FIFO queue.
 */
export function sendToQueue(queueUrl: string, { escapeCharacters }: QueueOptions, ids?: MessageIds): SendKind {
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
        ids ? body + fifoParams(site, params, ids) : body,
      ),
  }
}
