import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import { isAccess, type Range, unwrap } from '../../syntax/nodes'
import { sourceStyle } from '../../syntax/style'
import type { FileChange, ImportRequest, SourceEdit } from '../file-change'
import { type CallParams, readParams } from '../shared/call-params'
import { clientFor } from '../shared/client'
import type { ClientKind } from '../shared/construction'
import { type Payload, readPayload } from '../shared/payload'
import type { Obligation } from '../transform'
import { commaAfter, commentsOf, propertyLines } from './property-comments'

const SQS: ClientKind = { variable: 'sqs', v2: 'SQS', v3: 'SQSClient', package: '@aws-sdk/client-sqs' }

const OFFLINE: Obligation = {
  code: 'local-endpoint',
  status: 'waived',
  message: 'Run offline, the Lambda client goes to an endpoint of this machine; the messages go to AWS.',
}

/**
 * The caller's half: the invoke becomes a send, edited in place so that it keeps its form.
 * @param queueUrl Text of the address of the queue.
 */
export function rewriteCaller(
  evaluator: Evaluator,
  site: InvokeSite,
  queueUrl: string,
): { change: FileChange; obligations: Obligation[] } {
  const params = readParams(site)
  const payload = readPayload(site, params)
  const client = clientFor(evaluator, site, SQS)
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
      edits.push(at(call.expression.name, 'sendMessage'))
  }
  const imports: ImportRequest[] = [...client.imports]
  if (site.command) {
    edits.push(at(site.command.expression, 'SendMessageCommand'))
    const [like] = ts.isIdentifier(site.command.expression)
      ? (module.bindings.of(site.command.expression)?.declarations ?? [])
      : []
    imports.push({ specifier: SQS.package, name: 'SendMessageCommand', isType: false, like })
  }
  const { edits: paramEdits, obligation } = rewriteParams(site, params, payload, queueUrl)
  return {
    change: { module, edits: [...edits, ...paramEdits], imports, declarations: client.declarations },
    obligations: client.isLocalEndpointLost ? [obligation, OFFLINE] : [obligation],
  }
}

function rewriteParams(
  site: InvokeSite,
  params: CallParams,
  payload: Payload,
  queueUrl: string,
): { edits: SourceEdit[]; obligation: Obligation } {
  const { module } = site
  const { text: body, obligation } = messageBody(site, payload)
  const replace = (node: ts.Node, text: string): SourceEdit => ({
    start: node.getStart(module.ast),
    end: node.end,
    text,
    reason: 'The parameters name a queue and its message.',
  })
  const property = queueUrl === 'QueueUrl' ? queueUrl : `QueueUrl: ${queueUrl}`
  const edits = [
    replace(params.functionName, property),
    ...commentsOf(module, params.functionName).map((range) => ({
      ...range,
      text: '',
      reason: 'The comment speaks of the function.',
    })),
  ]
  const kept = [params.functionName, params.payload].filter((property) => property !== undefined)
  if (params.payload) edits.push(replace(params.payload, `MessageBody: ${body}`))
  else edits[0] = replace(params.functionName, `${property}, MessageBody: ${body}`)
  edits.push(...withoutOthers(module, params.literal, kept))
  return { edits, obligation }
}

/** The text of the message, and what is owed for it. */
function messageBody(site: InvokeSite, payload: Payload): { text: string; obligation: Obligation } {
  const { module } = site
  const proved = (message: string): Obligation => ({ code: 'payload-json', status: 'proved', message })
  if (payload.kind === 'none') {
    const empty = sourceStyle(module).quote === 'single' ? "'{}'" : '"{}"'
    return {
      text: empty,
      obligation: {
        code: 'payload-json',
        status: 'emulated',
        message: 'Without a payload the callee gets an empty object.',
      },
    }
  }
  if (payload.kind === 'text')
    return {
      text: payload.expression.getText(module.ast),
      obligation: proved('The message is the text that the payload was.'),
    }
  const text = payload.stringify.getText(module.ast)
  if (payload.isEncoded || isNeverUndefined(site, payload.value))
    return { text, obligation: proved('The message is the JSON that the payload was.') }
  const empty = sourceStyle(module).quote === 'single' ? "'{}'" : '"{}"'
  return {
    text: `${text} || ${empty}`,
    obligation: {
      code: 'payload-json',
      status: 'emulated',
      message: 'A payload that is undefined reaches the callee as an empty object.',
    },
  }
}

function isNeverUndefined(site: InvokeSite, value: ts.Expression): boolean {
  const node = unwrap(value)
  if (ts.isIdentifier(node)) {
    const binding = site.module.bindings.of(node)
    const [declaration] = binding?.declarations ?? []
    const isConstant = binding?.writes.length === 0 && declaration && ts.isVariableDeclaration(declaration)
    return !!isConstant && !!declaration.initializer && isLiteral(unwrap(declaration.initializer))
  }
  return isLiteral(node)
}

/** What always has a JSON: literals, and what a sign or `!` makes of anything. */
function isLiteral(node: ts.Expression): boolean {
  return (
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isStringLiteralLike(node) ||
    ts.isTemplateExpression(node) ||
    ts.isNumericLiteral(node) ||
    ts.isPrefixUnaryExpression(node) ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  )
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
