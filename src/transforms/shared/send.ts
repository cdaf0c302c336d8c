import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { isAccess } from '../../syntax/nodes'
import type { FileChange, ImportRequest, SourceEdit } from '../file-change'
import type { Obligation, TransformContext } from '../transform'
import { type CallParams, readParams } from './call-params'
import { type Characters, checkedText } from './characters'
import { type ClientUse, clientFor } from './client'
import type { ClientKind } from './construction'
import { aliasOf } from './imported-from'
import { loggedMember, memberEdits } from './logged-members'
import { messageBody } from './message-body'
import { type Payload, readPayload } from './payload'
import { typeEdits } from './sdk-types'
import { statusEdits } from './status'

/** What is called in the place of Lambda. */
export interface SendKind {
  readonly client: ClientKind
  /** `sendMessage` */
  readonly method: string
  /** `SendMessageCommand` */
  readonly command: string
  /** The type of its parameters in the models of both SDKs: `SendMessageRequest`. */
  readonly request: string
  /** The type of its answer there: `SendMessageResult`. */
  readonly response: string
  /** What becomes of characters that the service does not take; absent where it takes all. */
  readonly characters?: Characters
  /** What the answer has where the message was taken: `MessageId`. */
  readonly id?: string
  /** What the answer has where the message was not taken, and nothing is thrown: `FailedEntryCount`. */
  readonly failure?: string
  /** What its parameters are called that say who gets what: `FunctionName` is `QueueUrl`. */
  readonly members?: Readonly<Record<string, string>>
  /** Whether it is proved elsewhere that every payload is an object. */
  readonly takesObjectsOnly?: true
  /** Makes the parameters; `body` is the expression of the message's text. */
  readonly params: (site: InvokeSite, params: CallParams, body: string) => SourceEdit[]
}

/** A call that was rewritten. */
export interface Send {
  readonly change: FileChange
  readonly payload: Payload
  /** What is owed for the text of the message, and for the client. */
  readonly obligations: readonly Obligation[]
}

const OFFLINE = {
  elsewhere: 'Run offline, the Lambda client goes to an endpoint of this machine; the messages go to AWS.',
  plugin:
    'Run offline, the messages go to the endpoint of the plugin: the address of the queue must be one of it then.',
}

/** What is owed for a client that goes elsewhere when it runs offline. */
export function offlineObligations({ offline }: ClientUse): Obligation[] {
  return offline ? [{ code: 'local-endpoint', status: 'waived', message: OFFLINE[offline] }] : []
}

/** The caller's half: the invoke becomes a send, edited in place so that it keeps its form. */
export function rewriteSend(
  context: Pick<TransformContext, 'evaluator' | 'types' | 'imports' | 'workspace'>,
  site: InvokeSite,
  kind: SendKind,
): Send {
  const params = readParams(site, (use) => loggedMember(use, kind) !== undefined)
  const payload = readPayload(site, params)
  const client = clientFor(context.evaluator, site, kind.client)
  const { module, call } = site
  const at = (node: ts.Node, text: string): SourceEdit => ({
    start: node.getStart(module.ast),
    end: node.end,
    text,
    reason: 'The call sends a message instead.',
  })
  const edits: SourceEdit[] = []
  if (isAccess(call.expression)) {
    edits.push(at(call.expression.expression, client.text))
    if (site.style === 'method' && ts.isPropertyAccessExpression(call.expression))
      edits.push(at(call.expression.name, kind.method))
  }
  const imports: ImportRequest[] = [...client.imports]
  if (site.command) {
    const alias = aliasOf(module, kind.client.package, kind.command)
    edits.push(at(site.command.expression, alias ?? kind.command))
    const [like] = ts.isIdentifier(site.command.expression)
      ? (module.bindings.of(site.command.expression)?.declarations ?? [])
      : []
    if (!alias) imports.push({ specifier: kind.client.package, name: kind.command, isType: false, like })
  }
  const { text, obligation } = messageBody(site, payload, context.types, kind.takesObjectsOnly, context)
  const checked = kind.characters && checkedText(module, payload, text, kind.characters)
  const body = checked?.text ?? text
  const status = statusEdits(site, kind.id, kind.failure)
  const types = typeEdits(site, kind)
  const isGone = ({ start, end }: SourceEdit) => status.some((edit) => edit.start <= start && end <= edit.end)
  const retyped = types.edits.filter((edit) => !isGone(edit))
  return {
    change: {
      module,
      edits: [...edits, ...kind.params(site, params, body), ...memberEdits(site, kind), ...status, ...retyped],
      imports: [...imports, ...types.imports],
      declarations: [...client.declarations, ...(checked?.declarations ?? [])],
    },
    payload,
    obligations: [obligation, ...(checked ? [checked.obligation] : []), ...offlineObligations(client)],
  }
}
