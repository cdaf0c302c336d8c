import { ts } from 'ts-morph'

/** Small questions about syntax nodes that several steps ask. */

/** A stretch of text, by offsets. */
export interface Range {
  readonly start: number
  readonly end: number
}

export type FunctionNode = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration

export function isFunctionNode(node: ts.Node | undefined): node is FunctionNode {
  return (
    !!node &&
    (ts.isFunctionDeclaration(node) ||
      ts.isFunctionExpression(node) ||
      ts.isArrowFunction(node) ||
      ts.isMethodDeclaration(node))
  )
}

/** Strips parentheses, `as T`, `<T>x`, `satisfies T` and `!`: what they enclose is the same value. */
export function unwrap(node: ts.Expression): ts.Expression {
  let inner = node
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isTypeAssertionExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner)
  ) {
    inner = inner.expression
  }
  return inner
}

/** Strips `await` as well. */
export function unwrapAwait(node: ts.Expression): ts.Expression {
  let inner = unwrap(node)
  while (ts.isAwaitExpression(inner)) inner = unwrap(inner.expression)
  return inner
}

/** The outermost expression that has the same value: the way back from `unwrap`. */
export function rewrap(node: ts.Expression): ts.Expression {
  let outer = node
  while (
    ts.isParenthesizedExpression(outer.parent) ||
    ts.isAsExpression(outer.parent) ||
    ts.isTypeAssertionExpression(outer.parent) ||
    ts.isSatisfiesExpression(outer.parent) ||
    ts.isNonNullExpression(outer.parent)
  ) {
    outer = outer.parent
  }
  return outer
}

export function enclosing<T extends ts.Node>(node: ts.Node, test: (node: ts.Node) => node is T): T | undefined {
  for (let current = node.parent; current; current = current.parent) if (test(current)) return current
  return undefined
}

export function enclosingFunction(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  return enclosing(node, (n): n is ts.FunctionLikeDeclaration => ts.isFunctionLike(n) && 'body' in n)
}

/** The statement directly under the source file that holds a node. */
export function topLevelStatement(node: ts.Node): ts.Statement {
  let current = node
  while (!ts.isSourceFile(current.parent)) current = current.parent
  return current as ts.Statement
}

export function enclosingStatement(node: ts.Node): ts.Statement | undefined {
  return enclosing(node, (n): n is ts.Statement => ts.isStatement(n) && !ts.isBlock(n))
}

export function contains(outer: ts.Node, inner: ts.Node): boolean {
  for (let current: ts.Node | undefined = inner; current; current = current.parent) if (current === outer) return true
  return false
}

/** Visits a tree from the top; where `visit` gives `false`, what is below is left out. */
export function walk(node: ts.Node, visit: (node: ts.Node) => unknown): void {
  const enter = (current: ts.Node): void => {
    if (visit(current) !== false) ts.forEachChild(current, enter)
  }
  enter(node)
}

/** Like `walk`, but stays out of nested functions and classes. */
export function walkOwn(node: ts.Node, visit: (node: ts.Node) => unknown): void {
  walk(node, (child) => {
    if (child !== node && (ts.isFunctionLike(child) || ts.isClassLike(child))) return false
    return visit(child)
  })
}

export function isAsync(node: FunctionNode): boolean {
  return !!ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword)
}

/** Whether a statement has the word `export`. */
export function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined
  return !!modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)
}

/** The name of a property where it is fixed: identifier, string, number or a computed literal. */
export function propertyName(name: ts.PropertyName): string | undefined {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text
  if (ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression)) return name.expression.text
  return undefined
}

/** The key of `a.b` or `a['b']`. */
export function accessedName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return node.argumentExpression.text
  }
  return undefined
}

export function isAccess(node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
}

/** `process.env.KEY` or `process.env['KEY']`: the key. */
export function environmentKey(node: ts.Node): string | undefined {
  const key = accessedName(node)
  return key !== undefined && isAccess(node) && isProcessEnv(node.expression) ? key : undefined
}

export function isProcessEnv(node: ts.Expression): boolean {
  const inner = unwrap(node)
  return (
    accessedName(inner) === 'env' &&
    isAccess(inner) &&
    ts.isIdentifier(unwrap(inner.expression)) &&
    (unwrap(inner.expression) as ts.Identifier).text === 'process'
  )
}

/** Finds a property of an object literal by its fixed name. */
export function propertyOf(
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.PropertyAssignment | ts.ShorthandPropertyAssignment | undefined {
  return object.properties.find(
    (p): p is ts.PropertyAssignment | ts.ShorthandPropertyAssignment =>
      (ts.isPropertyAssignment(p) || ts.isShorthandPropertyAssignment(p)) && propertyName(p.name) === name,
  )
}

export function propertyValue(property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment): ts.Expression {
  return ts.isPropertyAssignment(property) ? property.initializer : property.name
}

/** `require('x')`: the specifier. */
export function requiredModule(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'require')
    return undefined
  const [argument] = node.arguments
  return argument && ts.isStringLiteralLike(argument) ? argument.text : undefined
}
