import { ts } from 'ts-morph'
import { refKey } from '../load/service'
import type { InvokeSite } from '../scan/site'
import { enclosing, enclosingStatement } from '../syntax/nodes'
import { groupsOf, sitesAt } from './site-groups'

/** Indices of the sites that send the same payload to distinct functions in one straight line, the site among them. */
export function fanOutOf(sites: readonly InvokeSite[], site: InvokeSite): number[] {
  const block = blockOf(site)
  const payload = payloadText(site)
  if (!block || payload === undefined) return []
  const alike = sitesAt(sites, groupsOf(sites).byModule.get(site.module)).flatMap(({ site: other, index }) => {
    if (blockOf(other) !== block || other.kind !== 'direct') return []
    if (other.response !== 'ignored' || other.target.status !== 'resolved' || payloadText(other) !== payload) return []
    return [{ index, key: refKey(other.target.ref) }]
  })
  return new Set(alike.map(({ key }) => key)).size > 1 ? alike.map(({ index }) => index) : []
}

function blockOf(site: InvokeSite): ts.Node | undefined {
  const statement = enclosingStatement(site.call)
  return statement && enclosing(statement, (node): node is ts.Block => ts.isBlock(node))
}

/** Source text of the payload: the same text in the same block is the same value. */
function payloadText(site: InvokeSite): string | undefined {
  const literal = site.paramsNode && ts.isObjectLiteralExpression(site.paramsNode) ? site.paramsNode : undefined
  const property = literal?.properties.find((p) => p.name?.getText() === 'Payload')
  if (property && ts.isShorthandPropertyAssignment(property)) return property.name.text
  return property && ts.isPropertyAssignment(property) ? property.initializer.getText().replace(/\s+/g, ' ') : undefined
}
