import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, unwrap } from '../../syntax/nodes'
import { constantInitializer } from '../nullish'
import { NUMERIC } from '../tables/json'
import { ELEMENT_CALLBACKS } from '../tables/methods'
import { words } from '../tables/words'

/** Members that all objects have, and those of functions that hold more: they belong to everybody. */
const INHERITED = words(`
  constructor __proto__ prototype toString toLocaleString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable
  __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__
`)

/** Methods whose answer is a number. */
const COUNTING =
  /^(findIndex|findLastIndex|indexOf|lastIndexOf|charCodeAt|codePointAt|getTime|getUTC\w+|search|push|unshift)$/

/** Methods whose answer is a text without small letters, or of digits. */
const CODING = /^(toUpperCase|toISOString|toFixed|toPrecision|randomUUID)$/

/** Methods whose answer is a part of a text. */
const CUTTING = /^(slice|substring|substr|trim|trimStart|trimEnd|padStart|padEnd|at|charAt)$/

/** Whether a member of that name is one that all values of a kind share. */
export function isInherited(name: string): boolean {
  return INHERITED.has(name)
}

/**
 * Whether a computed key can be none of the names that all objects have: a number, a text with a character that those have
 * not, a key that was read from the same object. `table['__proto__'].x = 1` changes every object of the process.
 * @param owner What it is a key of.
 */
export function isHarmlessKey(module: SourceModule, key: ts.Expression, owner?: ts.Expression): boolean {
  return new Keys(module, owner && unwrap(owner)).isHarmless(key)
}

class Keys {
  private readonly entered = new Set<Binding>()

  constructor(
    private readonly module: SourceModule,
    private readonly owner: ts.Expression | undefined,
  ) {}

  isHarmless(expression: ts.Expression): boolean {
    const node = unwrap(expression)
    if (this.isNumber(node) || ts.isTypeOfExpression(node)) return true
    if (ts.isStringLiteralLike(node)) return !INHERITED.has(node.text)
    if (ts.isTemplateExpression(node))
      return isOdd([node.head.text, ...node.templateSpans.map((one) => one.literal.text)])
    if (ts.isConditionalExpression(node)) return this.isHarmless(node.whenTrue) && this.isHarmless(node.whenFalse)
    if (ts.isBinaryExpression(node)) return this.binary(node)
    if (ts.isCallExpression(node)) return this.isCode(node)
    return ts.isIdentifier(node) && this.name(node, (value) => this.isHarmless(value), true)
  }

  private isNumber(expression: ts.Expression): boolean {
    const node = unwrap(expression)
    if (ts.isNumericLiteral(node) || ts.isPostfixUnaryExpression(node)) return true
    if (ts.isPrefixUnaryExpression(node)) return true
    if (isAccess(node)) return /^(length|size)$/.test(accessedName(node) ?? '')
    if (ts.isBinaryExpression(node)) {
      if (node.operatorToken.kind === ts.SyntaxKind.PlusToken)
        return this.isNumber(node.left) && this.isNumber(node.right)
      return NUMERIC.has(node.operatorToken.kind)
    }
    if (ts.isConditionalExpression(node)) return this.isNumber(node.whenTrue) && this.isNumber(node.whenFalse)
    if (ts.isCallExpression(node)) return isCounting(this.module, node)
    return ts.isIdentifier(node) && this.name(node, (value) => this.isNumber(value), false)
  }

  private binary({ left, right, operatorToken: { kind } }: ts.BinaryExpression): boolean {
    if (kind === ts.SyntaxKind.PlusToken)
      return isOdd(
        [left, right].flatMap((one) =>
          ts.isStringLiteralLike(unwrap(one)) ? (unwrap(one) as ts.StringLiteralLike).text : [],
        ),
      )
    const isChoice = kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken
    return isChoice && this.isHarmless(left) && this.isHarmless(right)
  }

