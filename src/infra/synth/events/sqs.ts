import { asArray, asNumber, asObject, asString, isObject } from '../../../load/document'
import { alphanumericName, normalizedName } from '../../../load/naming'
import { SHARED_ROLE } from '../functions'
import { hasSharedRole } from '../roles/shared-role'
import { type EventCompiler, targetArn } from './event'

const ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']

/** Source: `compile/events/sqs.js` of osls 4.3.1. */
export const sqs: EventCompiler = ({ builder, fn, event }) => {
  const options = isObject(event) && !isIntrinsic(event) ? event : { arn: event }
  const { arn } = options
  const role =
    fn.data.role === undefined && hasSharedRole(builder.service)
      ? [SHARED_ROLE]
      : asString(fn.data.role) && !asString(fn.data.role)?.includes(':')
        ? [String(fn.data.role)]
        : []
  const window = asNumber(options.maximumBatchingWindow)
  const concurrency = asNumber(options.maximumConcurrency)
  const responseType = asString(options.functionResponseType)
  const filters = asArray(options.filterPatterns)
  builder.add(`${normalizedName(fn.key)}EventSourceMappingSQS${alphanumericName(queueName(arn))}`, {
    Type: 'AWS::Lambda::EventSourceMapping',
    DependsOn: role,
    Properties: {
      BatchSize: asNumber(options.batchSize) ?? 10,
      ...(window !== undefined && { MaximumBatchingWindowInSeconds: window }),
      EventSourceArn: arn,
      FunctionName: targetArn(fn),
      Enabled: options.enabled ?? true,
      ...(responseType !== undefined && { FunctionResponseTypes: [responseType] }),
      ...(filters.length > 0 && {
        FilterCriteria: { Filters: filters.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) },
      }),
      ...(concurrency !== undefined && { ScalingConfig: { MaximumConcurrency: concurrency } }),
    },
  })
  // one statement for all queues
  const known = builder.statements.find(({ Action }) => Action === ACTIONS)
  if (known && Array.isArray(known.Resource)) known.Resource.push(arn)
  else builder.grant({ Effect: 'Allow', Action: ACTIONS, Resource: [arn] })
}

function isIntrinsic(value: object): boolean {
  const [key, ...rest] = Object.keys(value)
  return rest.length === 0 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::'))
}

/** The name that the mapping's logical id ends in, by the form of the ARN. */
function queueName(arn: unknown): string {
  if (typeof arn === 'string') return arn.split(':').pop() ?? arn
  const value = asObject(arn)
  const [attribute] = asArray(value['Fn::GetAtt'])
  if (typeof attribute === 'string') return attribute
  const imported = value['Fn::ImportValue']
  if (typeof imported === 'string') return imported
  const [, parts] = asArray(value['Fn::Join'])
  return String(asArray(parts).at(-1) ?? '')
}
