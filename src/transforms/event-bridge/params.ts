import type { InvokeSite } from '../../scan/site'
import { indentAt, sourceStyle } from '../../syntax/style'
import type { SourceEdit } from '../file-change'
import type { CallParams } from '../shared/call-params'
import type { EventNames } from './names'

/** What an event is made of; its type and its body are expressions. */
interface Entry {
  readonly names: EventNames
  readonly detailType: string
  readonly bus: string | undefined
  readonly body: string
}

/** The parameters of `PutEvents` with one entry, written as the parameters before were: on one line, or on several. */
export function entryParams(
  { module }: InvokeSite,
  { literal, functionName }: CallParams,
  { names, detailType, bus, body }: Entry,
): SourceEdit[] {
  const { ast, text } = module
  const { quote, indent, eol, trailingCommas } = sourceStyle(module)
  const quoted = (value: string) => (quote === 'single' ? `'${value}'` : `"${value}"`)
  const properties = [
    ...(bus === undefined ? [] : [`EventBusName: ${quoted(bus)}`]),
    `Source: process.env.${names.sourceVariable}`,
    `DetailType: ${detailType}`,
  ]
  const start = literal.getStart(ast)
  const edit = (written: string): SourceEdit[] => [
    { start, end: literal.end, text: written, reason: 'The parameters are those of an event.' },
  ]
  if (!text.slice(start, literal.end).includes('\n')) {
    return edit(`{ Entries: [{ ${[...properties, `Detail: ${body}`].join(', ')} }] }`)
  }
  const outer = indentAt(text, literal.end)
  const at = (depth: number) => outer + indent.repeat(depth)
  const comma = trailingCommas ? ',' : ''
  const moved = deeper(body, indentAt(text, functionName.getStart(ast)), at(3))
  const lines = [...properties, `Detail: ${moved}`].join(`,${eol}${at(3)}`)
  return edit(
    [
      '{',
      `${at(1)}Entries: [`,
      `${at(2)}{`,
      `${at(3)}${lines}${comma}`,
      `${at(2)}}${comma}`,
      `${at(1)}]${comma}`,
      `${outer}}`,
    ].join(eol),
  )
}

/** Moves the further lines of a text to the right. */
function deeper(text: string, from: string, to: string): string {
  // lines of a template literal are its value
  if (text.includes('`')) return text
  return text.replaceAll(new RegExp(`\n${from}`, 'g'), `\n${to}`)
}
