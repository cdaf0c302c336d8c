import { asArray, asObject, type ConfigObject, isObject } from '../../../load/document'
import type { Service, ServiceFunction } from '../../../load/service'

/** `Condition` of everything that belongs to the function. */
export function conditionOf({ data }: ServiceFunction): { Condition?: string } {
  return data.condition ? { Condition: String(data.condition) } : {}
}

/** `null` and `false` opt out of the provider's network. */
export function vpcConfig(provider: ConfigObject, { data }: ServiceFunction): unknown {
  if (data.vpc === null || data.vpc === false) return undefined
  const [own, shared] = [asObject(data.vpc), asObject(provider.vpc)]
  const either = (name: string): unknown => own[name] || shared[name]
  const config = {
    Ipv6AllowedForDualStack: either('ipv6AllowedForDualStack'),
    SecurityGroupIds: either('securityGroupIds'),
    SubnetIds: either('subnetIds'),
  }
  return config.SecurityGroupIds && config.SubnetIds ? config : undefined
}

/** The mode, or `undefined` where nothing is traced. */
export function tracingMode(provider: ConfigObject, { data }: ServiceFunction): unknown {
  const tracing = data.tracing || asObject(provider.tracing).lambda
  if (!tracing) return undefined
  return tracing === true ? 'Active' : tracing
}

export function tagList(provider: ConfigObject, { data }: ServiceFunction): unknown {
  if (!data.tags && !provider.tags) return undefined
  return Object.entries({ ...asObject(provider.tags), ...asObject(data.tags) }).map(([Key, Value]) => ({ Key, Value }))
}

export function layersOf(provider: ConfigObject, { data }: ServiceFunction): readonly unknown[] | undefined {
  if (data.layers) return asArray(data.layers)
  return provider.layers ? asArray(provider.layers) : undefined
}

const UPDATE_ON: Readonly<Record<string, string>> = { onFunctionUpdate: 'FunctionUpdate', manual: 'Manual' }

export function runtimeManagement(provider: ConfigObject, { data }: ServiceFunction): unknown {
  const settings = (value: unknown): ConfigObject => (typeof value === 'string' ? { mode: value } : asObject(value))
  const { mode, arn } = {
    mode: 'auto',
    ...settings(provider.runtimeManagement),
    ...settings(data.runtimeManagement),
  } as {
    mode: string
    arn?: unknown
  }
  if (mode === 'auto') return undefined
  return { UpdateRuntimeOn: UPDATE_ON[mode], ...(mode === 'manual' && { RuntimeVersionArn: arn }) }
}

export function loggingConfig(service: Service, { data }: ServiceFunction): { LoggingConfig?: unknown } {
  const logs = data.logs || asObject(asObject(service.data.provider).logs).lambda
  if (!isObject(logs)) return {}
  const config = Object.fromEntries(
    [
      ['ApplicationLogLevel', logs.applicationLogLevel],
      ['LogFormat', logs.logFormat],
      ['LogGroup', logs.logGroup],
      ['SystemLogLevel', logs.systemLogLevel],
    ].filter(([, value]) => value),
  )
  return Object.keys(config).length > 0 ? { LoggingConfig: config } : {}
}
