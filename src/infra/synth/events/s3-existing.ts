import { asArray, asObject } from '../../../load/document'
import { normalizedName, startCase } from '../../../load/naming'
import { getAtt, joinAll, ref, type Statement } from '../../template'
import type { TemplateBuilder } from '../builder'
import { addCustomResource, customFunctionId, forceDeploy } from './custom-resource'
import { byFunction, type EventEntry } from './event'
import { allow } from './event-source-mapping'
import { aliasId, targetAlias } from './target'

const HANDLER = { name: 'custom-resource-existing-s3', handler: 's3/handler.handler' }

/** Buckets of others, which a custom resource configures: one for each function. */
export function addExistingBuckets(builder: TemplateBuilder, events: readonly EventEntry[]): void {
  if (events.length === 0) return
  const statements: Statement[] = []
  /** Custom resources by bucket: they are made one after the other. */
  const ids = new Map<string, Set<string>>()
  for (const group of byFunction(events)) {
    const [first] = group
    if (!first) continue
    const { fn } = first
    const { bucket } = asObject(first.event)
    const id = `${normalizedName(fn.key)}CustomS31`
    for (const { event } of group) {
      const name = JSON.stringify(asObject(event).bucket)
      ids.set(name, (ids.get(name) ?? new Set()).add(id))
    }
    builder.add(id, {
      Type: 'Custom::S3',
      Version: 1,
      DependsOn: [fn.logicalId, aliasId(fn) ?? [], customFunctionId(HANDLER)].flat(),
      Properties: {
        ServiceToken: getAtt(customFunctionId(HANDLER)),
        FunctionName: fn.name,
        FunctionQualifier: targetAlias(fn)?.name,
        BucketName: bucket,
        BucketConfigs: group.map(({ event }) => configOf(asObject(event))),
        ...forceDeploy(builder, first),
      },
    })
    const arn = joinAll(':', ['arn', ref('AWS::Partition'), 's3', '', '', bucket])
    statements.push(allow(['s3:PutBucketNotification', 's3:GetBucketNotification'], arn))
  }
  const functions = ['arn', ref('AWS::Partition'), 'lambda', ref('AWS::Region'), ref('AWS::AccountId'), 'function', '*']
  statements.push(allow(['lambda:AddPermission', 'lambda:RemovePermission'], joinAll(':', functions)))
  inOrder(builder, [...new Set([...ids.values()].flatMap((set) => [...set]))])
  addCustomResource(builder, HANDLER, statements)
}

/** Each custom resource waits for the one before: they change the same thing. */
export function inOrder(builder: TemplateBuilder, ids: readonly string[]): void {
  ids.slice(1).forEach((id, index) => {
    const before = builder.resources[id]?.DependsOn
    const previous = ids[index]
    if (Array.isArray(before) && previous !== undefined) before.push(previous)
  })
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
