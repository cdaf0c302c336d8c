import { type ConfigObject, type ConfigPath, isObject } from '../../../../load/document'
import { normalizedName } from '../../../../load/naming'
import { functionOf } from '../../../../load/service'
import { arnOf, type Resource, ref } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import { textOf } from '../event'
import { aliasId, dependsOn, targetArn } from '../target'

/** Who may call an endpoint, in one form. */
export interface Authorizer {
  readonly type: string | undefined
  readonly name: string
  readonly arn: unknown
  /** Id of an authorizer that exists. */
  readonly authorizerId: unknown
  /** Alias of the function, if it is of this service. */
  readonly aliasId: string | undefined
  /** What else is said of it. */
  readonly options: ConfigObject
}

/** Source: `getAuthorizer` in `api-gateway/lib/validate.js` of osls 4.3.1. */
export function authorizerOf(builder: TemplateBuilder, value: unknown, path: ConfigPath): Authorizer {
  const isText = !isObject(value)
  const options: ConfigObject = isObject(value) ? value : fromText(textOf(value))
  const type = options.type === undefined ? undefined : textOf(options.type)
  const none = { type, name: '', arn: undefined, authorizerId: undefined, aliasId: undefined, options }
  if (type && options.authorizerId) return { ...none, authorizerId: options.authorizerId }
  if (type?.toUpperCase() === 'AWS_IAM') return { ...none, type: 'AWS_IAM' }
  const timed = isText ? options : { ...options, resultTtlInSeconds: ttlOf(options) }
  if (options.arn) {
    const isNamed = typeof options.name === 'string'
    if (!isNamed && typeof options.arn !== 'string') {
      builder.note('An authorizer with an ARN that is no text has to have a name.', path)
    }
    const name = isNamed ? textOf(options.name) : (textOf(options.arn).split(':').pop()?.split('-').pop() ?? '')
    return { ...none, name, arn: options.arn, options: timed }
  }
  const name = textOf(options.name)
  const fn = functionOf(builder.service, name)
  if (!fn) builder.note(`There is no function "${name}" for the authorizer.`, path)
  return { ...none, name, arn: fn && targetArn(fn), aliasId: fn && aliasId(fn), options: timed }
}

/** `aws_iam`, the name of a function, or an ARN. */
function fromText(text: string): ConfigObject {
  if (text.toUpperCase() === 'AWS_IAM') return { type: 'AWS_IAM' }
  return text.includes(':') ? { arn: text } : { name: text }
}

function ttlOf({ resultTtlInSeconds }: ConfigObject): number {
  const seconds = Number.parseInt(String(resultTtlInSeconds), 10)
  return Number.isNaN(seconds) ? 300 : seconds
}

/** Whether a user pool decides, not a function. */
export function isUserPool({ type, arn }: Authorizer): boolean {
  if (type?.toUpperCase() === 'COGNITO_USER_POOLS') return true
  return typeof arn === 'string' && /^arn:[a-zA-Z-]*:cognito-idp/.test(arn)
}

export function authorizerLogicalId({ name }: Authorizer): string {
  return `${normalizedName(name)}ApiGatewayAuthorizer`
}

/** Source: `api-gateway/lib/authorizers.js`. */
export function addAuthorizer(builder: TemplateBuilder, apiId: unknown, authorizer: Authorizer): void {
  const { arn, type, name, options } = authorizer
  if (!arn) return
  const ttl = options.resultTtlInSeconds
  const needsNoSource = type?.toUpperCase() === 'REQUEST' && ttl === 0
  builder.add(authorizerLogicalId(authorizer), {
    Type: 'AWS::ApiGateway::Authorizer',
    ...dependsOn(authorizer.aliasId),
    Properties: {
      AuthorizerResultTtlInSeconds: ttl,
      IdentitySource: options.identitySource || (needsNoSource ? undefined : 'method.request.header.Authorization'),
      Name: name,
      RestApiId: apiId,
      IdentityValidationExpression: options.identityValidationExpression,
      ...(isUserPool(authorizer)
        ? { Type: 'COGNITO_USER_POOLS', ProviderARNs: [arn] }
        : {
            AuthorizerUri: authorizerUri(arn),
            Type: type ? type.toUpperCase() : 'TOKEN',
          }),
    },
  })
}

/** Address at which the API calls the function that decides. */
export function authorizerUri(arn: unknown): unknown {
  const path = ':lambda:path/2015-03-31/functions/'
  return arnOf(':apigateway:', ref('AWS::Region'), path, arn, '/invocations')
}

/** The part of a method that says who may call it. Source: `api-gateway/lib/method/authorization.js`. */
export function authorization(authorizer: Authorizer | undefined): Partial<Resource> {
  if (!authorizer) return { Properties: { AuthorizationType: 'NONE' } }
  const { type, authorizerId, options } = authorizer
  if (type === 'AWS_IAM') return { Properties: { AuthorizationType: 'AWS_IAM' } }
  const scopes = Array.isArray(options.scopes) && options.scopes.length > 0 ? options.scopes : undefined
  if (type && authorizerId) {
    const kind = type.toUpperCase()
    return {
      Properties: {
        AuthorizationType: kind === 'TOKEN' || kind === 'REQUEST' ? 'CUSTOM' : type,
        AuthorizerId: authorizerId,
        AuthorizationScopes: kind === 'COGNITO_USER_POOLS' ? scopes : undefined,
      },
    }
  }
  const isPool = isUserPool(authorizer)
  return {
    Properties: {
      AuthorizationType: isPool ? 'COGNITO_USER_POOLS' : 'CUSTOM',
      AuthorizerId: ref(authorizerLogicalId(authorizer)),
      AuthorizationScopes: isPool ? scopes : undefined,
    },
    DependsOn: [authorizerLogicalId(authorizer)],
  }
}
