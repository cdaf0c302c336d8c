import { asArray, asObject } from '../../../../load/document'
import { sub } from '../../../template'
import type { TemplateBuilder } from '../../builder'

const ARN = /^arn:[^:\n]*:[^:\n]*:[^:\n]*:[^:\n]*:([^:/]*)[:/]?.*$/

/**
 * Lets the API call the functions that decide who may call it: those of all authorizers of the service, also of the events
 * of functions. Source: `events/apiGateway/lambdaPermissions.js` of serverless-step-functions 3.28.1.
 */
export function addAuthorizerPermissions(builder: TemplateBuilder): void {
  const authorizers = Object.values(builder.resources).filter(({ Type }) => Type === 'AWS::ApiGateway::Authorizer')
  const permissions = new Map<string, unknown>()
  for (const { Properties: properties = {} } of authorizers) {
    if (properties.Type !== 'CUSTOM' && properties.Type !== 'TOKEN') continue
    const called = calledFunction(properties.AuthorizerUri)
    const [, resource] = ARN.exec(String(called)) ?? []
    // the name of what the plugin cannot read is that of any object: it writes so
    permissions.set(resource ?? String(called), resource === undefined ? { 'Fn::GetAtt': [called, 'Arn'] } : called)
  }
  for (const [name, functionName] of permissions) {
    builder.merge(`${name}LambdaPermission`, {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: functionName,
        Action: 'lambda:InvokeFunction',
        Principal: sub('apigateway.${AWS::URLSuffix}'),
      },
    })
  }
}

/** The logical id of the function, or what else stands for it before `/invocations`. */
function calledFunction(uri: unknown): unknown {
  const parts = asArray(asArray(asObject(uri)['Fn::Join'])[1])
  const reference = parts.map(asObject).find((part) => 'Fn::GetAtt' in part)
  return asArray(reference?.['Fn::GetAtt'])[0] ?? parts.at(-2)
}
