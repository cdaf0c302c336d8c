import { asObject } from '../../../load/document'
import { normalizedName } from '../../../load/naming'
import { arnOf, ref } from '../../template'
import { flag, record, text } from '../shape'
import { type EventType, lineOf } from './event'
import { aliasId, dependsOn, permission, targetArn } from './target'

/** Source: `compile/events/iot.js` of osls 4.3.1. */
export const iot: EventType = {
  type: 'iot',
  shape: record({ sql: text, sqlVersion: text, name: text, enabled: flag, description: text }),
  compile(builder, events) {
    for (const { fn, event, ordinal } of events) {
      const { name, description, sqlVersion, sql, enabled } = asObject(event)
      const id = `${normalizedName(fn.key)}IotTopicRule${ordinal}`
      builder.add(id, {
        Type: 'AWS::IoT::TopicRule',
        ...dependsOn(aliasId(fn)),
        Properties: {
          TopicRulePayload: {
            RuleDisabled: enabled === false,
            Sql: lineOf(sql),
            Actions: [{ Lambda: { FunctionArn: targetArn(fn) } }],
            ...(description ? { Description: lineOf(description) } : {}),
            ...(sqlVersion ? { AwsIotSqlVersion: lineOf(sqlVersion) } : {}),
          },
          ...(name ? { RuleName: lineOf(name) } : {}),
        },
      })
      const source = arnOf(':iot:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':rule/', ref(id))
      builder.add(
        `${normalizedName(fn.key)}LambdaPermissionIotTopicRule${ordinal}`,
        permission(fn, 'iot.amazonaws.com', { SourceArn: source }),
      )
    }
  },
}
