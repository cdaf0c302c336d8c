import { asObject, isObject } from '../../../load/document'
import { normalizedName } from '../../../load/naming'
import { arnOf, joinAll, ref } from '../../template'
import { either, record, text } from '../shape'
import { byFunction, type EventType, lineOf } from './event'
import { aliasId, permission, targetArn } from './target'

/** Source: `compile/events/cloud-watch-log.js` of osls 4.3.1. */
export const cloudwatchLog: EventType = {
  type: 'cloudwatchLog',
  shape: either(text, record({ logGroup: text, filter: text })),
  compile(builder, events) {
    for (const group of byFunction(events)) {
      const logGroups: string[] = []
      for (const { fn, event, ordinal } of group) {
        const options = isObject(event) ? asObject(event) : { logGroup: event }
        const logGroup = lineOf(options.logGroup)
        const permissionId = `${normalizedName(fn.key)}LambdaPermissionLogsSubscriptionFilterCloudWatchLog`
        const alias = aliasId(fn)
        logGroups.push(logGroup)
        builder.add(`${normalizedName(fn.key)}LogsSubscriptionFilterCloudWatchLog${ordinal}`, {
          Type: 'AWS::Logs::SubscriptionFilter',
          DependsOn: [permissionId, ...(alias === undefined ? [] : [alias])],
          Properties: {
            LogGroupName: logGroup,
            FilterPattern: filterPattern(lineOf(options.filter)),
            DestinationArn: targetArn(fn),
          },
        })
        builder.add(permissionId, {
          ...permission(fn, joinAll('', ['logs.', ref('AWS::Region'), '.amazonaws.com']), {
            SourceArn: arnOf(
              ':logs:',
              ref('AWS::Region'),
              ':',
              ref('AWS::AccountId'),
              ':log-group:',
              commonPart(logGroups),
              ':*',
            ),
          }),
          ...(alias !== undefined && { DependsOn: [alias] }),
        })
      }
    }
  },
}

/** Escaped quotes are unescaped once, if the first quote is escaped. */
function filterPattern(filter: string): string {
  const slash = filter.indexOf('\\')
  return slash >= 0 && filter.indexOf('"') > slash ? filter.replace(/\\("|\\|')/g, '$1') : filter
}

/** What all names begin with; a pattern where there are several. */
function commonPart(names: readonly string[]): string {
  const [first = '', ...others] = names
  let end = first.length
  while (!others.every((name) => name.startsWith(first.slice(0, end)))) end--
  const common = first.slice(0, end)
  return others.length > 0 && !common.endsWith('*') ? `${common}*` : common
}
