import { ts } from 'ts-morph'
import type { Binding } from '../syntax/bind'

/** What the variable of a `for…of` takes its values out of. */
export function loopSource(declaration: ts.Node): ts.Expression | undefined {
  const loop = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : undefined
  return loop && ts.isForOfStatement(loop) && !loop.awaitModifier ? loop.expression : undefined
}

/** Whether a variable is a number that is only counted up and down from a written one. */
export function isCounter({ declarations: [declaration, ...others], writes }: Binding): boolean {
  const start = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined
  return !!start && others.length === 0 && isWritten(start) && writes.every(isStep)
}

function isStep(write: ts.Node): boolean {
  const { parent } = write
  if (ts.isPostfixUnaryExpression(parent)) return true
  if (ts.isPrefixUnaryExpression(parent)) return STEPS.has(parent.operator)
  return ts.isBinaryExpression(parent) && STEPS.has(parent.operatorToken.kind) && isWritten(parent.right)
}

const STEPS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusPlusToken,
  ts.SyntaxKind.MinusMinusToken,
  ts.SyntaxKind.PlusEqualsToken,
  ts.SyntaxKind.MinusEqualsToken,
])

function isWritten(node: ts.Expression): boolean {
  return ts.isNumericLiteral(node) && Number.isFinite(Number(node.text))
}
