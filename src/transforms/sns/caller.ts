import type { ts } from 'ts-morph'
import { fanOutCall } from '../../advise/fan-out-call'
import type { InvokeSite } from '../../scan/site'
import { wholeLines } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import type { Range } from '../../syntax/nodes'
import { indentAt } from '../../syntax/style'
import type { FileChange, SourceEdit } from '../file-change'
import { type ClientKind, renamed } from '../shared/construction'
import { messageParams } from '../shared/message-params'
import { rewriteSend, type Send, type SendKind } from '../shared/send'
import type { TransformContext } from '../transform'

const SNS: ClientKind = {
  variable: 'sns',
  v2: 'SNS',
  v2Module: 'aws-sdk/clients/sns',
  v3: 'SNSClient',
  package: '@aws-sdk/client-sns',
}

function publishTo(arnVariable: string): SendKind {
  return {
    client: SNS,
    method: 'publish',
    command: 'PublishCommand',
    id: 'MessageId',
    params: (site, params, body) =>
      messageParams(site, params, `TopicArn: process.env.${arnVariable}`, 'Message', body),
  }
}

/** The caller's half: the first call of the group publishes, the others go. */
export function rewriteCaller(context: TransformContext, members: readonly InvokeSite[], arnVariable: string): Send {
  const [first, ...others] = members as [InvokeSite, ...InvokeSite[]]
  const send = rewriteSend(context, first, publishTo(arnVariable))
  const { change } = send
  const collapsed = collapsedList(members, change)
  const edits = collapsed ?? [...change.edits, ...others.flatMap((site) => removal(site))]
  return { ...send, change: { ...change, edits } }
}

/** Takes a call out of its block or its list. */
function removal(site: InvokeSite): SourceEdit[] {
  const call = fanOutCall(site)
  if (!call) throw new Error('A group has calls of a fan-out only.')
  const reason = 'The message goes to this function too.'
  const { list, node } = call
  if (!list) return [{ ...wholeLines(site.module, node), text: '', reason }]
  const index = list.elements.indexOf(node as ts.Expression)
  return [{ start: list.elements[index - 1]?.end ?? node.pos, end: node.end, text: '', reason }]
}

/** `Promise.all` of a list that would be left with one element: the element alone. */
function collapsedList(members: readonly InvokeSite[], { module, edits }: FileChange): SourceEdit[] | undefined {
  const [first, ...others] = members as [InvokeSite, ...InvokeSite[]]
  const call = fanOutCall(first)
  const gather = call?.list?.parent
  // what "allSettled" waits for may fail
  const isCollapsed =
    gather && call?.list?.elements.length === members.length && /^Promise\s*\.\s*all\(/.test(gather.getText())
  if (!call || !isCollapsed || others.length === 0) return undefined
  const inside = (range: Range) => call.node.getStart(module.ast) <= range.start && range.end <= call.node.end
  const text = renamed(module, call.node, edits.filter(inside))
  const range = { start: gather.getStart(module.ast), end: gather.end }
  return [
    ...edits.filter((edit) => !inside(edit)),
    {
      ...range,
      text: outdented(module, text, call.node.getStart(module.ast), range.start),
      reason: 'One message takes the place of the list.',
    },
  ]
}

/** Moves the further lines of a text to the left, by as much as it moves as a whole. */
function outdented({ text: whole }: SourceModule, text: string, from: number, to: number): string {
  const extra = indentAt(whole, from).slice(indentAt(whole, to).length)
  // lines of a template literal are its value
  if (extra === '' || text.includes('`')) return text
  return text.replaceAll(new RegExp(`^(${indentAt(whole, to)})${extra}`, 'gm'), '$1')
}
