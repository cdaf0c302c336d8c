import type { MessageKind } from '../shared/unwrapping'
import { queueEventOf, RECORD_TYPE, RECORDS } from './adapter'

/** A record of the queue, which holds the event. */
export const RECORD: MessageKind = {
  holder: 'a record of the queue',
  reason: 'The handler takes the records of the queue.',
  arn: 'queueArn',
  eventOf: queueEventOf,
  records: { placeholder: RECORDS, type: RECORD_TYPE },
  find(type, hasOptionalChaining) {
    const typed = type ? `(event as ${type} | null | undefined)` : 'event'
    if (hasOptionalChaining) return [`const record = ${typed}?.Records?.[0]`]
    return type
      ? [`const { Records: records } = (event || {}) as ${type}`, 'const record = records && records[0]']
      : ['const record = event && event.Records && event.Records[0]']
  },
  message: 'record',
  source: 'eventSourceARN',
  text: 'body',
}
