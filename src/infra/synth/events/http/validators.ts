import { asObject, type ConfigObject, isObject } from '../../../../load/document'
import { alphanumericName, startCase, wordsOf } from '../../../../load/naming'
import { type Resource, ref } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import { textOf } from '../event'
import { type Endpoint, parametersOf } from './endpoint'
import { isRequired, methodId } from './method'
import type { ApiResources } from './resources'
import { REST_API, restApiId } from './settings'

/** What of an endpoint counts here. */
type Validated = Pick<Endpoint, 'path' | 'method' | 'request'>

/**
 * Adds what a request of the endpoint must be. Source: `api-gateway/lib/request-validator.js` of osls 4.3.1.
 *
 * @param sharedApiId the API that schemas of the provider belong to; the packager gives them none where it exists
 */
export function addValidators(
  builder: TemplateBuilder,
  endpoint: Validated,
  resources: ApiResources,
  settings: ConfigObject,
  sharedApiId: unknown = settings.restApiId ? {} : ref(REST_API),
): void {
  const schemas = endpoint.request?.schemas
  const needsParameters = Object.values(parametersOf(endpoint)).some(isRequired)
  const entries = Object.entries(asObject(schemas))
  if (!needsParameters && entries.length === 0) return
  const id = methodId(resources.nameOf(endpoint.path), endpoint.method)
  const models = entries.map(([contentType, schema]) => {
    const shared = isObject(schema) ? undefined : asObject(asObject(settings.request).schemas)[textOf(schema)]
    const modelId = shared
      ? `ApiGateway${startCase(wordsOf(textOf(schema)).join(' ').toLowerCase())}Model`
      : `${id}${startCase(contentType)}Model`
    builder.add(modelId, shared ? sharedModel(asObject(shared), sharedApiId) : ownModel(schema, contentType, settings))
    return [contentType, ref(modelId)]
  })
  const method = builder.resources[id]
  if (!method) return
  method.Properties = {
    ...method.Properties,
    RequestValidatorId: ref(addValidator(builder, settings)),
    // endpoints of the same path and method add to one
    ...(models.length > 0 && {
      RequestModels: { ...asObject(method.Properties?.RequestModels), ...Object.fromEntries(models) },
    }),
  }
}

function addValidator(builder: TemplateBuilder, settings: ConfigObject): string {
  const { name, stage } = builder.service
  const id = `ApiGateway${alphanumericName(name)}RequestValidator`
  builder.add(id, {
    Type: 'AWS::ApiGateway::RequestValidator',
    Properties: {
      RestApiId: restApiId(settings),
      ValidateRequestBody: true,
      ValidateRequestParameters: true,
      Name: `${name}-${stage} | Validate request body and querystring parameters`,
    },
  })
  return id
}

/** A schema of the event: itself, or in `schema` beside a name and a description. */
function ownModel(schema: unknown, contentType: string, settings: ConfigObject): Resource {
  const model = isObject(schema) && schema.schema ? schema : { schema }
  return {
    Type: 'AWS::ApiGateway::Model',
    Properties: {
      RestApiId: restApiId(settings),
      ContentType: contentType,
      Schema: model.schema,
      Name: 'name' in model ? model.name : undefined,
      Description: 'description' in model ? model.description : undefined,
    },
  }
}

/** A schema of `provider.apiGateway.request.schemas`. */
function sharedModel(model: ConfigObject, apiId: unknown): Resource {
  return {
    Type: 'AWS::ApiGateway::Model',
    Properties: {
      RestApiId: apiId,
      Schema: model.schema || model,
      ContentType: 'application/json',
      Name: model.name || undefined,
      Description: model.description || undefined,
    },
  }
}
