import type { ConfigPath } from '../../../../load/document'
import { functionOf } from '../../../../load/service'
import { getAtt, type Resource, ref } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import {
  type Authorizer,
  authorizerLogicalId,
  authorizerOf,
  authorizerUri,
  isUserPool,
} from '../../events/http/authorizer'

/** As of functions, but that a function of the service is called itself, not by its alias. */
export function machineAuthorizer(builder: TemplateBuilder, value: unknown, path: ConfigPath): Authorizer {
  const authorizer = authorizerOf(builder, value, path)
  const fn = authorizer.arn !== authorizer.options.arn ? functionOf(builder.service, authorizer.name) : undefined
  return fn ? { ...authorizer, arn: getAtt(fn.logicalId), aliasId: undefined } : authorizer
}

/** Source: `events/apiGateway/authorizers.js` of serverless-step-functions 3.28.1. */
export function addMachineAuthorizer(builder: TemplateBuilder, apiId: unknown, authorizer: Authorizer): void {
  const { arn, type, name, options } = authorizer
  if (!arn) return
  const { identitySource = 'method.request.header.Authorization', identityValidationExpression: expression } = options
  builder.merge(authorizerLogicalId(authorizer), {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: {
      AuthorizerResultTtlInSeconds: options.resultTtlInSeconds,
      IdentitySource: identitySource,
      Name: name,
      RestApiId: apiId,
      ...(typeof expression === 'string' && { IdentityValidationExpression: expression }),
      ...(isUserPool(authorizer)
        ? { Type: 'COGNITO_USER_POOLS', ProviderARNs: [arn] }
        : { AuthorizerUri: authorizerUri(arn), Type: type ? type.toUpperCase() : 'TOKEN' }),
    },
  })
}

/**
 * The part of a method that says who may call it. A user pool is known by its ARN here, not by the type. Source:
 * `getMethodAuthorization` in `methods.js`.
 */
export function machineAuthorization(authorizer: Authorizer | undefined): Partial<Resource> {
  if (!authorizer) return { Properties: { AuthorizationType: 'NONE' } }
  const { type, authorizerId, arn, options } = authorizer
  if (type === 'AWS_IAM') return { Properties: { AuthorizationType: 'AWS_IAM' } }
  const scopes = Array.isArray(options.scopes) ? options.scopes : undefined
  if (type && authorizerId) {
    return { Properties: { AuthorizationType: type, AuthorizerId: authorizerId, AuthorizationScopes: scopes } }
  }
  const id = authorizerLogicalId(authorizer)
  const isPool = typeof arn === 'string' && isUserPool({ ...authorizer, type: undefined })
  return {
    Properties: {
      AuthorizationType: isPool ? 'COGNITO_USER_POOLS' : 'CUSTOM',
      AuthorizerId: ref(id),
      ...(isPool && { AuthorizationScopes: scopes }),
    },
    DependsOn: id,
  }
}
