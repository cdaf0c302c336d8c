import { ts } from 'ts-morph'
import { type Binding, isAssignmentOperator } from '../../syntax/bind'
import type { SourceModule } from '../../syntax/module'
import { accessedName, enclosingFunction, isAccess, rewrap, unwrap } from '../../syntax/nodes'
import { MUTATORS, PRIMITIVE_ANSWERS, PURE_METHODS } from '../tables/methods'
import { CONVERTING, HARMLESS } from '../tables/uses'

/** How deep a value is new is asked of `Origins`. */
interface Depths {
  depth(module: SourceModule, expression: ts.Expression): number
}

/** Functions that look at what they are given, and keep nothing of it. */
const READERS =
  /^(JSON\.stringify|console\.\w+|Object\.keys|Object\.is|Object\.hasOwn|Array\.isArray|Buffer\.byteLength)$/

/**
 * How many levels of what a name holds can be its own, by all that is done with it: where something of others is put into
 * it, or a part of it gets a second name, what is below may be shared from then on.
 */
export function depthLimit(depths: Depths, module: SourceModule, binding: Binding): number {
  const limits = binding.references.map((reference) => {
    const { node, steps } = wholePath(reference)
    return limitAt(depths, module, binding, node, steps)
  })
  return Math.min(Number.POSITIVE_INFINITY, ...limits)
}

/** `a.b.c` of a name `a`, and how many steps it takes. */
function wholePath(reference: ts.Identifier): { node: ts.Expression; steps: number } {
  let node: ts.Expression = rewrap(reference)
  let steps = 0
  while (isAccess(node.parent) && node.parent.expression === node) {
    node = rewrap(node.parent)
    steps += 1
  }
  return { node, steps }
}

function limitAt(depths: Depths, module: SourceModule, binding: Binding, node: ts.Expression, steps: number): number {
  const { parent } = node
  if (ts.isCallExpression(parent) && parent.expression === node) return methodLimit(depths, module, parent, steps - 1)
  if (ts.isBinaryExpression(parent)) return binaryLimit(depths, module, parent, node, steps)
  if (isLookedAt(parent, node) || isAnswer(binding, node)) return Number.POSITIVE_INFINITY
  if (ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) return steps + 2
  if (ts.isForOfStatement(parent) && parent.expression === node) return steps + 2
  if (ts.isVariableDeclaration(parent) && !ts.isIdentifier(parent.name)) return steps + 2
  if (ts.isCallExpression(parent)) {
    const callee = parent.expression.getText(module.ast)
    if (READERS.test(callee) || CONVERTING.test(callee)) return Number.POSITIVE_INFINITY
    if (/^Object\.(values|entries|fromEntries)$/.test(callee)) return steps + 2
    if (isStored(module, parent)) return Number.POSITIVE_INFINITY
  }
  return steps + 1
}

/** What is done by a method of the value, or of a part of it. */
function methodLimit(depths: Depths, module: SourceModule, call: ts.CallExpression, steps: number): number {
  const name = accessedName(unwrap(call.expression)) ?? ''
  if (MUTATORS.has(name)) {
    const values = name === 'set' && !areKeysSeen(module, call) ? call.arguments.slice(1) : call.arguments
    const added = values.map((argument) =>
      ts.isSpreadElement(argument) ? depths.depth(module, argument.expression) - 1 : depths.depth(module, argument),
    )
    const isAnswerUsed = !ts.isExpressionStatement(rewrap(call).parent)
    return Math.min(steps + 1 + Math.max(0, Math.min(...added)), isAnswerUsed ? steps + 2 : Number.POSITIVE_INFINITY)
  }
  if (PRIMITIVE_ANSWERS.has(name) && call.arguments.every((argument) => !ts.isFunctionLike(argument)))
    return Number.POSITIVE_INFINITY
  return PURE_METHODS.has(name) ? steps + 2 : steps + 1
}

/** Whether the keys of a map are looked at one by one, and not only values by their keys. */
function areKeysSeen(module: SourceModule, call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression)
  const map = isAccess(callee) ? unwrap(callee.expression) : undefined
  const binding = map && ts.isIdentifier(map) ? module.bindings.of(map) : undefined
  return !binding?.references.every(({ parent }) => {
    const name = isAccess(parent) ? accessedName(parent) : undefined
    // keys become texts there
    if (ts.isCallExpression(parent)) return parent.expression.getText(module.ast) === 'Object.fromEntries'
    return name !== undefined && /^(get|set|has|delete|size|values|clear)$/.test(name)
  })
}

