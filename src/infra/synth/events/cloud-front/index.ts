import { asObject } from '../../../../load/document'
import { normalizedName } from '../../../../load/naming'
import { getAtt, joinAll, ref, sub } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import { asIs, either, flag, record, text } from '../../shape'
import type { EventEntry, EventType } from '../event'
import { allow } from '../event-source-mapping'
import { behaviorShape, distribution } from './distribution'

/** Source: `compile/events/cloud-front.js` of osls 4.3.1. */
export const cloudFront: EventType = {
  type: 'cloudFront',
  shape: record({
    behavior: behaviorShape,
    cachePolicy: record({ id: either(text, asIs), name: text }),
    isDefaultOrigin: flag,
    includeBody: flag,
    origin: either(text, asIs),
    pathPattern: text,
  }),
  compile(builder, events) {
    addCachePolicies(builder)
    if (events.length === 0) return
    const versions = new Map(events.map((entry) => [entry.fn.key, atEdge(builder, entry)]))
    const source = [':cloudfront::', ref('AWS::AccountId'), ':distribution/', ref('CloudFrontDistribution')]
    for (const { fn } of events) {
      builder.add(`${fn.logicalId}InvokePermission`, {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          FunctionName: ref(versions.get(fn.key) ?? ''),
          Action: 'lambda:InvokeFunction',
          Principal: 'edgelambda.amazonaws.com',
          // the packager's list begins with an empty text
          SourceArn: joinAll('', ['', 'arn:', ref('AWS::Partition'), ...source]),
        },
      })
    }
    builder.assumedBy('edgelambda.amazonaws.com')
    const actions = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:TagResource']
    builder.grant(allow(actions, [sub('arn:${AWS::Partition}:logs:*:*:*')]))
    builder.add('CloudFrontDistribution', distribution(builder, events, versions))
    builder.output('CloudFrontDistribution', {
      Description: 'CloudFront Distribution Id',
      Value: ref('CloudFrontDistribution'),
    })
    builder.output('CloudFrontDistributionDomainName', {
      Description: 'CloudFront Distribution Domain Name',
      Value: getAtt('CloudFrontDistribution', 'DomainName'),
    })
  },
}

function addCachePolicies(builder: TemplateBuilder): void {
  const { name: service, stage, data } = builder.service
  const policies = asObject(asObject(asObject(data.provider).cloudFront).cachePolicies)
  for (const [name, config] of Object.entries(policies)) {
    builder.add(cachePolicyId(name), {
      Type: 'AWS::CloudFront::CachePolicy',
      Properties: { CachePolicyConfig: { ...asObject(config), Name: `${service}-${stage}-${name}` } },
    })
  }
}

export function cachePolicyId(name: string): string {
  return `CloudFrontCachePolicy${normalizedName(name)}`
}

/** A function at the edge has no network and no environment, and outlives its stack. Gives the id of its version. */
function atEdge(builder: TemplateBuilder, { fn }: EventEntry): string {
  const lambda = builder.resources[fn.logicalId]
  if (lambda) {
    const { VpcConfig: _network, Environment: _environment, ...properties } = asObject(lambda.Properties)
    builder.add(fn.logicalId, { ...lambda, Properties: properties, DeletionPolicy: 'Retain' })
  }
  const version = Object.entries(builder.resources).find(
    ([, { Type, Properties }]) =>
      Type === 'AWS::Lambda::Version' && asObject(asObject(Properties).FunctionName).Ref === fn.logicalId,
  )
  return version?.[0] ?? ''
}
