import { asArray, asObject } from '../../../load/document'
import { normalizedName, startCase } from '../../../load/naming'
import { joinAll, ref, type Statement } from '../../template'
import type { TemplateBuilder } from '../builder'
import { addCustomResource } from './custom-resource'
import { byFunction, type EventEntry } from './event'
import { allow } from './event-source-mapping'
import { addOutsideResources, type OutsideResource } from './outside-resource'

const HANDLER = { name: 'custom-resource-existing-s3', handler: 's3/handler.handler' }

/** Buckets of others, which a custom resource configures: one for each function. */
export function addExistingBuckets(builder: TemplateBuilder, events: readonly EventEntry[]): void {
  if (events.length === 0) return
  const statements: Statement[] = []
  const all = byFunction(events).flatMap((group): OutsideResource[] => {
    const [first] = group
    if (!first) return []
    const { bucket } = asObject(first.event)
    const arn = joinAll(':', ['arn', ref('AWS::Partition'), 's3', '', '', bucket])
    statements.push(allow(['s3:PutBucketNotification', 's3:GetBucketNotification'], arn))
    return [
      {
        id: `${normalizedName(first.fn.key)}CustomS31`,
        first,
        targets: group.map(({ event }) => JSON.stringify(asObject(event).bucket)),
        properties: { BucketName: bucket, BucketConfigs: group.map(({ event }) => configOf(asObject(event))) },
      },
    ]
  })
  const functions = ['arn', ref('AWS::Partition'), 'lambda', ref('AWS::Region'), ref('AWS::AccountId'), 'function', '*']
  statements.push(allow(['lambda:AddPermission', 'lambda:RemovePermission'], joinAll(':', functions)))
  addOutsideResources(builder, 'Custom::S3', HANDLER, all)
  addCustomResource(builder, HANDLER, statements)
}

function configOf(event: Readonly<Record<string, unknown>>) {
  return {
    Event: event.event || 's3:ObjectCreated:*',
    Rules: asArray(event.rules).map((rule) => {
      const [entry] = Object.entries(asObject(rule))
      return entry ? { [startCase(entry[0])]: entry[1] } : {}
    }),
  }
}
