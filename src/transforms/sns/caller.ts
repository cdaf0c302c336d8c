import type { ts } from 'ts-morph'
import { fanOutCall } from '../../advise/fan-out-call'
import type { InvokeSite } from '../../scan/site'
import { wholeLines } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import type { Range } from '../../syntax/nodes'
import type { FileChange, SourceEdit } from '../file-change'
import { type ClientKind, renamed } from '../shared/construction'
import { messageParams } from '../shared/message-params'
import { rewriteSend, type SendKind } from '../shared/send'
import type { HelperKind } from '../shared/wrapper/helper-kind'
import { merged } from '../shared/wrapper/merged'
import { HELPER_KEPT, refuseWrapper } from '../shared/wrapper/name-flow'
import { rewriteThrough, wayOf } from '../shared/wrapper/through'
import type { Helper, Obligation, TransformContext } from '../transform'
import type { Fan } from './fan'
import { outdented } from './outdented'
import { unguarded } from './unguarded'

const SNS: ClientKind = {
  variable: 'sns',
  v2: 'SNS',
  v2Module: 'aws-sdk/clients/sns',
  v3: 'SNSClient',
  package: '@aws-sdk/client-sns',
}

/** @param topicArn Text of an expression. */
function publishTo(topicArn: string): SendKind {
  return {
    client: SNS,
    method: 'publish',
    command: 'PublishCommand',
    request: 'PublishInput',
    response: 'PublishResponse',
    id: 'MessageId',
    params: (site, params, body) => messageParams(site, params, `TopicArn: ${topicArn}`, 'Message', body),
  }
}

/** What becomes of the calls of a group, and of the helpers that they go through. */
export interface Publication {
  readonly files: readonly FileChange[]
  readonly obligations: readonly Obligation[]
  /** The file that uses the SDK. */
  readonly sdkModule: SourceModule
  readonly helpers: readonly Helper[]
}

/** The caller's half: the first call of the group publishes, the others go. */
export function rewriteCaller(context: TransformContext, { members, filters }: Fan, arnVariable: string): Publication {
  const [first, ...others] = members as [InvokeSite, ...InvokeSite[]]
  const published = first.kind === 'wrapper-call' ? throughHelper(context, members, arnVariable) : undefined
  const { files, obligations, sdkModule, helpers } = published ?? direct(context, first, arnVariable)
  return {
    files: merged(files).map((change) =>
      change.module === first.module
        ? {
            ...change,
            edits:
              filters.size > 0
                ? unguarded(members, change)
                : (collapsedList(members, change) ?? [...change.edits, ...others.flatMap((site) => removal(site))]),
          }
        : change,
    ),
    obligations,
    sdkModule,
    helpers,
  }
}

function direct(context: TransformContext, site: InvokeSite, arnVariable: string): Publication {
  const { change, obligations } = rewriteSend(context, site, publishTo(`process.env.${arnVariable}`))
  return { files: [change], obligations, sdkModule: site.module, helpers: [] }
}

function throughHelper(context: TransformContext, members: readonly InvokeSite[], arnVariable: string): Publication {
  const [first] = members as [InvokeSite]
  const way = wayOf(first) ?? refuseWrapper(first, 'has its function fixed, by a call that is not rewritten')
  const helper: HelperKind = {
    verdict: 'sns',
    parameter: 'topicArn',
    names: ['publishMessage', 'publishToTopic'],
    address: { kind: 'variable', name: arnVariable },
    send: publishTo,
  }
  const calls = new Set<ts.Node>(members.map(({ call }) => call))
  const { files, obligations, sdkModule, helpers } = rewriteThrough(context, first, way, helper, calls)
  return { files, obligations: [...obligations, HELPER_KEPT], sdkModule, helpers }
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
