import { runAsynchronously } from './asynchronous'
import { type Runner, THROTTLED } from './runner'
import type { AwsAnswer, AwsRequest, LocalService } from './service'
import type { Stack } from './stack'

interface Invoke {
  readonly name: string
  readonly qualifier: string | undefined
  readonly type: string
  readonly body: string
  readonly isBackground: boolean
}

/** `Invoke` and `InvokeAsync`. Source: the API reference of Lambda, "Invoke". */
export class Lambda implements LocalService {
  constructor(
    private readonly stack: Stack,
    private readonly runner: Runner,
  ) {}

  answer({ path, headers, body, isBackground }: AwsRequest): Promise<AwsAnswer> | undefined {
    // a path may begin with two slashes, which a base would take for a host
    const url = new URL(`http://lambda${path}`)
    const call = /\/functions\/([^/]+)\/(invocations|invoke-async)/.exec(url.pathname)
    if (!call) return undefined
    const type = call[2] === 'invoke-async' ? 'Event' : (headers['x-amz-invocation-type'] ?? 'RequestResponse')
    const name = decodeURIComponent(call[1] ?? '')
    const qualifier = url.searchParams.get('Qualifier') ?? qualifierOf(name)
    return this.invoke({ name, qualifier, type, body, isBackground })
  }

  private async invoke({ name, qualifier, type, body, isBackground }: Invoke): Promise<AwsAnswer> {
    const fn = this.stack.functionNamed(name)
    if (!fn) return error(404, 'ResourceNotFoundException', { Type: 'User', Message: `Function not found: ${name}` })
    const event = parsed(body)
    if (!event) {
      const message = 'Could not parse request body into json: Could not parse payload into json'
      return error(400, 'InvalidRequestContentException', { Type: 'User', message })
    }
    const arn = this.stack.functionArn(fn) + (qualifier ? `:${qualifier}` : '')
    if (type === 'DryRun') return { status: 204, headers: {}, text: '' }
    if (type === 'Event') {
      this.runner.inBackground(() => runAsynchronously(this.runner, fn, event.value, arn))
      return { status: 202, headers: {}, text: '' }
    }
    if (this.runner.isThrottled(fn)) {
      const Reason = 'ReservedFunctionConcurrentInvocationLimitExceeded'
      return error(429, THROTTLED, { Reason, Type: 'User', message: 'Rate Exceeded.' })
    }
    const { payload, functionError } = await this.runner.invoke(fn, event.value, { isBackground, arn })
    if (functionError && this.runner.isPropagated(fn)) return thrown(payload)
    const executed = { 'x-amz-executed-version': '$LATEST' }
    return {
      status: 200,
      headers: functionError ? { ...executed, 'x-amz-function-error': functionError } : executed,
      text: JSON.stringify(payload),
    }
  }
}

/** `live` of `name:live` and of `arn:aws:lambda:eu-west-1:1:function:name:live`. */
function qualifierOf(name: string): string | undefined {
  return /^(?:.*:)?function:[^:]+:(.+)$/.exec(name)?.[1] ?? /^[^:]+:([^:]+)$/.exec(name)?.[1]
}

/** Without a payload a function gets an empty object. */
function parsed(body: string): { value: unknown } | undefined {
  try {
    return { value: body === '' ? {} : JSON.parse(body) }
  } catch {
    return undefined
  }
}

/** The error of a function as if it had been called without Lambda. */
function thrown(payload: unknown): AwsAnswer {
  const { errorType: name, errorMessage: message } = payload as { errorType: string; errorMessage: string }
  return { status: 0, headers: {}, text: '', thrown: { name, message } }
}

function error(status: number, code: string, body: object): AwsAnswer {
  return { status, headers: { 'x-amzn-errortype': code }, text: JSON.stringify(body) }
}
