import { type FunctionRef, refKey } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { QueueNames } from './names'

/** What to mind when a queue is deployed. */
export function rolloutNotes({ callers }: InvokeSite, callee: FunctionRef, names: QueueNames): string[] {
  const { key } = callee.function
  const isLoop = callers.some((caller) => refKey(caller) === refKey(callee))
  return [
    `${key}: deploy the queue and the handler first, the caller after; events that were queued before (up to 6 hours) arrive in the old shape and are handled.`,
    `${key}: watch ApproximateAgeOfOldestMessage of ${names.queue} and the depth of ${names.deadLetters}. To roll back, drain the queue first: the old handler cannot read its records.`,
    ...(isLoop
      ? [
          `${key}: it sends to its own queue. Lambda stops such a loop after about 16 rounds, and the message goes to ${names.deadLetters}: see that every chain of messages ends before that, or allow recursion for the function.`,
        ]
      : []),
    ...callers
      .filter((caller) => caller.function.inVpc)
      .map(
        (caller) =>
          `${caller.function.key}: it runs in a VPC and reached Lambda from there. To reach the queue it needs an interface endpoint for SQS, or a NAT gateway.`,
      ),
  ]
}
