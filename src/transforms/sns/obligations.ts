import type { FunctionRef } from '../../load/service'
import type { Obligation } from '../transform'
import type { TopicNames } from './names'

/** Settings of asynchronous invocation that hand the event on. */
const RECORDING = ['onError', 'destinations'] as const

/** What is owed where several calls become one message. */
export function obligations(callees: readonly FunctionRef[], { topic }: TopicNames): Obligation[] {
  const names = callees.map(({ function: { key } }) => `"${key}"`).join(', ')
  const recording = callees.filter(({ function: { data } }) => RECORDING.some((name) => data[name] !== undefined))
  return [
    { code: 'callee-known', status: 'proved', message: `The calls reach ${names} and nothing else.` },
    { code: 'response-unused', status: 'proved', message: 'Nothing reads the answers of the calls.' },
    {
      code: 'old-events',
      status: 'emulated',
      message: `${names} handle what is published to ${topic} and events in the old shape.`,
    },
    {
      code: 'all-or-nothing',
      status: 'waived',
      message: `One message reaches all of them or, where publishing fails, none: a call that failed left the others done.`,
    },
    {
      code: 'message-size',
      status: 'waived',
      message: 'A topic takes messages of up to 256 KB, an asynchronous invocation takes events of up to 1 MB.',
    },
    ...recording.map(
      ({ function: { key } }): Obligation => ({
        code: 'failure-records',
        status: 'waived',
        message: `What "${key}" hands on when it is done or has failed holds the event of the topic, with the payload inside.`,
      }),
    ),
  ]
}
