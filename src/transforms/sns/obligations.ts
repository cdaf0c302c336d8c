import type { Filter } from '../../advise/fan-out'
import { type FunctionRef, refKey } from '../../load/service'
import type { Obligation } from '../transform'
import type { Fan } from './fan'
import type { TopicNames } from './names'

/** Settings of asynchronous invocation that hand the event on. */
const RECORDING = ['onError', 'destinations'] as const

/** What is owed where several calls become one message. */
export function obligations(
  callees: readonly FunctionRef[],
  { topic }: TopicNames,
  filters: Fan['filters'],
): Obligation[] {
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
    ...callees.flatMap((callee) => filterObligation(callee, filters.get(refKey(callee))) ?? []),
    ...recording.map(
      ({ function: { key } }): Obligation => ({
        code: 'failure-records',
        status: 'waived',
        message: `What "${key}" hands on when it is done or has failed holds the event of the topic, with the payload inside.`,
      }),
    ),
  ]
}

/** A filter takes a list that holds the text as well, and what no filter takes is published all the same. */
function filterObligation({ function: { key } }: FunctionRef, filter: Filter | undefined): Obligation | undefined {
  if (!filter) return undefined
  const { field, values } = filter
  const listed = values.map((value) => `"${value}"`).join(' or ')
  return {
    code: 'filter-policy',
    status: 'waived',
    message: `"${key}" gets the messages whose "${field}" is ${listed}; that it is a text is told by its type (trust-types). What no comparison takes is published, too, and reaches nobody.`,
  }
}
