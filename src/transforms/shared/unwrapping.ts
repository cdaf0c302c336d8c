import type { SourceModule } from '../../syntax/module'
import { isTypeScript } from '../../syntax/source-file'
import { sourceStyle } from '../../syntax/style'
import type { TransformContext } from '../transform'
import type { Unwrapping } from './delegate'
import { freshName, pascalCase } from './names'

/** A type of the events that a handler is given, and the declaration that it needs. */
export interface MessageEvent {
  readonly name: string
  readonly declaration: readonly string[]
}

/** How messages of one kind hold an event. */
export interface MessageKind {
  /** The comment above the function: `a record of the queue`. */
  readonly holder: string
  readonly reason: string
  /** Name of the constant with the ARN that the message must come from. */
  readonly arn: string
  /** The type of what is handed over, in TypeScript. */
  readonly eventOf: (context: TransformContext, place: { key: string; module: SourceModule }) => MessageEvent
  /** What stands for the type of the records in that declaration, and the type. */
  readonly records: { readonly placeholder: string; readonly type: string }
  /**
   * Statements that find the message, without semicolons.
   * @param type That of the event; absent in JavaScript.
   */
  readonly find: (type: string | undefined, hasOptionalChaining: boolean) => readonly string[]
  /** Name of the constant that holds the message. */
  readonly message: string
  /** Member with the ARN that it comes from, and member with its text. */
  readonly source: string
  readonly text: string
}

/** What takes the event out of a message. */
export function unwrappingOf(
  kind: MessageKind,
  context: TransformContext,
  module: SourceModule,
  key: string,
  { arnVariable, hasOptionalChaining }: { readonly arnVariable: string; readonly hasOptionalChaining: boolean },
): Unwrapping {
  const { arn, message, records, source } = kind
  const { eol, indent, semicolons } = sourceStyle(module)
  const semicolon = semicolons ? ';' : ''
  const event = isTypeScript(module.file) ? kind.eventOf(context, { key, module }) : undefined
  const found = kind.find(event && `Partial<${event.name}>`, hasOptionalChaining)
  const isOwn = `${message}${hasOptionalChaining ? '?.' : ` && ${message}.`}${source} === ${arn}`
  const name = freshName(module, `unwrap${pascalCase(key)}Message`)
  const lines = [
    ...(event?.declaration.map((line) => line.replace(records.placeholder, records.type)) ?? []),
    `// ${kind.holder} holds the event; what was queued before the deployment, or is invoked directly, is the event`,
    `const ${name} = (event${event ? ': unknown' : ''}) => {`,
    `${indent}const ${arn} = process.env.${arnVariable}${semicolon}`,
    ...found.map((line) => `${indent}${line}${semicolon}`),
    `${indent}return ${arn} && ${isOwn} ? JSON.parse(${message}.${kind.text}) : event${semicolon}`,
    `}${semicolon}`,
  ]
  return { name, text: lines.join(eol), reason: kind.reason }
}
