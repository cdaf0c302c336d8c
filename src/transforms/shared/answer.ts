import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { accessedName, contains, isAccess, propertyName, rewrap, unwrap } from '../../syntax/nodes'
import { refuse } from '../transform'
import { isBufferFrom, isSdkUtf8, isTextCodec, isUtf8 } from './codec'

/** How a caller reads the answer of a synchronous call: `JSON.parse` of the decoded payload, in one place. */
export interface Answer {
  /** The expression that gives the callee's result. */
  readonly parse: ts.Expression
  /** The statement that only holds the response, where there is one apart. */
  readonly response: ts.VariableStatement | undefined
  /** `if (response.FunctionError) …`, where the caller looks at the failure. */
  readonly errorCheck: ts.IfStatement | undefined
  /** The payload as a text, where that check reads it so. */
  readonly texts?: readonly ts.Expression[]
}

interface Allowed {
  readonly errorCheck: boolean
  readonly gathered?: boolean
  readonly texts?: boolean
}

/**
 * Reads how the answer of a call is decoded.
 * @param allow Whether a check of `FunctionError` may stand between; whether the call may be one of several that
 *   `Promise.all` gathers; whether the payload may be read as a text in that check.
 * @throws Refused
 */
export function readAnswer(site: InvokeSite, allow: Allowed): Answer {
  const outer = awaited(site.call)
  const { parent } = outer
  if (isAccess(parent) && accessedName(parent) === 'Payload') {
    return { parse: parsed(site, parent), response: undefined, errorCheck: undefined }
  }
  const { declaration, name } = allow.gathered ? gathered(outer) : { declaration: parent, name: undefined }
  const list =
    declaration && ts.isVariableDeclaration(declaration) && ts.isVariableDeclarationList(declaration.parent)
      ? declaration.parent
      : undefined
  const statement = list?.parent
  const held = name ?? (declaration && ts.isVariableDeclaration(declaration) ? declaration.name : undefined)
  if (!held || !list || !statement || !ts.isVariableStatement(statement)) {
    refuse(site, 'response-form', 'The response is passed on as it is.')
  }
  if (list.declarations.length > 1) refuse(site, 'response-form', 'The response is declared together with others.')
  const uses = payloadUses(site, held, allow)
  const { errorCheck } = uses
  const texts = uses.payloads.flatMap((use) => (allow.texts && errorCheck ? (textIn(site, use, errorCheck) ?? []) : []))
  const [payload, ...more] = uses.payloads.filter((use) => !texts.some((text) => contains(text, use)))
  if (!payload || more.length > 0) refuse(site, 'response-form', 'The payload is not read in exactly one place.')
  return { parse: parsed(site, payload), response: statement, errorCheck, ...(texts.length > 0 && { texts }) }
}

/** The call with `.promise()`, `await` and what encloses it without changing it. */
function awaited(call: ts.CallExpression): ts.Expression {
  let node: ts.Expression = rewrap(call)
  if (isAccess(node.parent) && accessedName(node.parent) === 'promise' && ts.isCallExpression(node.parent.parent)) {
    node = rewrap(node.parent.parent)
  }
  return ts.isAwaitExpression(node.parent) ? rewrap(node.parent) : node
}

/** `const [one, other] = await Promise.all([call, call])`: the name that takes the response. */
function gathered(call: ts.Expression): { declaration: ts.Node | undefined; name: ts.BindingName | undefined } {
  const { parent } = call
  if (!ts.isArrayLiteralExpression(parent)) return { declaration: parent, name: undefined }
  const all = rewrap(parent).parent
  const isAll = ts.isCallExpression(all) && all.expression.getText() === 'Promise.all'
  const promise = isAll ? rewrap(all).parent : undefined
  const declaration = promise && ts.isAwaitExpression(promise) ? rewrap(promise).parent : undefined
  const pattern = declaration && ts.isVariableDeclaration(declaration) ? declaration.name : undefined
  const element =
    pattern && ts.isArrayBindingPattern(pattern) ? pattern.elements[parent.elements.indexOf(call)] : undefined
  const name = element && ts.isBindingElement(element) && !element.initializer ? element.name : undefined
  return name ? { declaration, name } : { declaration: undefined, name: undefined }
}

interface PayloadUses {
  readonly payloads: ts.Expression[]
  readonly errorCheck: ts.IfStatement | undefined
}

