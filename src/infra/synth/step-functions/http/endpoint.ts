import { asArray, type ConfigObject, isObject } from '../../../../load/document'
import type { TemplateBuilder } from '../../builder'
import type { Authorizer } from '../../events/http/authorizer'
import type { Cors } from '../../events/http/cors-options'
import { stateMachineLogicalId } from '../names'
import { machineAuthorizer } from './authorizer'
import { machineCors } from './cors'

/** An `http` event of a state machine, in one form. */
export interface MachineEndpoint {
  readonly machineId: string
  /** Without slashes at the ends. */
  readonly path: string
  /** In lower case. */
  readonly method: string
  readonly authorizer: Authorizer | undefined
  readonly cors: Cors | undefined
  /** What else the event says. */
  readonly options: ConfigObject
}

/** Source: `events/apiGateway/validate.js` of serverless-step-functions 3.28.1. */
export function endpointsOf(builder: TemplateBuilder, key: string, machine: ConfigObject): MachineEndpoint[] {
  const machineId = stateMachineLogicalId(key, machine)
  return asArray(machine.events).flatMap((event, index): MachineEndpoint[] => {
    if (!isObject(event) || !('http' in event)) return []
    const place = ['stepFunctions', 'stateMachines', key, 'events', index]
    const options = optionsOf(event.http)
    const { path, method: verb } = options
    if (typeof path !== 'string' || typeof verb !== 'string') {
      builder.note('An "http" event has to name a method and a path.', place)
      return []
    }
    const method = verb.toLowerCase()
    return [
      {
        machineId,
        path: path.replace(/^\//, '').replace(/\/$/, ''),
        method,
        authorizer: options.authorizer ? machineAuthorizer(builder, options.authorizer, place) : undefined,
        cors: options.cors ? machineCors(options.cors, method) : undefined,
        options,
      },
    ]
  })
}

/** `post orders/{id}`, or a map. */
function optionsOf(http: unknown): ConfigObject {
  if (isObject(http)) return http
  const [method, path] = typeof http === 'string' ? http.split(' ') : []
  return { method, path }
}
