import type { TemplateBuilder } from '../../builder'
import { assumedBy, boundaryAndPath } from '../role'
import type { MachineEndpoint } from './endpoint'

/** Logical id of the role in which the API calls Step Functions. */
export const API_ROLE = 'ApigatewayToStepFunctionsRole'

/** Added if an endpoint has no `iamRole` of its own. Source: `events/apiGateway/iamRole.js` of the plugin. */
export function addApiRole(builder: TemplateBuilder, endpoints: readonly MachineEndpoint[]): void {
  if (endpoints.every(({ options }) => 'iamRole' in options)) return
  const actions = endpoints.flatMap(({ options }) => ('action' in options ? [`states:${options.action}`] : []))
  // unlike the roles of machines it has no boundary
  const { Path: path } = boundaryAndPath(builder)
  builder.merge(API_ROLE, {
    Type: 'AWS::IAM::Role',
    Properties: {
      ...assumedBy('apigateway.amazonaws.com'),
      Policies: [
        {
          PolicyName: 'apigatewaytostepfunctions',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: [...new Set(['states:StartExecution', ...actions])], Resource: '*' },
            ],
          },
        },
      ],
      ...(path ? { Path: path } : {}),
    },
  })
}
