import type { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import type { SourceModule } from '../../syntax/module'
import type { Range } from '../../syntax/nodes'
import type { SourceEdit } from '../file-change'
import type { CallParams } from './call-params'
import { commaAfter, commentsOf, propertyLines } from './property-comments'

/**
 * Parameters that say where a message goes and what it is, in the place of those that named a function and its payload.
 * @param target `QueueUrl: process.env.ORDER_QUEUE_URL`
 * @param name The parameter that holds the message: `MessageBody`.
 */
export function messageParams(
  { module }: InvokeSite,
  params: CallParams,
  target: string,
  name: string,
  body: string,
): SourceEdit[] {
  const replace = (node: ts.Node, text: string): SourceEdit => ({
    start: node.getStart(module.ast),
    end: node.end,
    text,
    reason: 'The parameters name what the message goes to, and the message.',
  })
  const edits = [
    replace(params.functionName, target),
    ...commentsOf(module, params.functionName).map((range) => ({
      ...range,
      text: '',
      reason: 'The comment speaks of the function.',
    })),
  ]
  const kept = [params.functionName, params.payload].filter((property) => property !== undefined)
  if (params.payload) edits.push(replace(params.payload, `${name}: ${body}`))
  else edits[0] = replace(params.functionName, `${target}, ${name}: ${body}`)
  edits.push(...withoutOthers(module, params.literal, kept))
  return edits
}

/** Takes the properties that a message has no use for out of a literal, each with its line or its comma. */
function withoutOthers(
  module: SourceModule,
  literal: ts.ObjectLiteralExpression,
  kept: readonly ts.ObjectLiteralElementLike[],
): SourceEdit[] {
  const { properties } = literal
  const gone = (range: Range): SourceEdit => ({ ...range, text: '', reason: 'A message has no invocation type.' })
  const edits = properties.flatMap((property, index) => {
    if (kept.includes(property)) return []
    const lines = propertyLines(module, property)
    if (lines) return [gone(lines)]
    const next = properties[index + 1]
    const start = property.getStart(module.ast)
    if (next) return [gone({ start, end: next.getStart(module.ast) })]
    return [gone({ start: properties[index - 1]?.end ?? start, end: property.end })]
  })
  // the last of them stands without a comma where the literal has no trailing one
  const last = properties.at(-1)
  const lastKept = properties.findLast((property) => kept.includes(property))
  const isMoved = last && lastKept !== last && !properties.hasTrailingComma && propertyLines(module, last)
  const comma = isMoved && lastKept ? commaAfter(module, lastKept) : undefined
  return comma === undefined ? edits : [...edits, gone({ start: comma, end: comma + 1 })]
}