function binaryLimit(
  depths: Depths,
  module: SourceModule,
  binary: ts.BinaryExpression,
  node: ts.Expression,
  steps: number,
): number {
  const { kind } = binary.operatorToken
  if (binary.left === node && isAssignmentOperator(kind)) {
    if (steps === 0) return Number.POSITIVE_INFINITY
    const isStatement = ts.isExpressionStatement(rewrap(binary).parent)
    return isStatement ? steps + addedDepth(depths, module, node, binary.right) : steps + 1
  }
  const isPassedOn =
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken ||
    kind === ts.SyntaxKind.CommaToken ||
    isAssignmentOperator(kind)
  if (!isPassedOn) return Number.POSITIVE_INFINITY
  // `a.b = a.b || []`: what goes back to its place
  return isKept(binary, node, module) ? Number.POSITIVE_INFINITY : steps + 1
}

/** How many levels are new of what is put into a place; what was there already counts for nothing. */
function addedDepth(depths: Depths, module: SourceModule, place: ts.Expression, value: ts.Expression): number {
  const node = unwrap(value)
  if (node.getText(module.ast) === place.getText(module.ast)) return Number.POSITIVE_INFINITY
  const isChoice = ts.isBinaryExpression(node) && /^(\|\||\?\?)$/.test(node.operatorToken.getText(module.ast))
  return isChoice
    ? Math.min(addedDepth(depths, module, place, node.left), addedDepth(depths, module, place, node.right))
    : depths.depth(module, node)
}

function isKept(choice: ts.BinaryExpression, node: ts.Expression, module: SourceModule): boolean {
  const { parent } = rewrap(choice)
  return (
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isExpressionStatement(parent.parent) &&
    parent.left.getText(module.ast) === node.getText(module.ast)
  )
}

/** Where a value is only looked at. */
function isLookedAt(parent: ts.Node, node: ts.Expression): boolean {
  if (ts.isElementAccessExpression(parent)) return parent.argumentExpression === node
  if (ts.isConditionalExpression(parent)) return parent.condition === node
  if (ts.isForInStatement(parent) || ts.isPostfixUnaryExpression(parent) || ts.isDeleteExpression(parent)) return true
  return HARMLESS.has(parent.kind)
}

/** `return { value }` of the function that holds the name: whoever gets it is the only one then. */
function isAnswer(binding: Binding, node: ts.Expression): boolean {
  const [declaration] = binding.declarations
  let outer: ts.Node = node
  while (isHolder(outer.parent, outer)) outer = outer.parent
  const fn = enclosingFunction(outer)
  const isReturned = ts.isReturnStatement(outer.parent) || (!!fn && ts.isArrowFunction(fn) && fn.body === outer)
  return isReturned && !!declaration && fn === enclosingFunction(declaration)
}

/** A list or an object that holds a value, or one of several. */
function isHolder(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isConditionalExpression(parent)) return parent.condition !== node
  return HOLDERS.has(parent.kind)
}

const HOLDERS = new Set([
  ts.SyntaxKind.ObjectLiteralExpression,
  ts.SyntaxKind.ArrayLiteralExpression,
  ts.SyntaxKind.PropertyAssignment,
  ts.SyntaxKind.ShorthandPropertyAssignment,
  ts.SyntaxKind.SpreadAssignment,
  ts.SyntaxKind.SpreadElement,
  ts.SyntaxKind.ParenthesizedExpression,
  ts.SyntaxKind.AwaitExpression,
  ts.SyntaxKind.AsExpression,
])

/** `answer.push(value)`, where the list is only filled and answered with: nobody reaches into it. */
function isStored(module: SourceModule, call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression)
  const list = isAccess(callee) && /^(push|unshift|add)$/.test(accessedName(callee) ?? '') && unwrap(callee.expression)
  const binding = list && ts.isIdentifier(list) ? module.bindings.of(list) : undefined
  return !!binding && binding.writes.length === 0 && isOnlyFilled(binding)
}

function isOnlyFilled(binding: Binding): boolean {
  const [declaration] = binding.declarations
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return false
  return binding.references.every((reference) => {
    const { node, steps } = wholePath(reference)
    const { parent } = node
    if (steps === 0) return isLookedAt(parent, node) || isAnswer(binding, node)
    const isFilled = ts.isCallExpression(parent) && ts.isExpressionStatement(parent.parent)
    return steps === 1 && (accessedName(node) === 'length' || (isFilled && MUTATORS.has(accessedName(node) ?? '')))
  })
}
