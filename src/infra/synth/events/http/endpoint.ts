import { asObject, type ConfigObject, isObject } from '../../../../load/document'
import type { ServiceFunction } from '../../../../load/service'
import type { TemplateBuilder } from '../../builder'
import { type EventEntry, textOf } from '../event'
import { type Authorizer, authorizerOf } from './authorizer'
import { type Cors, corsOf } from './cors-options'
import { requestOf, responseOf } from './request-response'

/** A http event in one form. */
export interface Endpoint {
  readonly fn: ServiceFunction
  /** Without slashes at the ends. */
  readonly path: string
  /** In lower case. */
  readonly method: string
  readonly integration: string
  readonly authorizer: Authorizer | undefined
  readonly cors: Cors | undefined
  /** With its parameters in the form of a method: `method.request.path.id`. */
  readonly request: ConfigObject | undefined
  readonly response: ConfigObject | undefined
  /** What else the event says. */
  readonly options: ConfigObject
}

/** Source: `api-gateway/lib/validate.js` of osls 4.3.1. */
export function endpointOf(builder: TemplateBuilder, { fn, event, position }: EventEntry): Endpoint {
  const options = isObject(event) ? event : fromText(textOf(event))
  const integration = integrationOf(options)
  const method = textOf(options.method).toLowerCase()
  const place = ['functions', fn.key, 'events', position - 1]
  return {
    fn,
    path: textOf(options.path).replace(/^\//, '').replace(/\/$/, ''),
    method,
    integration,
    authorizer: options.authorizer ? authorizerOf(builder, options.authorizer, place) : undefined,
    cors: options.cors ? corsOf(options.cors, method) : undefined,
    request: requestOf(options, integration),
    response: responseOf(options, integration),
    options,
  }
}

/** `post /orders/{id}`. */
function fromText(text: string): ConfigObject {
  const [method = 'any', path = ''] = text.trim().split(/\s+/)
  return { method, path }
}

function integrationOf({ integration, async: isAsync }: ConfigObject): string {
  if (!integration) return isAsync ? 'AWS' : 'AWS_PROXY'
  const name = textOf(integration).toUpperCase().replace('-', '_')
  if (name === 'LAMBDA') return 'AWS'
  return name === 'LAMBDA_PROXY' ? 'AWS_PROXY' : name
}

/** Integrations whose answers the API maps. */
export function isMapped({ integration }: Endpoint): boolean {
  return integration === 'AWS' || integration === 'HTTP' || integration === 'MOCK'
}

export function parametersOf({ request }: Pick<Endpoint, 'request'>): ConfigObject {
  return asObject(request?.parameters)
}
