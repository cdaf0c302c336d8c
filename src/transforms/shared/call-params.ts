import { ts } from 'ts-morph'
import { otherUses, paramsLiteral } from '../../scan/params'
import type { InvokeSite } from '../../scan/site'
import { isAccess, propertyName, unwrap } from '../../syntax/nodes'
import { placeOf } from '../../syntax/parse'
import { refuse } from '../transform'

export type Property = ts.PropertyAssignment | ts.ShorthandPropertyAssignment

/** The parameters of an SDK call, written as one object literal. */
export interface CallParams {
  readonly literal: ts.ObjectLiteralExpression
  readonly functionName: Property
  readonly invocationType: Property | undefined
  readonly payload: Property | undefined
}

/** Parameters that a replacement can do without. */
const DROPPED = new Set(['LogType'])

/**
 * Reads the parameters of a call: a literal at the call, or a constant that only this call uses.
 * @param isKnown What may be done with that constant elsewhere.
 * @throws Refused
 */
export function readParams(site: InvokeSite, isKnown?: (use: ts.Identifier) => boolean): CallParams {
  const literal = paramsLiteral(site, isKnown)
  if (!literal) refuseParams(site, isKnown)
  const found = new Map<string, Property>()
  for (const property of literal.properties) {
    if (isOptionalSetting(property)) continue
    const name = property.name && propertyName(property.name)
    const isPlain = ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property)
    if (name === undefined || !isPlain)
      refuse(site, 'params-not-literal', `"${property.getText()}" is no plain property.`)
    found.set(name, property)
  }
  const functionName = found.get('FunctionName')
  if (!functionName) refuse(site, 'params-not-literal', 'The parameters name no function.')
  if (found.has('Qualifier')) refuse(site, 'qualified-callee', 'The call has a "Qualifier".')
  const known = new Set(['FunctionName', 'InvocationType', 'Payload', 'InvokeArgs'])
  for (const name of found.keys()) {
    if (!known.has(name) && !DROPPED.has(name)) refuse(site, 'invoke-feature', `The call has "${name}".`)
  }
  return {
    literal,
    functionName,
    invocationType: found.get('InvocationType'),
    payload: found.get('Payload') ?? found.get('InvokeArgs'),
  }
}

function refuseParams(site: InvokeSite, isKnown: (use: ts.Identifier) => boolean = () => false): never {
  const use = otherUses(site).find((one) => !isKnown(one))
  if (!use) refuse(site, 'params-not-literal', 'The parameters are no object literal.')
  const { ast, file } = site.module
  const { line } = placeOf(ast, use.getStart(ast))
  const text = (isAccess(use.parent) ? use.parent : use).getText(ast)
  refuse(site, 'params-not-literal', `The parameters are used beside the call, as "${text}".`, { file, line })
}

/** `...(isAsync ? { InvocationType: 'Event' } : {})`: how it is invoked, and nothing else. */
function isOptionalSetting(property: ts.ObjectLiteralElementLike): boolean {
  if (!ts.isSpreadAssignment(property)) return false
  const value = unwrap(property.expression)
  const choices = ts.isConditionalExpression(value) ? [value.whenTrue, value.whenFalse] : [value]
  return choices.map(unwrap).every((choice) => {
    if (ts.isBinaryExpression(choice) && choice.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
      return isSettings(unwrap(choice.right))
    return isSettings(choice)
  })
}

function isSettings(node: ts.Expression): boolean {
  if (!ts.isObjectLiteralExpression(node)) return false
  return node.properties.every((property) => {
    const name = property.name && propertyName(property.name)
    return name === 'InvocationType' || (name !== undefined && DROPPED.has(name))
  })
}
