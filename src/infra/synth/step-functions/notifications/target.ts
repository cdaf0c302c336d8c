import { createHash } from 'node:crypto'
import { asObject, type ConfigObject, isObject } from '../../../../load/document'
import { getAtt } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import { withLogicalIds } from '../names'

/** Kinds of targets, in the order in which the plugin looks for them. */
const KINDS = ['sns', 'sqs', 'kinesis', 'firehose', 'lambda', 'stepFunctions'] as const

/** The first of the kinds that a target names. */
export function kindOf(target: ConfigObject): (typeof KINDS)[number] | undefined {
  return KINDS.find((kind) => Object.hasOwn(target, kind))
}

/** Queues and streams may have settings beside their ARN. */
export function arnOf(value: unknown): unknown {
  return isObject(value) && 'arn' in value ? value.arn : value
}

/** The first characters of the hash of a value's JSON, which the plugin makes names from. */
export function hashOf(value: unknown): string {
  return createHash('md5').update(JSON.stringify(value)).digest('hex').slice(0, 5)
}

/** Keys of functions that are referenced become logical ids, at any depth. */
export function translated(builder: TemplateBuilder, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => translated(builder, item))
  if (!isObject(value)) return value
  if (value.Ref || value['Fn::GetAtt']) return withLogicalIds(builder, value)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, translated(builder, item)]))
}

/** A target of the rule for a status. Source: `compileTarget` in `compileNotifications.js`. */
export function ruleTarget(
  target: ConfigObject,
  index: number,
  prefix: string,
  roleId: string,
): Record<string, unknown> {
  const { sqs, kinesis, stepFunctions, inputPath, inputTransformer } = target
  const of = (Arn: unknown, settings: Readonly<Record<string, unknown>> = {}) => ({
    Arn,
    Id: `${prefix}-${hashOf({ target: { Arn }, index })}`,
    ...settings,
    ...(inputPath ? { InputPath: inputPath } : {}),
    ...(inputTransformer ? { InputTransformer: transformer(asObject(inputTransformer)) } : {}),
  })
  const queue = asObject(sqs)
  if ('arn' in queue) return of(queue.arn, { SqsParameters: { MessageGroupId: queue.messageGroupId } })
  const stream = asObject(kinesis)
  if ('arn' in stream) return of(stream.arn, { KinesisParameters: { PartitionKeyPath: stream.partitionKeyPath } })
  if (stepFunctions !== undefined) return of(stepFunctions, { RoleArn: getAtt(roleId) })
  const kind = kindOf(target)
  return of(kind && target[kind])
}

function transformer({ inputPathsMap, inputTemplate }: ConfigObject): Record<string, unknown> {
  return { InputPathsMap: inputPathsMap, InputTemplate: inputTemplate }
}
