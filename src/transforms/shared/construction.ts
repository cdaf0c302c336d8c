import { ts } from 'ts-morph'
import type { InstanceValue, Value } from '../../syntax/evaluate/value'
import type { SourceModule } from '../../syntax/module'
import { unwrap } from '../../syntax/nodes'

/** How the clients of the SDK are made. */

/** The SDK client of another service, by its names in both SDKs. */
export interface ClientKind {
  /** Name for a variable: `sqs`. */
  readonly variable: string
  /** `SQS`: the class of SDK v2, and of the aggregated client of v3. */
  readonly v2: string
  /** `aws-sdk/clients/sqs`: the module of SDK v2 that is the class. */
  readonly v2Module: string
  /** `SQSClient`. */
  readonly v3: string
  /** `@aws-sdk/client-sqs`. */
  readonly package: string
  /** The plugin that serves it on this machine, and says where by "endpoint". */
  readonly offlinePlugin?: string
}

/** `new LambdaClient(…)`, alone or instrumented: `captureAWSv3Client(new LambdaClient(…))`. */
export function constructionIn(declaration: ts.VariableDeclaration): ts.NewExpression | undefined {
  const value = declaration.initializer && unwrap(declaration.initializer)
  if (value && ts.isNewExpression(value)) return value
  const [first] = value && ts.isCallExpression(value) ? value.arguments : []
  const inner = first && unwrap(first)
  return inner && ts.isNewExpression(inner) ? inner : undefined
}

export function instanceOf(value: Value): InstanceValue | undefined {
  return value.kind === 'instance' ? value : undefined
}

/** The region is looked at by itself where a client comes from elsewhere; a version of the interface is one of Lambda. */
export const OF_EVERY_CLIENT: ReadonlySet<string> = new Set(['region', 'apiVersion'])

export function isWithoutOptions({ args }: InstanceValue): boolean {
  return args.values.length === 0 || isEmptyObject(args.values[0]?.())
}

/** Whether a client is told nothing but what every client of its place has of itself. */
export function isWithoutOwnOptions(client: InstanceValue): boolean {
  const options = client.args.values[0]?.()
  if (isWithoutOptions(client)) return !client.args.isOpen
  return (
    options?.kind === 'object' &&
    !options.open &&
    [...options.properties.keys()].every((name) => OF_EVERY_CLIENT.has(name))
  )
}

function isEmptyObject(value: Value | undefined): boolean {
  return value?.kind === 'object' && value.properties.size === 0 && !value.open
}

/** An exchange of some text of a node. */
export interface TextEdit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The text of a node with some of it exchanged. */
export function renamed(module: SourceModule, node: ts.Node, edits: readonly TextEdit[]): string {
  let text = ''
  let at = node.getStart(module.ast)
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    text += module.text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return text + module.text.slice(at, node.end)
}
