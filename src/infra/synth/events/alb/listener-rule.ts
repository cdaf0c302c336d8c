import { asArray, asObject, type ConfigObject } from '../../../../load/document'
import { type Resource, ref } from '../../../template'
import { textOf } from '../event'
import type { BalancedEvent } from '.'

/** Source: `compile/events/alb/lib/listener-rules.js` of osls 4.3.1. */
export function listenerRule({ options, groupId, settings }: BalancedEvent): Resource {
  const authorizers = asObject(settings.authorizers)
  const names = asArray(options.authorizer ?? [])
  const forward = { Type: 'forward', TargetGroupArn: ref(groupId) }
  return {
    Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
    Properties: {
      Actions: [
        ...names.map((name, index) => authentication(asObject(authorizers[textOf(name)]), index + 1)),
        names.length > 0 ? { ...forward, Order: names.length + 1 } : forward,
      ],
      Conditions: conditions(asObject(options.conditions)),
      ListenerArn: options.listenerArn,
      Priority: options.priority,
    },
  }
}

function authentication(auth: ConfigObject, order: number): Record<string, unknown> {
  const common = {
    OnUnauthenticatedRequest: auth.onUnauthenticatedRequest || 'deny',
    AuthenticationRequestExtraParams: auth.requestExtraParams,
    Scope: auth.scope,
    SessionCookieName: auth.sessionCookieName,
    SessionTimeout: auth.sessionTimeout,
  }
  if (auth.type === 'cognito') {
    const config = {
      UserPoolArn: auth.userPoolArn,
      UserPoolClientId: auth.userPoolClientId,
      UserPoolDomain: auth.userPoolDomain,
    }
    return { Type: 'authenticate-cognito', Order: order, AuthenticateCognitoConfig: { ...config, ...common } }
  }
  const config = {
    AuthorizationEndpoint: auth.authorizationEndpoint,
    ClientId: auth.clientId,
    Issuer: auth.issuer,
    TokenEndpoint: auth.tokenEndpoint,
    UserInfoEndpoint: auth.userInfoEndpoint,
    ...(auth.clientSecret ? { ClientSecret: auth.clientSecret } : { UseExistingClientSecret: true }),
  }
  return { Type: 'authenticate-oidc', Order: order, AuthenticateOidcConfig: { ...config, ...common } }
}

function conditions({ path, host, method, header, query, ip }: ConfigObject): Record<string, unknown>[] {
  const listed = (value: unknown) => (Array.isArray(value) ? value : [value])
  const headers = header ? listed(header).map(asObject) : []
  return [
    ...(path ? [{ Field: 'path-pattern', Values: listed(path) }] : []),
    ...(host ? [{ Field: 'host-header', HostHeaderConfig: { Values: listed(host) } }] : []),
    ...(method ? [{ Field: 'http-request-method', HttpRequestMethodConfig: { Values: listed(method) } }] : []),
    ...headers.map(({ name, values }) => ({
      Field: 'http-header',
      HttpHeaderConfig: { HttpHeaderName: name, Values: values },
    })),
    ...(query ? [{ Field: 'query-string', QueryStringConfig: { Values: pairs(asObject(query)) } }] : []),
    ...(ip ? [{ Field: 'source-ip', SourceIpConfig: { Values: listed(ip) } }] : []),
  ]
}

function pairs(query: ConfigObject): { Key: string; Value: unknown }[] {
  return Object.entries(query).map(([Key, Value]) => ({ Key, Value }))
}
