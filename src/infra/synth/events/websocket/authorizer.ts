import { asObject, type ConfigObject } from '../../../../load/document'
import { normalizedName } from '../../../../load/naming'
import { functionOf, type ServiceFunction } from '../../../../load/service'
import { arnOf, ref } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import { textOf } from '../event'
import { aliasId, dependsOn, targetArn } from '../target'

/** A function that decides who may connect. */
export interface WebsocketAuthorizer {
  readonly name: string
  /** The function, if it is of this service. */
  readonly fn: ServiceFunction | undefined
  /** ARN that is given; else the function is called by its name. */
  readonly arn: unknown
  readonly uri: unknown
  readonly identitySource: unknown
}

/** Source: `websockets/lib/validate.js` of osls 4.3.1. */
export function authorizerOf({ service }: TemplateBuilder, value: unknown): WebsocketAuthorizer | undefined {
  if (!value) return undefined
  const options: ConfigObject =
    typeof value === 'string' ? { [value.includes(':') ? 'arn' : 'name']: value } : asObject(value)
  const { arn, identitySource } = options
  const name = typeof arn === 'string' ? (arn.split(':').pop() ?? arn) : textOf(options.name)
  const fn = functionOf(service, name)
  return {
    name,
    fn,
    arn,
    uri: arnOf(
      ':apigateway:',
      ref('AWS::Region'),
      ':lambda:path/2015-03-31/functions/',
      arn || (fn && targetArn(fn)),
      '/invocations',
    ),
    identitySource: identitySource || ['route.request.header.Auth'],
  }
}

export function authorizerId({ name }: WebsocketAuthorizer): string {
  return `${normalizedName(name)}WebsocketsAuthorizer`
}

export function addAuthorizer(
  builder: TemplateBuilder,
  apiId: unknown,
  authorizer: WebsocketAuthorizer | undefined,
): void {
  if (!authorizer) return
  builder.add(authorizerId(authorizer), {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    ...dependsOn(authorizer.fn && aliasId(authorizer.fn)),
    Properties: {
      ApiId: apiId,
      Name: authorizer.name,
      AuthorizerType: 'REQUEST',
      AuthorizerUri: authorizer.uri,
      IdentitySource: authorizer.identitySource,
    },
  })
}

/** Logical id of the API, if it is of this stack. */
export function ownApi(apiId: unknown): string[] {
  const { Ref: id } = asObject(apiId)
  return typeof id === 'string' ? [id] : []
}

/** Lets the API call the authorizer. Source: `websockets/lib/permissions.js`. */
export function addAuthorizerPermission(
  builder: TemplateBuilder,
  apiId: unknown,
  authorizer: WebsocketAuthorizer | undefined,
): void {
  if (!authorizer) return
  const { name, fn, arn } = authorizer
  const own = !arn && fn ? [fn.logicalId, aliasId(fn) ?? []].flat() : []
  builder.add(`${normalizedName(name)}LambdaPermissionWebsockets`, {
    Type: 'AWS::Lambda::Permission',
    DependsOn: [...ownApi(apiId), ...own],
    Properties: {
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      FunctionName: arn || (fn && targetArn(fn)),
    },
  })
}
