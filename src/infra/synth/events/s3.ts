import { asArray, asObject, type ConfigObject, isObject } from '../../../load/document'
import { alphanumericName, normalizedName, upperFirst } from '../../../load/naming'
import { arnOf, ref } from '../../template'
import type { TemplateBuilder } from '../builder'
import { asIs, either, flag, list, record, text } from '../shape'
import { type EventEntry, type EventType, textOf } from './event'
import { addExistingBuckets } from './s3-existing'
import { aliasId, permission, targetArn } from './target'

/** Source: `compile/events/s3/index.js` of osls 4.3.1. */
export const s3: EventType = {
  type: 's3',
  shape: either(
    text,
    record({
      bucket: either(text, asIs),
      event: text,
      existing: flag,
      forceDeploy: flag,
      rules: list(record({ prefix: either(text, asIs), suffix: either(text, asIs) })),
    }),
  ),
  compile(builder, events) {
    addNewBuckets(
      builder,
      events.filter(({ event }) => !asObject(event).existing),
    )
    addExistingBuckets(
      builder,
      events.filter(({ event }) => Boolean(asObject(event).existing)),
    )
  },
}

/** A bucket of the service, as one of its events names it. */
interface BucketUse {
  readonly entry: EventEntry
  /** Name in the template. */
  readonly name: string
  /** What its logical ids are made from: the key below `provider.s3`, or the name. */
  readonly reference: string
}

function addNewBuckets(builder: TemplateBuilder, events: readonly EventEntry[]): void {
  const settings = asObject(asObject(builder.service.data.provider).s3)
  const uses = events.map((entry): BucketUse => {
    const key = textOf(isObject(entry.event) ? entry.event.bucket : entry.event)
    const own = Object.hasOwn(settings, key) ? asObject(settings[key]) : {}
    return { entry, name: textOf(own.name || key), reference: key }
  })
  // of several keys with one name the last that is configured names the resources
  const references = new Map<string, string>()
  for (const { name, reference } of uses) {
    if (Object.hasOwn(settings, reference)) references.set(name, reference)
  }
  for (const name of new Set(uses.map((use) => use.name))) {
    const own = uses.filter((use) => use.name === name)
    const reference = references.get(name)
    builder.add(`S3Bucket${alphanumericName(reference ?? name)}`, bucket(own, asObject(settings[reference ?? ''])))
  }
  for (const { entry, name } of uses) {
    builder.add(
      permissionId(entry, references.get(name) ?? name),
      permission(entry.fn, 's3.amazonaws.com', {
        SourceArn: arnOf(`:s3:::${name}`),
        SourceAccount: ref('AWS::AccountId'),
      }),
    )
  }

  function bucket(own: readonly BucketUse[], configured: ConfigObject) {
    const name = own[0]?.name ?? ''
    const { name: _name, ...rest } = configured
    const properties = Object.fromEntries(Object.entries(rest).map(([key, value]) => [upperFirst(key), value]))
    const { NotificationConfiguration: notifications, ...others } = properties
    const id = references.get(name) ?? name
    return {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketName: name,
        NotificationConfiguration: {
          LambdaConfigurations: own.map(({ entry }) => notification(entry)),
          ...asObject(notifications),
        },
        ...others,
      },
      DependsOn: own.flatMap(({ entry }) => [permissionId(entry, id), aliasId(entry.fn) ?? []].flat()),
    }
  }
}

function permissionId({ fn }: EventEntry, reference: string): string {
  return `${normalizedName(fn.key)}LambdaPermission${alphanumericName(reference)}S3`
}

function notification({ fn, event }: EventEntry) {
  const { event: type, rules } = asObject(event)
  return {
    Event: type || 's3:ObjectCreated:*',
    Function: targetArn(fn),
    ...(rules ? { Filter: { S3Key: { Rules: asArray(rules).map((rule) => named(asObject(rule))) } } } : {}),
  }
}

function named(rule: ConfigObject): { Name?: string; Value?: unknown } {
  const [entry] = Object.entries(rule)
  return entry ? { Name: entry[0], Value: entry[1] } : {}
}
