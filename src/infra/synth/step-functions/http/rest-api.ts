import { asObject, type ConfigObject } from '../../../../load/document'
import type { TemplateBuilder } from '../../builder'
import { addEndpointOutput, DEPLOYMENT } from '../../events/http/deployment'
import { nameAndEndpoint } from '../../events/http/rest-api'
import { REST_API, restApiId } from '../../events/http/settings'

/** Adds to the API of the functions, or makes it. Source: `events/apiGateway/restApi.js` of the plugin. */
export function addMachineRestApi(builder: TemplateBuilder, settings: ConfigObject): void {
  if (settings.restApiId) return
  const policy = legacySetting(builder, settings, 'resourcePolicy')
  const hasPolicy = Array.isArray(policy) ? policy.length > 0 : Object.keys(asObject(policy)).length > 0
  builder.merge(REST_API, {
    Type: 'AWS::ApiGateway::RestApi',
    Properties: {
      ...nameAndEndpoint(builder.service, settings),
      ...(hasPolicy && { Policy: { Version: '2012-10-17', Statement: policy } }),
    },
  })
}

/** The deployment of the functions waits for these methods too, or there is one of their own. Source: `deployment.js`. */
export function addMachineDeployment(
  builder: TemplateBuilder,
  methodIds: readonly string[],
  settings: ConfigObject,
): void {
  const existing = builder.resources[DEPLOYMENT]
  const own = {
    Type: 'AWS::ApiGateway::Deployment',
    Properties: { RestApiId: restApiId(settings), StageName: builder.service.stage },
  }
  builder.add(DEPLOYMENT, { ...(existing ?? own), DependsOn: [...[existing?.DependsOn ?? []].flat(), ...methodIds] })
  addEndpointOutput(builder, settings)
}

/** A setting of `provider.apiGateway`; the plugin also takes it from the provider, where it stood in older versions. */
export function legacySetting({ service }: TemplateBuilder, settings: ConfigObject, name: string): unknown {
  return settings[name] || asObject(service.data.provider)[name]
}
