import { ts } from 'ts-morph'
import { accessedName, isAccess, rewrap } from '../../syntax/nodes'

/** A value that a name is given, or a part of what it holds. */
export interface Given {
  readonly value: ts.Expression
  readonly as: 'whole' | 'part' | 'operand' | 'factor' | 'divisor'
}

/** What a mention of a name gives to it: `total += x`, `list.push(x)`, `sums.a = x`. */
export function givenTo(reference: ts.Identifier): Given[] {
  let node = rewrap(reference)
  const start = node
  while (isAccess(node.parent) && node.parent.expression === node) {
    const access: ts.Expression = node.parent
    const call = access.parent
    if (ts.isCallExpression(call) && call.expression === access)
      return ADDING.has(accessedName(access) ?? '') ? call.arguments.map((value) => ({ value, as: 'part' })) : []
    node = rewrap(access)
  }
  const { parent } = node
  if (!ts.isBinaryExpression(parent) || parent.left !== node) return []
  const { right: value, operatorToken } = parent
  const operator = operatorToken.kind
  if (CHOOSING.has(operator)) return [{ value, as: node === start ? 'whole' : 'part' }]
  if (SUMMING.has(operator)) return [{ value, as: 'operand' }]
  if (DIVIDING.has(operator)) return [{ value, as: 'divisor' }]
  return GROWING.has(operator) ? [{ value, as: 'factor' }] : []
}

const ADDING = new Set(['push', 'unshift', 'set', 'add', 'splice', 'fill'])

const CHOOSING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
])

const SUMMING: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.PlusEqualsToken, ts.SyntaxKind.MinusEqualsToken])

const DIVIDING: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.SlashEqualsToken, ts.SyntaxKind.PercentEqualsToken])

const GROWING: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.AsteriskEqualsToken])
