import { ts } from 'ts-morph'
import { isAssignmentOperator } from '../syntax/bind'
import { isInert } from '../syntax/inert'
import { isLogCall } from '../syntax/loggers'
import type { SourceModule } from '../syntax/module'
import { contains, isFunctionNode, isProcessEnv, unwrap, walk } from '../syntax/nodes'
import { isPrimitiveExpression } from './primitive'

/** What happens between the statement of a constant and a place behind it. */
export interface Way {
  /** Whether something may change what a value is made of: then it is another one when it is made later. */
  readonly isDisturbed: boolean
  /** Whether it need not come to that place, or an error is caught there that was not caught at the constant. */
  readonly mayLeave: boolean
  /** Whether nothing happens at all but that an SDK command is made. */
  readonly isEmpty: boolean
}

/**
 * Looks at what happens between a constant and a place that uses it.
 * @param value What the constant is made of. It must be inert where it is to be made later, unless the way is empty.
 */
export function wayTo(
  module: SourceModule,
  declaration: ts.VariableDeclaration,
  value: ts.Expression,
  place: ts.Node,
): Way {
  const statement = declaration.parent.parent
  const block = statement.parent
  if (!ts.isVariableStatement(statement) || !contains(block, place)) return UNKNOWN
  let mayLeave = false
  for (let node = place; node !== block; node = node.parent) {
    // what runs more than once, or at another time, may find another value each time
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isIterationStatement(node, false)) return UNKNOWN
    mayLeave ||= ts.isTryStatement(node)
  }
  const read = bindingsIn(module, value)
  let isDisturbed = false
  let isEmpty = !mayLeave
  walk(block, (node) => {
    if (node.end <= declaration.end || node.pos >= place.pos) return false
    if (isFunctionNode(node)) return false
    const isOnTheWay = node.pos >= declaration.end
    if (!isOnTheWay || contains(node, place)) return true
    isEmpty &&= isQuiet(module, node)
    mayLeave ||= ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isBreakOrContinueStatement(node)
    const isAssigned = assignedName(node)
    if (isAssigned) {
      const binding = module.bindings.of(isAssigned)
      isDisturbed ||= !binding || read.has(binding)
    } else isDisturbed ||= changes(node)
    return true
  })
  return { isDisturbed, mayLeave, isEmpty: isEmpty && !isDisturbed }
}

const UNKNOWN: Way = { isDisturbed: true, mayLeave: true, isEmpty: false }

/** Whether a value is the same wherever it is made: it consists of literals and of constants that hold such. */
export function isSameAnywhere(module: SourceModule, value: ts.Expression): boolean {
  const node = unwrap(value)
  if (ts.isObjectLiteralExpression(node))
    return node.properties.every((property) => {
      if (ts.isPropertyAssignment(property))
        return !ts.isComputedPropertyName(property.name) && isSameAnywhere(module, property.initializer)
      return ts.isShorthandPropertyAssignment(property) && isSameAnywhere(module, property.name)
    })
  if (ts.isArrayLiteralExpression(node)) return node.elements.every((one) => isSameAnywhere(module, one))
  if (ts.isTemplateExpression(node)) return node.templateSpans.every((span) => isSameAnywhere(module, span.expression))
  if (ts.isPropertyAccessExpression(node)) return isProcessEnv(unwrap(node.expression))
  if (ts.isLiteralExpression(node) || WORDS.has(node.kind)) return true
  if (!ts.isIdentifier(node)) return false
  const binding = module.bindings.of(node)
  const [declaration, ...others] = binding?.declarations ?? []
  if (!binding || !declaration || others.length > 0 || binding.writes.length > 0) return node.text === 'undefined'
  const made = ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name) && declaration.initializer
  // a primitive does not change; an object may, by whatever name
  return !!made && isPrimitiveExpression(made)
}

const WORDS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
])

function bindingsIn(module: SourceModule, value: ts.Expression): Set<unknown> {
  const found = new Set<unknown>()
  walk(value, (node) => {
    const binding = ts.isIdentifier(node) && module.bindings.of(node)
    if (binding) found.add(binding)
  })
  return found
}

/** `name` of `name = value`. */
function assignedName(node: ts.Node): ts.Identifier | undefined {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined
  return ts.isIdentifier(node.left) ? node.left : undefined
}

/** Whether something may change a value, or let others run that do. */
function changes(node: ts.Node): boolean {
  if (ts.isCallExpression(node)) return !isInert(node) && !isLogCall(node)
  if (ts.isNewExpression(node)) return !isInert(node) && !/^\w*Error$/.test(node.expression.getText())
  if (ts.isBinaryExpression(node)) return isAssignmentOperator(node.operatorToken.kind)
  if (ts.isPostfixUnaryExpression(node)) return true
  if (ts.isPrefixUnaryExpression(node))
    return node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken
  return (
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isDeleteExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isForOfStatement(node) ||
    ts.isClassLike(node)
  )
}

/** What is part of `const command = new InvokeCommand(params)`, or says how an answer is decoded: it reads nothing. */
function isQuiet(module: SourceModule, node: ts.Node): boolean {
  if (ts.isIdentifier(node)) return (module.bindings.of(node)?.writes.length ?? 0) === 0
  if (ts.isNewExpression(node)) return isInert(node) && (node.arguments ?? []).every((one) => ts.isIdentifier(one))
  if (ts.isPropertyAccessExpression(node)) return /^(JSON|Buffer)\./.test(node.getText())
  return (
    ts.isVariableStatement(node) ||
    ts.isVariableDeclarationList(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isBindingName(node) ||
    ts.isBindingElement(node) ||
    ts.isTypeNode(node) ||
    ts.isToken(node)
  )
}
