import { asObject, type ConfigObject } from '../../load/document'
import { isAtEdge, type Service, type ServiceFunction } from '../../load/service'
import { serviceShape } from './service-shape'

/**
 * The configuration as the packager compiles it: its schema validation turns numbers into texts, texts into numbers, and
 * single values into lists. Source: `classes/config-schema-handler` of osls 4.3.1.
 */
export function coerceService(service: Service): Service {
  const data = asObject(serviceShape(service.data))
  const provider = asObject(data.provider)
  const functions = asObject(data.functions)
  return {
    ...service,
    data,
    functions: service.functions.map((fn) => coerceFunction(fn, provider, asObject(functions[fn.key]))),
  }
}

function coerceFunction(fn: ServiceFunction, provider: ConfigObject, data: ConfigObject): ServiceFunction {
  // functions at the edge have limits of their own, and always versions
  const own = isAtEdge(fn) ? { ...data, memorySize: fn.memorySize, timeout: fn.timeout, versionFunction: true } : data
  return { ...fn, data: own, environment: { ...asObject(provider.environment), ...asObject(data.environment) } }
}
