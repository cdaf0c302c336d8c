import { ts } from 'ts-morph'
import { asObject, asString } from '../../load/document'
import type { InvokeSite } from '../../scan/site'
import { listItems } from '../../syntax/lists'
import { propertyName, unwrap, walk } from '../../syntax/nodes'
import type { ClientKind, TextEdit } from './construction'

/** What becomes of the endpoint of a Lambda client at the client of another service. */
export interface EndpointChange {
  readonly edits: readonly TextEdit[]
  /** How the other client runs offline, where that is not as the Lambda client does. */
  readonly offline?: 'elsewhere' | 'plugin'
}

/** An address that serves all of AWS: that of LocalStack. */
const OF_ALL = /(localhost|127\.0\.0\.1|0\.0\.0\.0|localhost\.localstack\.cloud|localstack):4566\b/
const LOCAL = /^https?:\/\/(localhost|127\.0\.0\.1|0\.0\.0\.0)(:|\/|$)/

/**
 * Reads the endpoint among the options of a client: one that serves all of AWS stays; one of this machine for running
 * offline is exchanged for that of a plugin, or goes. `undefined` where it is any other.
 */
export function endpointChange(
  site: InvokeSite,
  construction: ts.NewExpression,
  kind: ClientKind,
): EndpointChange | undefined {
  const texts = (construction.arguments ?? []).map((argument) => argument.getText())
  if (!texts.some((text) => /\bendpoint\b/.test(text))) return { edits: [] }
  const [options] = construction.arguments ?? []
  const literal = options && unwrap(options)
  if (!literal || !ts.isObjectLiteralExpression(literal) || texts.length > 1) return undefined
  const [own, ...others] = literal.properties.filter((property) => /\bendpoint\b/.test(property.getText()))
  if (!own || others.length > 0) return undefined
  const address = offlineAddress(own)
  if (!address) return isOfAll(own) ? { edits: [] } : undefined
  if (OF_ALL.test(address.text)) return { edits: [] }
  const { ast, text } = site.module
  const known = offlineEndpoint(site, kind)
  if (known !== undefined) {
    const mark = text[address.getStart(ast)]
    const range = { start: address.getStart(ast), end: address.end }
    return { edits: [{ ...range, text: `${mark}${known}${mark}` }], offline: 'plugin' }
  }
  const ranges =
    literal.properties.length === 1
      ? [{ start: literal.getStart(ast), end: literal.end, text: '{}' }]
      : listItems(ast, literal.properties, (item) => item === own).map((range) => ({ ...range, text: '' }))
  return { edits: ranges, offline: 'elsewhere' }
}

/** `endpoint: 'http://localhost:4566'`. */
function isOfAll(property: ts.ObjectLiteralElementLike): boolean {
  const value = ts.isPropertyAssignment(property) ? unwrap(property.initializer) : undefined
  return !!value && ts.isStringLiteralLike(value) && OF_ALL.test(value.text)
}

/** The one address of this machine, where it is taken on a condition, and no endpoint is set otherwise. */
function offlineAddress(property: ts.ObjectLiteralElementLike): ts.StringLiteralLike | undefined {
  const value = conditional(property)
  const addresses: ts.StringLiteralLike[] = []
  if (value) walk(value, (node) => void (ts.isStringLiteralLike(node) && LOCAL.test(node.text) && addresses.push(node)))
  return addresses.length === 1 ? addresses[0] : undefined
}

/** `endpoint: isOffline ? '…' : undefined`, `...(isOffline ? { endpoint: '…' } : {})`, `...(isOffline && { endpoint: '…' })`. */
function conditional(property: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(property)) {
    const value = unwrap(property.initializer)
    const isOwn = propertyName(property.name) === 'endpoint'
    return isOwn && ts.isConditionalExpression(value) && isNothing(value.whenFalse)
      ? literalOf(value.whenTrue)
      : undefined
  }
  if (!ts.isSpreadAssignment(property)) return undefined
  const value = unwrap(property.expression)
  if (ts.isConditionalExpression(value)) return isEmpty(value.whenFalse) ? endpointOnly(value.whenTrue) : undefined
  const isAnd = ts.isBinaryExpression(value) && value.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
  return isAnd ? endpointOnly(value.right) : undefined
}

function endpointOnly(node: ts.Expression): ts.Expression | undefined {
  const literal = unwrap(node)
  const [property, ...others] = ts.isObjectLiteralExpression(literal) ? literal.properties : []
  if (!property || others.length > 0 || !ts.isPropertyAssignment(property)) return undefined
  return propertyName(property.name) === 'endpoint' ? literalOf(property.initializer) : undefined
}

function literalOf(node: ts.Expression): ts.Expression | undefined {
  const value = unwrap(node)
  return ts.isStringLiteralLike(value) ? value : undefined
}

function isNothing(node: ts.Expression): boolean {
  return unwrap(node).getText() === 'undefined'
}

function isEmpty(node: ts.Expression): boolean {
  const literal = unwrap(node)
  return isNothing(node) || (ts.isObjectLiteralExpression(literal) && literal.properties.length === 0)
}

/** Where a plugin of the service serves queues on this machine. */
function offlineEndpoint({ target }: InvokeSite, { offlinePlugin }: ClientKind): string | undefined {
  if (offlinePlugin === undefined || target.status !== 'resolved') return undefined
  const { plugins, data } = target.ref.service
  if (!plugins.includes(offlinePlugin)) return undefined
  const endpoint = asString(asObject(asObject(data.custom)[offlinePlugin]).endpoint)
  return endpoint !== undefined && LOCAL.test(endpoint) && /^[\w:/.-]+$/.test(endpoint) ? endpoint : undefined
}
