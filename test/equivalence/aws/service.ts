/** A request to AWS as an SDK client sends it, whatever carried it here. */
export interface AwsRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
  /** Whether nobody waits for the function that sent it. */
  readonly isBackground: boolean
}

export interface AwsAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** An error that is thrown at the request, in place of an answer. */
  readonly thrown?: { readonly name: string; readonly message: string }
}

/** One service of the local AWS: `undefined` where a request is meant for another. */
export interface LocalService {
  answer(request: AwsRequest): Promise<AwsAnswer> | undefined
}

export function ok(body: unknown): AwsAnswer {
  return { status: 200, headers: {}, text: JSON.stringify(body) }
}

/** An error as services with a JSON protocol write it. */
export function failed(code: string, message: string, status = 400): AwsAnswer {
  return { status, headers: { 'x-amzn-errortype': code }, text: JSON.stringify({ __type: code, message }) }
}

/** `SendMessage` of `AmazonSQS.SendMessage`, where a request is meant for that service. */
export function operationOf({ headers }: AwsRequest, service: string): string | undefined {
  const target = headers['x-amz-target'] ?? ''
  return target.startsWith(`${service}.`) ? target.slice(service.length + 1) : undefined
}
