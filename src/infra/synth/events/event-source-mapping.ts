import { asObject } from '../../../load/document'
import type { ServiceFunction } from '../../../load/service'
import type { Resource, Statement } from '../../template'
import type { TemplateBuilder } from '../builder'
import { roleLogicalId } from '../functions/role'
import { aliasId, targetArn } from './target'

/** A resource that polls a source for the function. */
export function eventSourceMapping(
  { service }: TemplateBuilder,
  fn: ServiceFunction,
  properties: Readonly<Record<string, unknown>>,
): Resource & { Properties: Record<string, unknown>; DependsOn: string[] } {
  const provider = asObject(service.data.provider)
  const dependsOn = [roleLogicalId(provider, fn), aliasId(fn)].filter((id) => id !== undefined)
  return {
    Type: 'AWS::Lambda::EventSourceMapping',
    DependsOn: dependsOn,
    Properties: { FunctionName: targetArn(fn), ...properties },
  }
}

/** `FilterCriteria` of a mapping, from `filterPatterns`. */
export function filterCriteria(patterns: unknown): { FilterCriteria?: unknown } {
  if (!Array.isArray(patterns)) return {}
  return { FilterCriteria: { Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) } }
}

export function allow(actions: readonly string[], resource: unknown): Statement {
  return { Effect: 'Allow', Action: actions, Resource: resource }
}

/** What a function needs to reach a broker in a VPC. */
export const NETWORK_STATEMENT: Statement = allow(
  [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeVpcs',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeSubnets',
    'ec2:DescribeSecurityGroups',
  ],
  '*',
)