  /** `code.toUpperCase()`, `date.toISOString().slice(0, 10)`. */
  private isCode({ expression }: ts.CallExpression): boolean {
    const callee = unwrap(expression)
    if (!isAccess(callee)) return false
    const name = accessedName(callee) ?? ''
    const target = unwrap(callee.expression)
    if (CODING.test(name)) return true
    return CUTTING.test(name) && ts.isCallExpression(target) && this.isCode(target)
  }

  /** A name that holds such a key whenever it is looked at. */
  private name(node: ts.Identifier, isSo: (value: ts.Expression) => boolean, isText: boolean): boolean {
    const binding = this.module.bindings.of(node)
    const [declaration, another] = binding?.declarations ?? []
    if (!binding || !declaration || another) return false
    // a value that is made of itself is what the others are
    if (this.entered.has(binding)) return true
    this.entered.add(binding)
    const found = this.declared(declaration, isSo, isText) && binding.writes.every((write) => isWrittenSo(write, isSo))
    this.entered.delete(binding)
    return found
  }

  private declared(node: ts.Node, isSo: (value: ts.Expression) => boolean, isText: boolean): boolean {
    if (ts.isParameter(node)) return isIndex(node)
    if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name)) return false
    const loop = node.parent.parent
    if (ts.isForInStatement(loop)) return isText && this.isOwner(loop.expression)
    if (ts.isForOfStatement(loop)) return this.areElements(unwrap(loop.expression), isSo, isText)
    return !!node.initializer && isSo(node.initializer)
  }

  private areElements(list: ts.Expression, isSo: (value: ts.Expression) => boolean, isText: boolean): boolean {
    if (ts.isArrayLiteralExpression(list)) return list.elements.every((one) => !ts.isSpreadElement(one) && isSo(one))
    if (ts.isCallExpression(list) && isText && list.expression.getText() === 'Object.keys')
      return !!list.arguments[0] && this.isOwner(list.arguments[0])
    const binding = ts.isIdentifier(list) ? this.module.bindings.of(list) : undefined
    const value = binding && constantInitializer(binding)
    const inner = value && unwrap(value)
    // a list that others may have added to is another
    const isWhole = binding?.references.every(({ parent }) => ts.isForOfStatement(parent))
    return !!inner && !!isWhole && ts.isArrayLiteralExpression(inner) && this.areElements(inner, isSo, isText)
  }

  private isOwner(expression: ts.Expression): boolean {
    const node = unwrap(expression)
    return !!this.owner && this.owner.getText() === node.getText() && /^[\w.]+$/.test(node.getText())
  }
}

/** Whether a part of a text has a character that no inherited name has. */
function isOdd(parts: readonly string[]): boolean {
  return parts.some((part) => /[^A-Za-z_]/.test(part))
}

function isCounting(module: SourceModule, { expression }: ts.CallExpression): boolean {
  const callee = unwrap(expression)
  if (ts.isIdentifier(callee)) return !module.bindings.of(callee) && /^(Number|parseInt|parseFloat)$/.test(callee.text)
  if (!isAccess(callee)) return false
  const text = callee.getText(module.ast)
  return /^(Math\.\w+|Number\.parse\w+|Date\.(now|UTC|parse))$/.test(text) || COUNTING.test(accessedName(callee) ?? '')
}

/** `i += 1`, `i++`, `i = other`. */
function isWrittenSo(write: ts.Identifier, isSo: (value: ts.Expression) => boolean): boolean {
  const { parent } = write
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return true
  return ts.isBinaryExpression(parent) && parent.left === write && isSo(parent.right)
}

/** `i` of `list.map((element, i) => …)`. */
function isIndex(parameter: ts.ParameterDeclaration): boolean {
  const { parent: fn, initializer, dotDotDotToken } = parameter
  const call = fn.parent
  if (initializer || dotDotDotToken || !ts.isCallExpression(call) || call.arguments[0] !== (fn as ts.Node)) return false
  const name = isAccess(call.expression) ? (accessedName(call.expression) ?? '') : ''
  const at = /^reduce(Right)?$/.test(name) ? 2 : ELEMENT_CALLBACKS.has(name) ? 1 : undefined
  return at !== undefined && fn.parameters.indexOf(parameter) === at
}
