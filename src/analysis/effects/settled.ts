import { ts } from 'ts-morph'
import { isAssignmentOperator } from '../../syntax/bind'
import { isInert } from '../../syntax/inert'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, isFunctionNode, unwrap, walk } from '../../syntax/nodes'
import { PURE_CONSTRUCTORS, PURE_FUNCTIONS, PURE_STATIC } from '../tables/globals'
import { PURE_METHODS } from '../tables/methods'
import type { PackageRow } from '../tables/packages'
import { sdkOfClients } from '../tables/sdk'
import { words } from '../tables/words'
import { type PackageContext, packageMember, packageRoot } from './package-root'

/** Methods whose answer is not there all at once, or keeps a position. */
const UNSETTLED = words('then catch finally values keys entries matchAll next')

/** What gives something else each time. */
const DRAWN = /\b(Date\.now|performance\.now|Math\.random|randomUUID|getRandomValues|new Date\(\s*\)|new Date\b(?!\())/

/**
 * Whether the value of a top-level constant is the same whenever its file is loaded, and keeps no state: `settled`. `position`:
 * it holds a regular expression that remembers where it stood. What its parts do is found by looking through them.
 */
export function isSettled(
  context: PackageContext,
  module: SourceModule,
  initializer: ts.Expression,
): 'settled' | 'position' | 'open' {
  if (keepsPosition(initializer)) return 'position'
  if (DRAWN.test(initializer.getText(module.ast))) return 'open'
  return isInert(initializer) || isComputed(context, module, initializer) ? 'settled' : 'open'
}

function keepsPosition(initializer: ts.Expression): boolean {
  let found = false
  walk(initializer, (node) => {
    if (ts.isRegularExpressionLiteral(node) && /[gy]\w*$/.test(node.text.slice(node.text.lastIndexOf('/'))))
      found = true
    if (ts.isNewExpression(node) && /^RegExp$/.test(node.expression.getText())) found = true
    return !found && !isFunctionNode(node)
  })
  return found
}

function isComputed(context: PackageContext, module: SourceModule, expression: ts.Expression): boolean {
  const node = unwrap(expression)
  const all = (parts: readonly ts.Expression[]) => parts.every((part) => isPart(context, module, part))
  if (ts.isRegularExpressionLiteral(node) || isInert(node)) return true
  if (ts.isObjectLiteralExpression(node))
    return node.properties.every((property) => {
      if (ts.isPropertyAssignment(property)) return all([property.initializer])
      return ts.isSpreadAssignment(property) ? all([property.expression]) : ts.isShorthandPropertyAssignment(property)
    })
  if (ts.isArrayLiteralExpression(node)) return all(node.elements)
  if (ts.isTemplateExpression(node)) return all(node.templateSpans.map((span) => span.expression))
  if (ts.isConditionalExpression(node)) return all([node.condition, node.whenTrue, node.whenFalse])
  if (ts.isPrefixUnaryExpression(node)) return !isStep(node) && all([node.operand])
  if (ts.isBinaryExpression(node)) return !isAssignmentOperator(node.operatorToken.kind) && all([node.left, node.right])
  if (isAccess(node)) return all([node.expression])
  if (ts.isNewExpression(node)) return isKnownClass(context, module, node) && all(node.arguments ?? [])
  return ts.isCallExpression(node) && isKnownCall(context, module, node) && all(node.arguments)
}

/** A part of a value; a callback may not make something that keeps state. */
function isPart(context: PackageContext, module: SourceModule, expression: ts.Expression): boolean {
  const node = unwrap(ts.isSpreadElement(expression) ? expression.expression : expression)
  return isFunctionNode(node) ? !makesFunctions(node) : isComputed(context, module, node)
}

/** Whether a function holds others that are no callbacks. */
function makesFunctions(fn: ts.Node): boolean {
  let found = false
  walk(fn, (node) => {
    if (node !== fn && (ts.isFunctionLike(node) || ts.isClassLike(node)) && !ts.isCallExpression(node.parent))
      found = true
    return !found
  })
  return found
}

/** `new Intl.NumberFormat('de-DE', …)`: of a language that is written out, and for dates of such a time zone. */
function isFormatOfItsOwn(module: SourceModule, { expression, arguments: args }: ts.NewExpression): boolean {
  if (!isAccess(expression) || !ts.isIdentifier(expression.expression)) return false
  const { expression: owner } = expression
  if (owner.text !== 'Intl' || module.bindings.of(owner)) return false
  const [language, options] = (args ?? []).map((one) => unwrap(one))
  if (!language || !ts.isStringLiteralLike(language)) return false
  if (FORMATS.has(accessedName(expression) ?? '')) return true
  const zone =
    options && ts.isObjectLiteralExpression(options) && !options.properties.some(ts.isSpreadAssignment)
      ? options.properties.find((one) => one.name?.getText(module.ast) === 'timeZone')
      : undefined
  return (
    accessedName(expression) === 'DateTimeFormat' &&
    !!zone &&
    ts.isPropertyAssignment(zone) &&
    ts.isStringLiteralLike(unwrap(zone.initializer))
  )
}

/** What depends on the language and the options that it is made of, and on no time zone. */
const FORMATS = new Set('Collator DisplayNames ListFormat NumberFormat PluralRules RelativeTimeFormat'.split(' '))

function isKnownClass(context: PackageContext, module: SourceModule, made: ts.NewExpression): boolean {
  const { expression } = made
  if (isFormatOfItsOwn(module, made)) return true
  if (ts.isIdentifier(expression) && !module.bindings.of(expression)) return PURE_CONSTRUCTORS.has(expression.text)
  return isConstantPackage(packageRoot(context, module, expression)) || isOfSdk(context, module, expression)
}

/**
 * A client of the SDK, or one around another: that it speaks to AWS is told where it is made, and it keeps nothing else. One of
 * version 2 takes what is configured for all of them (`AWS.config`), whenever that is.
 */
function isOfSdk(context: PackageContext, module: SourceModule, expression: ts.Expression): boolean {
  const member = packageMember(context, module, expression)
  return member !== undefined && sdkOfClients(member.module) === 'v3'
}

function isKnownCall(context: PackageContext, module: SourceModule, { expression }: ts.CallExpression): boolean {
  const callee = unwrap(expression)
  if (isConstantPackage(packageRoot(context, module, callee))) return true
  if (ts.isIdentifier(callee)) return !module.bindings.of(callee) && PURE_FUNCTIONS.has(callee.text)
  if (!isAccess(callee)) return false
  const name = accessedName(callee) ?? ''
  if (name === 'from' && isOfSdk(context, module, callee)) return true
  const target = unwrap(callee.expression)
  if (ts.isIdentifier(target) && !module.bindings.of(target)) {
    const known = Object.hasOwn(PURE_STATIC, target.text) ? PURE_STATIC[target.text] : undefined
    return target.text !== 'Promise' && !!known && (known === '*' || known.has(name))
  }
  return PURE_METHODS.has(name) && !UNSETTLED.has(name) && isComputed(context, module, target)
}

/** What a package makes is the same each time, and stays as it is. */
function isConstantPackage(row: PackageRow | undefined): boolean {
  return row?.isImmutable === true && !row.does?.some((label) => label === 'clock' || label === 'random')
}

function isStep({ operator }: ts.PrefixUnaryExpression): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken
}
