import { asObject, type ConfigObject } from '../../../../load/document'
import { joinAll, ref } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import { addCloudWatchRole } from '../api-gateway-account'
import { logGroupSettings, logsOf } from '../log-settings'
import { restApiId } from './settings'

/** The packager adds the time to the name, so that each deployment is a new one. */
export const DEPLOYMENT = 'ApiGatewayDeployment'

/** Source: `api-gateway/lib/deployment.js` of osls 4.3.1. */
export function addDeployment(builder: TemplateBuilder, methodIds: readonly string[], settings: ConfigObject): void {
  const { stage } = builder.service
  builder.add(DEPLOYMENT, {
    Type: 'AWS::ApiGateway::Deployment',
    Properties: {
      RestApiId: restApiId(settings),
      StageName: settings.stage || stage,
      Description: settings.description || undefined,
    },
    DependsOn: [...methodIds],
  })
  addEndpointOutput(builder, settings)
}

/** Where the API is to be called. */
export function addEndpointOutput(builder: TemplateBuilder, settings: ConfigObject): void {
  builder.output('ServiceEndpoint', {
    Description: 'URL of the service endpoint',
    Value: joinAll('', [
      'https://',
      restApiId(settings),
      '.execute-api.',
      ref('AWS::Region'),
      '.',
      ref('AWS::URLSuffix'),
      `/${builder.service.stage}`,
    ]),
  })
}

/**
 * Adds where the stage logs to. All else of the stage (tracing, metrics, log level, tags) is no part of the template: the
 * packager sets it after the deployment. Source: `api-gateway/lib/stage.js`.
 */
export function addStageLogs(builder: TemplateBuilder): void {
  const { name, stage } = builder.service
  const logs = logsOf(builder.service).restApi
  if (!logs || !(asObject(logs).accessLogging ?? true)) return
  builder.add('ApiGatewayLogGroup', {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: `/aws/api-gateway/${name}-${stage}`, ...logGroupSettings(builder.service) },
  })
  addCloudWatchRole(builder)
}
