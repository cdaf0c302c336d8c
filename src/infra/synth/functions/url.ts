import { asArray, asObject, isObject } from '../../../load/document'
import { normalizedName } from '../../../load/naming'
import type { ServiceFunction } from '../../../load/service'
import { getAtt } from '../../template'
import type { TemplateBuilder } from '../builder'
import { aliasId, dependsOn, permission, targetArn } from '../events/target'
import { conditionOf } from './settings'

const DEFAULT_HEADERS = [
  'Content-Type',
  'X-Amz-Date',
  'Authorization',
  'X-Api-Key',
  'X-Amz-Security-Token',
  'X-Amzn-Trace-Id',
]

/** The URL of a function, and who may call it. */
export function addFunctionUrl(builder: TemplateBuilder, fn: ServiceFunction): void {
  const { url } = fn.data
  if (!url) return
  const options = asObject(url)
  const name = normalizedName(fn.key)
  const auth = options.authorizer === 'aws_iam' ? 'AWS_IAM' : 'NONE'
  const id = `${name}LambdaFunctionUrl`
  builder.add(id, {
    Type: 'AWS::Lambda::Url',
    Properties: {
      AuthType: auth,
      TargetFunctionArn: targetArn(fn),
      ...(options.cors ? { Cors: cors(options.cors) } : {}),
      ...(options.invokeMode === 'RESPONSE_STREAM' && { InvokeMode: options.invokeMode }),
    },
    ...dependsOn(aliasId(fn)),
    ...conditionOf(fn),
  })
  builder.output(id, { Description: 'Lambda Function URL', Value: getAtt(id, 'FunctionUrl'), ...conditionOf(fn) })
  if (auth !== 'NONE') return
  const anyone = permission(fn, '*', { InvokedViaFunctionUrl: true })
  builder.add(`${name}LambdaPermissionFn`, { ...anyone, ...conditionOf(fn) })
  builder.add(`${name}LambdaPermissionFnUrl`, {
    ...anyone,
    Properties: {
      FunctionName: targetArn(fn),
      Action: 'lambda:InvokeFunctionUrl',
      Principal: '*',
      FunctionUrlAuthType: auth,
    },
    ...conditionOf(fn),
  })
}

/** A list that is `null` leaves the default out; one that is absent takes it. */
function cors(settings: unknown): Record<string, unknown> {
  const own = isObject(settings) ? settings : {}
  const listOf = (value: unknown, otherwise: readonly string[] | undefined): unknown => {
    if (value) return [...new Set(asArray(value))]
    return value === null ? undefined : otherwise
  }
  return {
    AllowCredentials: own.allowCredentials ? true : undefined,
    AllowHeaders: listOf(own.allowedHeaders, DEFAULT_HEADERS),
    AllowMethods: listOf(own.allowedMethods, ['*']),
    AllowOrigins: listOf(own.allowedOrigins, ['*']),
    ExposeHeaders: listOf(own.exposedResponseHeaders, undefined),
    MaxAge: own.maxAge,
  }
}
