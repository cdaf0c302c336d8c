import { normalizedName } from '../../../load/naming'
import type { ServiceFunction } from '../../../load/service'
import { getAtt, joinAll, type Resource } from '../../template'

/** The alias that events call instead of the function itself. */
export interface TargetAlias {
  readonly name: string
  readonly logicalId: string
}

/** Source: `initializeTargetAlias` in `compile/functions.js` of osls 4.3.1. */
export function targetAlias({ key, data }: ServiceFunction): TargetAlias | undefined {
  const name = normalizedName(key)
  if (data.durableConfig) return { name: 'durable', logicalId: `${name}DurableLambdaAlias` }
  if (data.provisionedConcurrency) return { name: 'provisioned', logicalId: `${name}ProvConcLambdaAlias` }
  return data.snapStart ? { name: 'snapstart', logicalId: `${name}SnapStartLambdaAlias` } : undefined
}

/** What every event points at. Source: `utils/resolve-lambda-target.js`. */
export function targetArn(fn: ServiceFunction): unknown {
  const alias = targetAlias(fn)
  return alias ? joinAll(':', [getAtt(fn.logicalId), alias.name]) : getAtt(fn.logicalId)
}

/** Logical id of the alias that a resource of an event depends on. */
export function aliasId(fn: ServiceFunction): string | undefined {
  return targetAlias(fn)?.logicalId
}

/** Allows a service to invoke the function. */
export function permission(fn: ServiceFunction, principal: unknown, more: Readonly<Record<string, unknown>>): Resource {
  return {
    Type: 'AWS::Lambda::Permission',
    ...dependsOn(aliasId(fn)),
    Properties: {
      FunctionName: targetArn(fn),
      Action: 'lambda:InvokeFunction',
      Principal: principal,
      ...more,
    },
  }
}

/** The attribute of a resource that may depend on something; none without. */
export function dependsOn(id: string | undefined): { DependsOn?: string } {
  return id === undefined ? {} : { DependsOn: id }
}
