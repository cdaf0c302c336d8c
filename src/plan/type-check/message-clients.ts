/**
 * What the rewrites use of the clients of messages, as they declare it: they are seldom installed before the rewrite that
 * needs them. What is installed goes before this.
 */

const FOLDER = '/node_modules/.message-clients'

/** The declaration of the environment, for where that of Node is not installed: what it holds is narrowed. */
export const ENVIRONMENT_PATH = `${FOLDER}/process.d.ts`
const ENVIRONMENT = 'declare var process: { env: { [name: string]: string | undefined }; [name: string]: any }\n'

interface MessageClient {
  readonly v2: string
  readonly commands: readonly { readonly name: string; readonly request: string; readonly response: string }[]
}

const CLIENTS: Readonly<Record<string, MessageClient>> = {
  '@aws-sdk/client-sqs': {
    v2: 'SQS',
    commands: [
      {
        name: 'SendMessage',
        request:
          'QueueUrl: string | undefined; MessageBody: string | undefined; DelaySeconds?: number; MessageGroupId?: string; ' +
          'MessageDeduplicationId?: string; MessageAttributes?: any; MessageSystemAttributes?: any',
        response:
          'MessageId?: string; SequenceNumber?: string; MD5OfMessageBody?: string; MD5OfMessageAttributes?: string; ' +
          'MD5OfMessageSystemAttributes?: string',
      },
      {
        name: 'SendMessageBatch',
        request: 'QueueUrl: string | undefined; Entries: any[] | undefined',
        response: 'Successful: any[] | undefined; Failed: { Message?: string; [name: string]: any }[] | undefined',
      },
    ],
  },
  '@aws-sdk/client-sns': {
    v2: 'SNS',
    commands: [
      {
        name: 'Publish',
        request:
          'TopicArn?: string; TargetArn?: string; PhoneNumber?: string; Message: string | undefined; Subject?: string; ' +
          'MessageStructure?: string; MessageAttributes?: any; MessageGroupId?: string; MessageDeduplicationId?: string',
        response: 'MessageId?: string; SequenceNumber?: string',
      },
    ],
  },
  '@aws-sdk/client-eventbridge': {
    v2: 'EventBridge',
    commands: [
      {
        name: 'PutEvents',
        request: 'Entries: any[] | undefined; EndpointId?: string',
        response:
          'FailedEntryCount?: number; Entries?: { EventId?: string; ErrorCode?: string; ErrorMessage?: string }[]',
      },
    ],
  },
}

/** The names that the models give to requests and answers. */
const MODELS: Readonly<Record<string, readonly [request: string, response: string]>> = {
  SendMessage: ['SendMessageRequest', 'SendMessageResult'],
  SendMessageBatch: ['SendMessageBatchRequest', 'SendMessageBatchResult'],
  Publish: ['PublishInput', 'PublishResponse'],
  PutEvents: ['PutEventsRequest', 'PutEventsResponse'],
}

/** Where the declarations of a client stand; `undefined` for other packages. */
export function messageClientPath(specifier: string): string | undefined {
  return specifier in CLIENTS ? `${FOLDER}/${specifier}.d.ts` : undefined
}

/** The declarations at a path. */
export function messageClientText(path: string): string | undefined {
  if (path === ENVIRONMENT_PATH) return ENVIRONMENT
  if (!path.startsWith(`${FOLDER}/`)) return undefined
  const client = CLIENTS[path.slice(FOLDER.length + 1, -'.d.ts'.length)]
  return client && declarations(client)
}

function declarations({ v2, commands }: MessageClient): string {
  const each = commands.map(({ name, request, response }) => {
    const [input, output] = MODELS[name] ?? []
    return `export interface ${input} { ${request} }
export interface ${output} { ${response} }
export type ${name}CommandInput = ${input}
export type ${name}CommandOutput = ${output} & { $metadata: any }
export class ${name}Command implements Command<${name}CommandOutput> {
  readonly output?: ${name}CommandOutput
  readonly input: ${name}CommandInput
  constructor(input: ${name}CommandInput)
  [name: string]: any
}`
  })
  const methods = commands.map(({ name }) => {
    const method = name.charAt(0).toLowerCase() + name.slice(1)
    return `  ${method}(input: ${name}CommandInput, options?: any): Promise<${name}CommandOutput>`
  })
  return `interface Command<O> { readonly output?: O }
${each.join('\n')}
export type ${v2}ClientConfig = any
export class ${v2}Client {
  constructor(config?: any)
  send<O>(command: Command<O>, options?: any): Promise<O>
  [name: string]: any
}
export class ${v2} extends ${v2}Client {
${methods.join('\n')}
}
export {}
`
}
