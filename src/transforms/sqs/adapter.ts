import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { walkOwn } from '../../syntax/nodes'
import { printStatements } from '../../syntax/print'
import { isTypeScript } from '../../syntax/source-file'
import { sourceStyle } from '../../syntax/style'
import type { HandlerForm } from '../shared/handler-form'
import { exportedAs, handlerSignature, parameterNames, withTypes } from '../shared/handler-signature'
import type { HandlerTypes } from '../shared/handler-types'
import { hasLambdaTypes } from '../shared/lambda-types'
import { freshName, pascalCase } from '../shared/names'
import type { TransformContext } from '../transform'

/** What the text of an adapter is made of. */
export interface Adapter {
  /** Key of the function. */
  readonly key: string
  readonly module: SourceModule
  readonly form: HandlerForm
  readonly types: HandlerTypes
  /** The parameters that the function that does the work keeps. */
  readonly parameters: readonly ts.ParameterDeclaration[]
  /** Name of the function that does the work. */
  readonly inner: string
  /** The variable that holds the ARN of the queue. */
  readonly arnVariable: string
  readonly hasOptionalChaining: boolean
  /** Whether several records come at once: those that fail are named, and only they come again. */
  readonly isBatch: boolean
}

const COMMENT = '// events that were queued before the deployment, and direct invocations, still arrive as they are'

/** The new handler: records of the queue one by one, anything else as before. */
export function adapterText(context: TransformContext, adapter: Adapter): string {
  const { key, module, form, types, parameters } = adapter
  const style = sourceStyle(module)
  const queueEvent = isTypeScript(module.file) ? queueEventOf(context, adapter) : undefined
  const guardName = freshName(module, `isFrom${pascalCase(key)}Queue`)
  const result = resultType(module, form, adapter.isBatch)
  const signature = handlerSignature(form, types, queueEvent?.name, result, parameters)
  const source = [
    ...(queueEvent?.declaration ?? []),
    `const ${guardName} = ${guardFunction(adapter, queueEvent?.name)};`,
    exportedAs(form, signature, true, body(adapter, guardName, queueEvent !== undefined)),
  ].join('\n')
  const printed = printStatements((j) => j.template.statements([source]), style)
  return (
    withTypes(
      printed.replace(RECORDS, () => RECORD_TYPE).replace(FAILURES, () => FAILURES_TYPE),
      signature,
    )
      // the printer sets statements apart that it takes to be long
      .replace(/(\{|const queueArn [^\r\n]*)(\r?\n)(?:[ \t]*\r?\n)+/g, '$1$2')
      .replace(
        new RegExp(`^([ \\t]*)if \\(!${guardName}`, 'm'),
        (match, indent: string) => `${indent}${COMMENT}${style.eol}${match}`,
      )
  )
}

/** Stands for the type of the records until the text is printed. */
export const RECORDS = 'Records$'
export const RECORD_TYPE = '{ messageId: string; body: string; eventSourceARN: string }[]'

const FAILURES = 'Failures$'

/** The type of an answer that names the records that failed. */
const FAILURES_TYPE = '{ itemIdentifier: string }[]'

/** The type that the handler declares; records of the queue have no result. */
function resultType(module: SourceModule, { node }: HandlerForm, isBatch: boolean): string | undefined {
  const text = node.type?.getText(module.ast)
  const result = text && /^Promise<([\s\S]*)>$/.exec(text)?.[1]
  if (!result) return undefined
  if (isBatch && !/^(any|unknown)$/.test(result)) return `Promise<${result} | { batchItemFailures: ${FAILURES_TYPE} }>`
  return /^(void|any|unknown)$/.test(result) ? text : `Promise<${result} | undefined>`
}

function body({ form, parameters, inner, isBatch }: Adapter, guardName: string, isTyped: boolean): string {
  const [event, context] = parameterNames(parameters)
  const call = (argument: string) =>
    `${inner}(${[...(event ? [argument] : []), ...(context ? [context] : [])].join(', ')})`
  const guard = `if (!${guardName}(event)) {
    return ${call('event')};
  }`
  if (isBatch) {
    return `{
  ${guard}
  const batchItemFailures${isTyped ? `: ${FAILURES}` : ''} = [];
  for (const record of event.Records) {
    try {
      await ${call('JSON.parse(record.body)')};
    } catch (error) {
      console.error(error);
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures };
}`
  }
  return `{
  ${guard}
  for (const ${event ? 'record' : '_record'} of event.Records) {
    await ${call('JSON.parse(record.body)')};
  }
  ${isTyped && givesValue(form) ? 'return undefined;' : ''}
}`
}

/** Whether the handler returns something on some path: every path of the adapter must then, for strict compilers. */
function givesValue({ node }: HandlerForm): boolean {
  if (!node.body || !ts.isBlock(node.body)) return false
  let found = false
  walkOwn(node.body, (child) => {
    if (ts.isReturnStatement(child) && child.expression) found = true
  })
  return found
}

/**
 * Whether an event holds records of the queue: a payload may have "Records" of its own. A function without the variable
 * has the same handler, but not the queue.
 */
function guardFunction({ arnVariable, hasOptionalChaining }: Adapter, queueEvent: string | undefined): string {
  const isRecord = `${hasOptionalChaining ? 'record?.' : 'record && record.'}eventSourceARN === queueArn`
  const [signature, event] =
    queueEvent === undefined
      ? ['(event)', 'event || {}']
      : [
          `(event: unknown): event is ${queueEvent}`,
          `(event ${hasOptionalChaining ? '??' : '||'} {}) as Partial<${queueEvent}>`,
        ]
  return `${signature} => {
  const queueArn = process.env.${arnVariable};
  const { Records: records } = ${event};
  return !!queueArn && Array.isArray(records) && records.some((record) => ${isRecord});
}`
}

/** The type of an event of the queue: that of the Lambda types, or one of its own. */
export function queueEventOf(
  context: TransformContext,
  { key, module }: Pick<Adapter, 'key' | 'module'>,
): { readonly name: string; readonly declaration: readonly string[] } {
  if (hasLambdaTypes(context, module)) return { name: 'SQSEvent', declaration: [] }
  const name = freshName(module, `${pascalCase(key)}QueueEvent`)
  return { name, declaration: [`interface ${name} { Records: ${RECORDS} }`] }
}
