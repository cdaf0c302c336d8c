import { asObject } from '../../../load/document'
import { getAtt, joinAll, ref } from '../../template'
import type { TemplateBuilder } from '../builder'
import { addCustomResource, customFunctionId } from './custom-resource'
import { allow } from './event-source-mapping'
import { logsOf } from './log-settings'

const HANDLER = { name: 'custom-resource-apigw-cw-role', handler: 'api-gateway-cloud-watch-role/handler.handler' }
const RESOURCE = 'CustomApiGatewayAccountCloudWatchRole'

/**
 * A custom resource that gives API Gateway, for the whole account, a role to write logs with. Source:
 * `events/lib/ensure-api-gateway-cloud-watch-role.js` of osls 4.3.1.
 */
export function addCloudWatchRole(builder: TemplateBuilder): void {
  const { restApi } = logsOf(builder.service)
  const { role, roleManagedExternally } = asObject(restApi)
  if (roleManagedExternally || builder.resources[RESOURCE]) return
  builder.add(RESOURCE, {
    Type: 'Custom::ApiGatewayAccountRole',
    Version: 1,
    Properties: { ServiceToken: getAtt(customFunctionId(HANDLER)), RoleArn: restApi && role },
  })
  const partition = ['arn', ref('AWS::Partition')]
  addCustomResource(builder, HANDLER, [
    allow(
      ['iam:AttachRolePolicy', 'iam:CreateRole', 'iam:ListAttachedRolePolicies', 'iam:PassRole'],
      joinAll(':', [...partition, 'iam:', ref('AWS::AccountId'), 'role/*']),
    ),
    allow(['apigateway:GET', 'apigateway:PATCH'], joinAll(':', [...partition, 'apigateway:*::/account'])),
  ])
}
