import { asObject, type ConfigObject, isObject } from '../../../../load/document'
import type { Service } from '../../../../load/service'
import { getAtt, ref } from '../../../template'
import { asIs, either, flag, list, map, number, record, text } from '../../shape'

const apiKey = either(text, record({ name: text, value: text, description: text, customerId: text, enabled: flag }))

const plan = record({
  quota: record({ limit: number, offset: number, period: text }),
  throttle: record({ burstLimit: number, rateLimit: number }),
})

const statement = record({
  Sid: text,
  Action: list(text),
  NotAction: list(text),
  Principal: principal,
  NotPrincipal: principal,
  Resource: resource,
  NotResource: resource,
})

/** A list of one resource becomes that resource; `*` stays in its list. */
function resource(value: unknown): unknown {
  const [only, ...others] = Array.isArray(value) ? value : []
  return typeof only === 'string' && only !== '*' && others.length === 0 ? only : value
}

/** Accounts and services that a policy names become lists; `*` does not. */
function principal(value: unknown): unknown {
  const shape = record({
    AWS: (aws) => (aws === '*' ? aws : list(text)(aws)),
    Federated: list(text),
    Service: list(text),
    CanonicalUser: list(text),
  })
  return shape(value)
}

const shape = record({
  apiKeys: list((key) => (isKeyOfPlan(key) ? map(list(apiKey))(key) : apiKey(key))),
  binaryMediaTypes: list(text),
  description: text,
  disableDefaultEndpoint: flag,
  metrics: flag,
  minimumCompressionSize: number,
  resourcePolicy: list(statement),
  restApiId: either(text, asIs),
  shouldStartNameWithService: flag,
  stage: text,
  timeoutInMillis: number,
  usagePlan: (value) => (Array.isArray(value) ? value.map(map(plan)) : plan(value)),
})

function isKeyOfPlan(key: unknown): boolean {
  return isObject(key) && Object.values(key).some((value) => Array.isArray(value))
}

/** `provider.apiGateway`. */
export function apiGatewaySettings({ data }: Service): ConfigObject {
  return asObject(shape(asObject(data.provider).apiGateway))
}

export const REST_API = 'ApiGatewayRestApi'

/** Id of the API: of one that exists, or of the service's own. */
export function restApiId(settings: ConfigObject): unknown {
  return settings.restApiId || ref(REST_API)
}

export function rootResourceId(settings: ConfigObject): unknown {
  return settings.restApiRootResourceId || getAtt(REST_API, 'RootResourceId')
}
