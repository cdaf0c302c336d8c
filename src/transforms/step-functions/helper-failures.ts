import { ts } from 'ts-morph'
import { accessedName, isAccess, unwrap } from '../../syntax/nodes'
import type { Call } from './calls'
import { classOf } from './error-classes'
import type { Expression } from './expression'
import { typeOf } from './facts'
import type { FailureBranch } from './ir'
import { isLogOf } from './logs'
import { readExpression } from './read-expression'
import { placeText, type ReadScope, UNREADABLE } from './read-scope'
import type { StatementReader } from './read-statements'
import { statementsOf } from './read-statements'
import { refuseHelper } from './through-helper'

/**
 * What a helper does where the function fails: it throws an error whose name and message it makes of the answer.
 * `undefined` where it does not ask.
 * @throws Refused `through-wrapper`
 */
export function failureOfHelper(reader: StatementReader, call: Call): FailureBranch | undefined {
  const { helper, site } = call
  const check = helper?.answer.errorCheck
  if (!helper || !check) return undefined
  const error = reader.variables.newName(`${reader.calls.name(call)}Error`)
  const isText = helper.answer.texts !== undefined
  const payload: Expression = { kind: 'variable', name: error, path: [], ...(isText && { known: { type: 'string' } }) }
  const scope = scopeOf(reader, call, payload)
  let thrown: ts.Expression | undefined
  let name: Expression | undefined
  let made: { variable: string; error: ts.NewExpression } | undefined
  for (const statement of statementsOf(check.thenStatement).filter((one) => !isLogOf(one))) {
    const declared = declaredError(statement)
    const set = made && setName(statement, made.variable)
    if (declared) made = declared
    else if (set) name = readExpression(scope, set, 'looked-at')
    else if (ts.isVariableStatement(statement) && isDecoding(statement, helper.answer.parse)) continue
    else if (ts.isThrowStatement(statement)) thrown = unwrap(statement.expression)
    else refuseHelper(site, `does something else where the function fails: "${statement.getText().split('\n')[0]}"`)
  }
  const isMade = thrown && made && ts.isIdentifier(thrown) && thrown.text === made.variable
  const construction = isMade ? made?.error : thrown
  if (check.elseStatement || !construction || !ts.isNewExpression(construction))
    refuseHelper(site, 'does not throw a new error where the function fails')
  const { error: own, message } = read(reader, scope, call, construction)
  const origin = reader.origin(site.call)
  return { error, isText, steps: [{ kind: 'fail', error: name ?? own, message, origin }] }
}

function read(
  { isDeployed }: StatementReader,
  scope: ReadScope,
  { site }: Call,
  { expression, arguments: passed }: ts.NewExpression,
): { error: Expression; message: Expression } {
  const type = ts.isIdentifier(expression) ? classOf(scope, expression) : undefined
  const [message, ...others] = passed ?? []
  if (!type || others.length > 0 || (!isDeployed && type.name !== 'Error'))
    refuseHelper(site, 'throws an error of a class that is not known')
  const value: Expression = message ? readExpression(scope, message, 'looked-at') : { kind: 'literal', value: '' }
  const at = placeText(scope, expression)
  const given: Expression = { kind: 'default', value, otherwise: { kind: 'literal', value: '' } }
  const isText = value === UNREADABLE || typeOf(value) === 'string'
  const text: Expression = isText ? value : isOfPayload(value) ? given : { kind: 'text', parts: [given], at }
  return { error: { kind: 'literal', value: type.name }, message: text }
}

/** `errorMessage` of what Lambda answers where a function fails: a text. */
function isOfPayload(value: Expression): boolean {
  return value.kind === 'variable' && value.path.length === 1 && value.path[0] === 'errorMessage'
}

/** In the helper only its answer is known, which is the error of the function. */
function scopeOf(reader: StatementReader, { helper, site }: Call, payload: Expression): ReadScope {
  const { module } = helper?.inner ?? site
  const { parse, texts } = helper?.answer ?? {}
  const variables = new Map<ts.Node, Expression>()
  const declaration = parse && declarationOf(parse)
  const key =
    declaration && ts.isIdentifier(declaration.name) ? module.bindings.of(declaration.name)?.declarations[0] : undefined
  if (key) variables.set(key, payload)
  const tell = (_: ts.Node, what: string): never => refuseHelper(site, `cannot be read: ${what}`)
  return {
    module,
    evaluator: reader.reading.evaluator,
    variables,
    errors: new Map(),
    resultOf: (node) => (texts ? (texts.includes(node) ? payload : undefined) : node === parse ? payload : undefined),
    outer: (name) => tell(name, `"${name.text}" is not known in a state machine`),
    obstacle: tell,
    conditionally: (inner) => inner(),
    newName: (wanted) => reader.variables.newName(wanted),
  }
}

function declarationOf(parse: ts.Expression): ts.VariableDeclaration | undefined {
  let node: ts.Node = parse
  while (!ts.isVariableDeclaration(node) && !ts.isStatement(node)) node = node.parent
  return ts.isVariableDeclaration(node) && node.initializer && unwrap(node.initializer) === parse ? node : undefined
}

function isDecoding(statement: ts.VariableStatement, parse: ts.Expression): boolean {
  return declarationOf(parse)?.parent.parent === statement
}

/** `const error = new Error(message)` */
function declaredError(statement: ts.Statement): { variable: string; error: ts.NewExpression } | undefined {
  const [declaration, ...others] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : []
  const value = declaration?.initializer && unwrap(declaration.initializer)
  if (!declaration || others.length > 0 || !value || !ts.isNewExpression(value)) return undefined
  return ts.isIdentifier(declaration.name) ? { variable: declaration.name.text, error: value } : undefined
}

/** `error.name = …`: the value. */
function setName(statement: ts.Statement, variable: string): ts.Expression | undefined {
  const set = ts.isExpressionStatement(statement) ? statement.expression : undefined
  if (!set || !ts.isBinaryExpression(set) || set.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined
  const left = unwrap(set.left)
  const isName = isAccess(left) && left.expression.getText() === variable && accessedName(left) === 'name'
  return isName ? set.right : undefined
}
