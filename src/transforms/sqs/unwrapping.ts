import type { SourceModule } from '../../syntax/module'
import { isTypeScript } from '../../syntax/source-file'
import { sourceStyle } from '../../syntax/style'
import type { Unwrapping } from '../shared/delegate'
import { freshName, pascalCase } from '../shared/names'
import type { TransformContext } from '../transform'
import { queueEventOf, RECORD_TYPE, RECORDS } from './adapter'

const COMMENT =
  '// a record of the queue holds the event; what was queued before the deployment, or is invoked directly, is the event'

/** What takes the event out of a record of the queue. */
export function recordUnwrapping(
  context: TransformContext,
  module: SourceModule,
  key: string,
  { arnVariable, hasOptionalChaining }: { readonly arnVariable: string; readonly hasOptionalChaining: boolean },
): Unwrapping {
  const { eol, indent, semicolons } = sourceStyle(module)
  const semicolon = semicolons ? ';' : ''
  const queueEvent = isTypeScript(module.file) ? queueEventOf(context, { key, module }) : undefined
  const type = queueEvent && `Partial<${queueEvent.name}>`
  const typed = type ? `(event as ${type} | null | undefined)` : 'event'
  const found = hasOptionalChaining
    ? [`const record = ${typed}?.Records?.[0]`]
    : type
      ? [`const { Records: records } = (event || {}) as ${type}`, 'const record = records && records[0]']
      : ['const record = event && event.Records && event.Records[0]']
  const isOfQueue = `${hasOptionalChaining ? 'record?.' : 'record && record.'}eventSourceARN === queueArn`
  const name = freshName(module, `unwrap${pascalCase(key)}Message`)
  const lines = [
    ...(queueEvent?.declaration.map((line) => line.replace(RECORDS, RECORD_TYPE)) ?? []),
    COMMENT,
    `const ${name} = (event${queueEvent ? ': unknown' : ''}) => {`,
    `${indent}const queueArn = process.env.${arnVariable}${semicolon}`,
    ...found.map((line) => `${indent}${line}${semicolon}`),
    `${indent}return queueArn && ${isOfQueue} ? JSON.parse(record.body) : event${semicolon}`,
    `}${semicolon}`,
  ]
  return { name, text: lines.join(eol), reason: 'The handler takes the records of the queue.' }
}
