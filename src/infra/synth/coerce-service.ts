import { asObject, type ConfigObject } from '../../load/document'
import type { Service, ServiceFunction } from '../../load/service'
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
  return { ...fn, data, environment: { ...asObject(provider.environment), ...asObject(data.environment) } }
}
