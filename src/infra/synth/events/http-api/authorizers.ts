import { asArray, asObject, type ConfigObject, type ConfigPath, isObject } from '../../../../load/document'
import { normalizedName } from '../../../../load/naming'
import { functionOf } from '../../../../load/service'
import { arnOf, ref } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import { text } from '../../shape'
import { textOf } from '../event'
import { aliasId, dependsOn, targetArn } from '../target'
import { apiIdOf } from './api'

/** Authorizers of the service's own API, used or not. */
export function addAuthorizers(builder: TemplateBuilder, settings: ConfigObject): void {
  const apiId = apiIdOf(settings)
  for (const [key, value] of Object.entries(asObject(settings.authorizers))) {
    const options = asObject(value)
    const name = textOf(options.name || key)
    const properties = { ApiId: apiId, Name: name, IdentitySource: listed(options.identitySource || []) }
    if (options.type !== 'request') {
      builder.add(authorizerId(name), {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          ...properties,
          AuthorizerType: 'JWT',
          JwtConfiguration: { Audience: [...new Set(listed(options.audience))], Issuer: options.issuerUrl },
        },
      })
      continue
    }
    const fn = options.functionName ? functionOf(builder.service, textOf(options.functionName)) : undefined
    const arn = options.functionArn || (fn && targetArn(fn))
    builder.add(authorizerId(name), {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      ...dependsOn(fn && aliasId(fn)),
      Properties: {
        ...properties,
        AuthorizerType: 'REQUEST',
        EnableSimpleResponses: options.enableSimpleResponses,
        AuthorizerResultTtlInSeconds: options.resultTtlInSeconds,
        AuthorizerPayloadFormatVersion: text(options.payloadVersion) || '2.0',
        AuthorizerUri: arnOf(
          ':apigateway:',
          ref('AWS::Region'),
          ':lambda:path/2015-03-31/functions/',
          arn,
          '/invocations',
        ),
      },
    })
    if (options.managedExternally) continue
    builder.add(`${normalizedName(name)}LambdaAuthorizerPermissionHttpApi`, {
      Type: 'AWS::Lambda::Permission',
      ...dependsOn(fn && aliasId(fn)),
      Properties: {
        FunctionName: arn,
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: arnOf(':execute-api:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':', apiId, '/*'),
      },
    })
  }
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? asArray(value) : [value]
}

function authorizerId(name: string): string {
  return `HttpApiAuthorizer${normalizedName(name)}`
}

/** The properties of a route that say who may call it. */
export function authorization(
  builder: TemplateBuilder,
  settings: ConfigObject,
  value: unknown,
  path: ConfigPath,
): Record<string, unknown> {
  if (!value) return {}
  const options = isObject(value) ? value : { name: value }
  if (options.type === 'aws_iam') return { AuthorizationType: 'AWS_IAM' }
  const configured = asObject(asObject(settings.authorizers)[textOf(options.name)])
  if (!options.id && Object.keys(configured).length === 0) {
    builder.note(`There is no authorizer "${textOf(options.name)}" in "provider.httpApi.authorizers".`, path)
  }
  const type = options.id ? options.type : configured.type
  return {
    AuthorizationType: type === 'request' ? 'CUSTOM' : 'JWT',
    AuthorizerId: options.id || ref(authorizerId(textOf(configured.name || options.name))),
    AuthorizationScopes: options.scopes ? [...new Set(listed(options.scopes))] : undefined,
  }
}
