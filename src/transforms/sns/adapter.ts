import type { SourceModule } from '../../syntax/module'
import { isAsync } from '../../syntax/nodes'
import { printStatements } from '../../syntax/print'
import { isTypeScript } from '../../syntax/source-file'
import { sourceStyle } from '../../syntax/style'
import type { HandlerForm } from '../shared/handler-form'
import { exportedAs, handlerSignature, parameterNames, withTypes } from '../shared/handler-signature'
import type { HandlerTypes } from '../shared/handler-types'
import { hasLambdaTypes } from '../shared/lambda-types'
import { camelCase, freshName, pascalCase } from '../shared/names'
import type { TransformContext } from '../transform'

/** What the text of an adapter is made of. */
export interface Adapter {
  /** Key of the function. */
  readonly key: string
  readonly module: SourceModule
  readonly form: HandlerForm
  readonly types: HandlerTypes
  /** Name of the function that does the work. */
  readonly inner: string
  /** The variable that holds the ARN of the topic. */
  readonly arnVariable: string
  readonly hasOptionalChaining: boolean
}

const COMMENT = '// events that were queued before the deployment, and direct invocations, still arrive as they are'

/** The new handler: what was published to the topic, anything else as before. All else of the call goes through. */
export function adapterText(context: TransformContext, adapter: Adapter): string {
  const { module, form, types, inner } = adapter
  const style = sourceStyle(module)
  const topicEvent = isTypeScript(module.file) ? topicEventOf(context, adapter) : undefined
  const payloadName = freshName(module, camelCase(`${adapter.key}Payload`))
  const result = form.node.type?.getText(module.ast)
  const signature = handlerSignature(form, types, topicEvent?.name, result)
  const [event = 'event', ...others] = parameterNames(form.node.parameters)
  const call = `${inner}(${[`${payloadName}(${event})`, ...others].join(', ')})`
  const source = [
    ...(topicEvent?.declaration ?? []),
    `const ${payloadName} = ${payloadFunction(adapter, topicEvent?.name)};`,
    exportedAs(form, signature, isAsync(form.node), call),
  ].join('\n')
  const printed = printStatements((j) => j.template.statements([source]), style)
    .replaceAll(PAYLOAD, () => types.event ?? '')
    .replace(EITHER, () => eitherType(types.event, topicEvent?.name ?? ''))
    .replace(RECORDS, RECORD_TYPE)
  return (
    withTypes(printed, signature)
      // the printer sets statements apart that it takes to be long
      .replace(
        /(const (?:topicArn|notification|records?|\{ Records: records \}) [^\r\n]*)(\r?\n)(?:[ \t]*\r?\n)+/g,
        '$1$2',
      )
      .replace(new RegExp(`^const ${payloadName} `, 'm'), (match) => `${COMMENT}${style.eol}${match}`)
  )
}

// types stand as names in what is printed, so that they come out as they were written
const PAYLOAD = 'Payload$'
const EITHER = 'Either$'
export const RECORDS = 'Records$'
export const RECORD_TYPE = '{ Sns: { TopicArn: string; Message: string } }[]'

function eitherType(event: string | undefined, topicEvent: string): string {
  return isOpen(event) ? (event ?? 'unknown') : `${event} | ${topicEvent}`
}

function isOpen(event: string | undefined): boolean {
  return event === undefined || event === 'any' || event === 'unknown'
}

/** A payload may have "Records" of its own, and a function without the variable may have the same handler. */
function payloadFunction({ types, arnVariable, hasOptionalChaining }: Adapter, topicEvent: string | undefined): string {
  const isOwn = 'topicArn && notification?.TopicArn === topicArn'
  const head = `const topicArn = process.env.${arnVariable};`
  if (topicEvent === undefined) {
    const find = hasOptionalChaining
      ? 'const notification = event?.Records?.[0]?.Sns;'
      : 'const record = event && event.Records && event.Records[0];\nconst notification = (record && record.Sns) || {};'
    const test = hasOptionalChaining ? isOwn : isOwn.replace('?.', '.')
    return `(event) => {\n${head}\n${find}\nreturn ${test} ? JSON.parse(notification.Message) : event;\n}`
  }
  const result = isOpen(types.event) ? '' : `: ${PAYLOAD}`
  const same = isOpen(types.event) ? 'event' : `(event as ${PAYLOAD})`
  const find = hasOptionalChaining
    ? `const notification = (event as Partial<${topicEvent}> | undefined)?.Records?.[0]?.Sns;`
    : `const { Records: records } = (event || {}) as Partial<${topicEvent}>;\nconst notification = records && records[0] && records[0].Sns;`
  const test = hasOptionalChaining ? isOwn : isOwn.replace('notification?.', 'notification && notification.')
  return `(event: ${EITHER})${result} => {
  ${head}
  ${find}
  return ${test} ? JSON.parse(notification.Message) : ${same};
}`
}

/** The type of an event of the topic: that of the Lambda types, or one of its own. */
export function topicEventOf(
  context: TransformContext,
  { key, module }: Pick<Adapter, 'key' | 'module'>,
): { readonly name: string; readonly declaration: readonly string[] } {
  if (hasLambdaTypes(context, module)) return { name: 'SNSEvent', declaration: [] }
  const name = freshName(module, `${pascalCase(key)}TopicEvent`)
  return { name, declaration: [`interface ${name} { Records: ${RECORDS} }`] }
}
