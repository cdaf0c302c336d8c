import type { QueueOptions } from '../options'
import type { ClientKind } from '../shared/construction'
import { messageParams } from '../shared/message-params'
import type { SendKind } from '../shared/send'
import type { HelperKind } from '../shared/wrapper/helper-kind'
import type { MessageIds } from '../shared/wrapper/message-ids'
import { fifoParams } from './fifo'

/** The client of queues, in both SDKs. */
export const SQS: ClientKind = {
  variable: 'sqs',
  v2: 'SQS',
  v2Module: 'aws-sdk/clients/sqs',
  v3: 'SQSClient',
  package: '@aws-sdk/client-sqs',
  offlinePlugin: 'serverless-offline-sqs',
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
    request: 'SendMessageRequest',
    response: 'SendMessageResult',
    id: 'MessageId',
    members: { FunctionName: 'QueueUrl', Payload: 'MessageBody' },
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

/** What a helper around the call becomes. */
export function queueHelper(urlVariable: string, options: QueueOptions, ids: MessageIds | undefined): HelperKind {
  return {
    verdict: 'sqs',
    parameter: 'queueUrl',
    names: ids ? ['sendOrderedMessage', 'sendToFifoQueue'] : ['sendMessage', 'sendToQueue'],
    ids,
    address: { kind: 'variable', name: urlVariable },
    send: (queueUrl, told) => sendToQueue(queueUrl, options, told),
  }
}
