import { asObject } from '../../../load/document'
import type { Service, ServiceFunction } from '../../../load/service'
import type { Resource } from '../../template'
import { conditionOf } from './settings'

export function logGroup(service: Service, fn: ServiceFunction): Resource {
  const provider = asObject(service.data.provider)
  const retention = fn.data.logRetentionInDays || provider.logRetentionInDays
  const protection = fn.data.logDataProtectionPolicy || provider.logDataProtectionPolicy
  return {
    Type: 'AWS::Logs::LogGroup',
    Properties: {
      LogGroupName: `/aws/lambda/${fn.name}`,
      ...(retention ? { RetentionInDays: retention } : {}),
      ...(protection ? { DataProtectionPolicy: protection } : {}),
    },
    ...conditionOf(fn),
  }
}
