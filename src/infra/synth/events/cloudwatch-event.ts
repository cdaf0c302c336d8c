import { asObject } from '../../../load/document'
import { normalizedName } from '../../../load/naming'
import { getAtt } from '../../template'
import { asIs, either, flag, map, record, text } from '../shape'
import { type EventType, lineOf, textOf } from './event'
import { inputTransformer, jsonText, quoted } from './rule-target'
import { aliasId, dependsOn, permission, targetArn } from './target'

/** Source: `compile/events/cloud-watch-event.js` of osls 4.3.1. */
export const cloudwatchEvent: EventType = {
  type: 'cloudwatchEvent',
  shape: record({
    input: either(text, asIs),
    inputPath: text,
    inputTransformer: record({ inputTemplate: text, inputPathsMap: map(text) }),
    description: text,
    name: text,
    enabled: flag,
  }),
  compile(builder, events) {
    for (const { fn, event, ordinal } of events) {
      const options = asObject(event)
      const id = `${normalizedName(fn.key)}EventsRuleCloudWatchEvent${ordinal}`
      builder.add(id, {
        Type: 'AWS::Events::Rule',
        ...dependsOn(aliasId(fn)),
        Properties: {
          EventPattern: withoutBreaks(options.event),
          State: options.enabled === false ? 'DISABLED' : 'ENABLED',
          ...(options.description ? { Description: jsonText(options.description) } : {}),
          ...(options.name ? { Name: jsonText(options.name) } : {}),
          Targets: [
            {
              ...(options.input ? { Input: jsonText(inputText(options.input)) } : {}),
              ...(options.inputPath ? { InputPath: jsonText(lineOf(options.inputPath)) } : {}),
              ...(options.inputTransformer ? { InputTransformer: inputTransformer(options.inputTransformer) } : {}),
              Arn: targetArn(fn),
              Id: `${fn.key}CloudWatchEvent`,
            },
          ],
        },
      })
      builder.add(
        `${normalizedName(fn.key)}LambdaPermissionEventsRuleCloudWatchEvent${ordinal}`,
        permission(fn, 'events.amazonaws.com', { SourceArn: getAtt(id) }),
      )
    }
  },
}

/** Escaped line breaks go, wherever in the pattern they stand. */
function withoutBreaks(pattern: unknown): unknown {
  const json = JSON.stringify(pattern)
  if (json === undefined || !json.includes('\\')) return pattern
  try {
    return JSON.parse(json.replace(/\\n|\\r/g, ''))
  } catch {
    return pattern
  }
}

function inputText(input: unknown): string {
  const json = typeof input === 'string' ? input : JSON.stringify(input)
  return textOf(quoted(json)).replace(/\\n|\\r/g, '')
}
