import type { InfraChange } from '../../infra/edit/change'
import { getAtt, ref } from '../../infra/template'
import { asNumber } from '../../load/document'
import type { FunctionRef } from '../../load/service'
import type { QueueNames } from './names'

/** 14 days: longer than any queue keeps a message, so that none is lost while somebody looks. In seconds. */
const DEAD_LETTER_RETENTION = 14 * 24 * 60 * 60

/** Lambda's own retries of an asynchronous invocation, where the function does not set them. */
const DEFAULT_RETRIES = 2

/** The queue before a callee, with what it needs around it. Rules: `docs/transforms/sqs.md`. */
export function queueChanges(
  { function: callee }: FunctionRef,
  names: Omit<QueueNames, 'arnVariable'> & { readonly arnVariable: string | undefined },
): InfraChange[] {
  const retries = asNumber(callee.data.maximumRetryAttempts) ?? DEFAULT_RETRIES
  return [
    {
      kind: 'add-resource',
      logicalId: names.queue,
      resource: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          // AWS asks for six times the timeout of the consumer
          VisibilityTimeout: 6 * callee.timeout,
          RedrivePolicy: { deadLetterTargetArn: getAtt(names.deadLetters), maxReceiveCount: 1 + retries },
        },
      },
    },
    {
      kind: 'add-resource',
      logicalId: names.deadLetters,
      resource: {
        Type: 'AWS::SQS::Queue',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: { MessageRetentionPeriod: DEAD_LETTER_RETENTION },
      },
    },
    ...(names.arnVariable === undefined
      ? []
      : [
          {
            kind: 'set-environment',
            function: callee.key,
            name: names.arnVariable,
            value: getAtt(names.queue),
          } as const,
        ]),
    { kind: 'add-event', function: callee.key, event: { sqs: { arn: getAtt(names.queue), batchSize: 1 } } },
  ]
}

/** What a caller needs to send: the queue's address, and permission. `beside` is the variable that named the callee. */
export function callerChanges(caller: FunctionRef, names: QueueNames, beside: string | undefined): InfraChange[] {
  const { key } = caller.function
  return [
    { kind: 'set-environment', function: key, name: names.urlVariable, value: ref(names.queue), beside },
    { kind: 'allow', function: key, action: 'sqs:SendMessage', resource: getAtt(names.queue) },
  ]
}
