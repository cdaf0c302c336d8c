import type { SourceModule } from '../../syntax/module'
import { isTypeScript } from '../../syntax/source-file'
import { sourceStyle } from '../../syntax/style'
import type { Unwrapping } from '../shared/delegate'
import { freshName, pascalCase } from '../shared/names'
import type { TransformContext } from '../transform'
import { RECORD_TYPE, RECORDS, topicEventOf } from './adapter'

const COMMENT =
  '// a notification holds the event; what was queued before the deployment, or is invoked directly, is the event'

/** What takes the event out of a notification of the topic. */
export function notificationUnwrapping(
  context: TransformContext,
  module: SourceModule,
  key: string,
  { arnVariable, hasOptionalChaining }: { readonly arnVariable: string; readonly hasOptionalChaining: boolean },
): Unwrapping {
  const { eol, indent, semicolons } = sourceStyle(module)
  const semicolon = semicolons ? ';' : ''
  const topicEvent = isTypeScript(module.file) ? topicEventOf(context, { key, module }) : undefined
  const type = topicEvent && `Partial<${topicEvent.name}>`
  const typed = type ? `(event as ${type} | null | undefined)` : 'event'
  const first = 'records && records[0] && records[0].Sns'
  const found = hasOptionalChaining
    ? [`const notification = ${typed}?.Records?.[0]?.Sns`]
    : [
        `const { Records: records } = ${type ? `(event || {}) as ${type}` : 'event || {}'}`,
        `const notification = ${first}`,
      ]
  const isOfTopic = `${hasOptionalChaining ? 'notification?.' : 'notification && notification.'}TopicArn === topicArn`
  const name = freshName(module, `unwrap${pascalCase(key)}Message`)
  const lines = [
    ...(topicEvent?.declaration.map((line) => line.replace(RECORDS, RECORD_TYPE)) ?? []),
    COMMENT,
    `const ${name} = (event${topicEvent ? ': unknown' : ''}) => {`,
    `${indent}const topicArn = process.env.${arnVariable}${semicolon}`,
    ...found.map((line) => `${indent}${line}${semicolon}`),
    `${indent}return topicArn && ${isOfTopic} ? JSON.parse(notification.Message) : event${semicolon}`,
    `}${semicolon}`,
  ]
  return { name, text: lines.join(eol), reason: 'The handler takes what is published to the topic.' }
}