function payloadUses(site: InvokeSite, name: ts.BindingName, allow: { errorCheck: boolean }): PayloadUses {
  if (ts.isIdentifier(name)) {
    const references = site.module.bindings.of(name)?.references ?? []
    return classify(
      site,
      references.map((reference) => reference.parent),
      allow,
    )
  }
  if (!ts.isObjectBindingPattern(name))
    refuse(site, 'response-form', 'The response is taken apart in a form that is not known.')
  const payloads: ts.Expression[] = []
  let errorCheck: ts.IfStatement | undefined
  for (const element of name.elements) {
    const key = propertyName(element.propertyName ?? (element.name as ts.Identifier))
    if (!ts.isIdentifier(element.name) || element.initializer)
      refuse(site, 'response-form', 'The response is taken apart in a form that is not known.')
    const references = site.module.bindings.of(element.name)?.references ?? []
    if (key === 'Payload') payloads.push(...references)
    else if (key === 'FunctionError') for (const reference of references) errorCheck = checkOf(site, reference, allow)
    else refuse(site, 'response-form', `The caller reads "${key}" of the response.`)
  }
  return { payloads, errorCheck }
}

function classify(site: InvokeSite, uses: readonly ts.Node[], allow: { errorCheck: boolean }): PayloadUses {
  const payloads: ts.Expression[] = []
  let errorCheck: ts.IfStatement | undefined
  for (const use of uses) {
    const key = isAccess(use) ? accessedName(use) : undefined
    if (key === 'Payload') payloads.push(use as ts.Expression)
    else if (key === 'FunctionError') errorCheck = checkOf(site, use as ts.Expression, allow)
    else
      refuse(
        site,
        'response-form',
        key === undefined ? 'The response is used as a whole.' : `The caller reads "${key}" of the response.`,
      )
  }
  return { payloads, errorCheck }
}

/** The `if` whose whole condition is the error. */
function checkOf(site: InvokeSite, use: ts.Expression, allow: { errorCheck: boolean }): ts.IfStatement {
  const condition = rewrap(use)
  const { parent } = condition
  if (!allow.errorCheck || !ts.isIfStatement(parent) || parent.expression !== condition) {
    refuse(site, 'function-error-branch', 'The caller looks at "FunctionError".')
  }
  return parent
}

/** The payload as a text that a check of the failure reads as it is. */
function textIn(
  site: InvokeSite,
  payload: ts.Expression,
  { thenStatement }: ts.IfStatement,
): ts.Expression | undefined {
  if (!contains(thenStatement, payload)) return undefined
  let node = rewrap(payload)
  let form: Form = site.sdk === 'v2' ? 'text' : 'bytes'
  for (let step = decoding(site, node, form); step; step = decoding(site, node, form)) {
    node = step.node
    form = step.form
  }
  const isParsed = ts.isCallExpression(node.parent) && isJsonParse(node.parent)
  return form === 'text' && !isParsed ? unwrap(node) : undefined
}

/** What a value has been made of on its way from the payload: SDK v2 gives a text, SDK v3 bytes. */
type Form = 'bytes' | 'buffer' | 'text'

/** From the payload outward to `JSON.parse(…)`, through what makes bytes a text. */
function parsed(site: InvokeSite, payload: ts.Expression): ts.Expression {
  let form: Form = site.sdk === 'v2' ? 'text' : 'bytes'
  for (let node: ts.Expression | undefined = rewrap(payload); node; ) {
    const { parent } = node as ts.Expression
    if (ts.isCallExpression(parent) && isJsonParse(parent)) {
      if (form !== 'bytes') return parent
      refuse(site, 'response-form', 'The payload is parsed without being decoded.')
    }
    const step: { node: ts.Expression; form: Form } | undefined = decoding(site, node, form)
    form = step?.form ?? form
    node = step?.node
  }
  refuse(site, 'response-form', `The payload is read as "${payload.parent.parent.getText().split('\n')[0]}".`)
}

/** One step outward: `Buffer.from(x)`, `decoder.decode(x)`, `x.toString()`, `x.transformToString()`. */
function decoding(site: InvokeSite, node: ts.Expression, form: Form): { node: ts.Expression; form: Form } | undefined {
  const { parent } = node
  if (ts.isCallExpression(parent) && parent.expression !== node) {
    const decoded = decodedBy(site, parent, form)
    return decoded && { node: rewrap(parent), form: decoded }
  }
  if (!isAccess(parent) || parent.expression !== node || !ts.isCallExpression(parent.parent)) return undefined
  const name = accessedName(parent)
  // a byte array's own `toString` gives numbers
  const isDecoder = name === 'transformToString' || (name === 'toString' && form !== 'bytes')
  return isDecoder && isUtf8(parent.parent.arguments[0]) ? { node: rewrap(parent.parent), form: 'text' } : undefined
}

function isJsonParse(call: ts.CallExpression): boolean {
  return call.expression.getText() === 'JSON.parse' && call.arguments.length === 1
}

function decodedBy({ module }: InvokeSite, call: ts.CallExpression, form: Form): Form | undefined {
  if (isBufferFrom(call.expression) && isUtf8(call.arguments[1])) return form === 'bytes' ? 'buffer' : form
  if (isTextCodec(module, call.expression, 'decode') || isSdkUtf8(module, call.expression, 'toUtf8')) return 'text'
  return undefined
}
