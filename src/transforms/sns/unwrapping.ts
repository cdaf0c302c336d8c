import type { MessageKind } from '../shared/unwrapping'
import { RECORD_TYPE, RECORDS, topicEventOf } from './adapter'

/** A notification of the topic, which holds the event. */
export const NOTIFICATION: MessageKind = {
  holder: 'a notification',
  reason: 'The handler takes what is published to the topic.',
  arn: 'topicArn',
  eventOf: topicEventOf,
  records: { placeholder: RECORDS, type: RECORD_TYPE },
  find(type, hasOptionalChaining) {
    const typed = type ? `(event as ${type} | null | undefined)` : 'event'
    return hasOptionalChaining
      ? [`const notification = ${typed}?.Records?.[0]?.Sns`]
      : [
          `const { Records: records } = ${type ? `(event || {}) as ${type}` : 'event || {}'}`,
          'const notification = records && records[0] && records[0].Sns',
        ]
  },
  message: 'notification',
  source: 'TopicArn',
  text: 'Message',
}
