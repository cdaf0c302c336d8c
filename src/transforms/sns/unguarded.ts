import type { ts } from 'ts-morph'
import { fanOutCall } from '../../advise/fan-out-call'
import type { InvokeSite } from '../../scan/site'
import { wholeLines } from '../../syntax/lines'
import type { Range } from '../../syntax/nodes'
import type { FileChange, SourceEdit } from '../file-change'
import { renamed } from '../shared/construction'
import { outdented } from './outdented'

const REASON = 'The subscriptions compare what was compared here.'

/** Calls behind comparisons, with what they stand in: the first publishes in its place, the others go. */
export function unguarded(members: readonly InvokeSite[], { module, edits }: FileChange): SourceEdit[] {
  const calls = members.map(callOf)
  const [first] = calls as [ReturnType<typeof callOf>]
  const tops = [...new Set<ts.Statement>(calls.map(({ top }) => top))]
  const removed = tops
    .filter((top) => top !== first.top)
    .map((top): SourceEdit => ({ ...wholeLines(module, top), text: '', reason: REASON }))
  if (first.top === first.statement) return [...edits, ...removed]
  const { statement } = first
  const inside = (range: Range) => statement.getStart(module.ast) <= range.start && range.end <= statement.end
  const text = renamed(module, statement, edits.filter(inside))
  const start = first.top.getStart(module.ast)
  return [
    ...edits.filter((edit) => !inside(edit)),
    {
      start,
      end: first.top.end,
      text: outdented(module, text, statement.getStart(module.ast), start),
      reason: REASON,
    },
    ...removed,
  ]
}

function callOf(site: InvokeSite) {
  const call = fanOutCall(site, true)
  if (!call) throw new Error('A group has calls of a fan-out only.')
  return call
}
