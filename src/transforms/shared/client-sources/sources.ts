import { ts } from 'ts-morph'
import { callIndex } from '../../../scan/call-index'
import { assignmentOf } from '../../../syntax/evaluate/assignments'
import { alternatives } from '../../../syntax/evaluate/value'
import type { SourceModule } from '../../../syntax/module'
import { accessedName, isAccess, propertyOf, propertyValue, unwrapAwait } from '../../../syntax/nodes'
import type { TransformContext } from '../../transform'
import { ofField } from './fields'
import { declared } from './names'
import type { ClientSource, Seeker, Source } from './seeker'

/**
 * What a client may be: whichever is declared, assigned, chosen, returned or passed for it, tests aside. What is not seen is
 * an unknown value; what is missing (`undefined`, `null`) is none, for no call comes of it.
 */
export function clientSources(
  { evaluator, imports }: Pick<TransformContext, 'evaluator' | 'imports'>,
  module: SourceModule,
  receiver: ts.Expression,
): readonly ClientSource[] {
  const seeker = { evaluator, calls: callIndex(evaluator, imports), active: new Set<ts.Node>() }
  return sourcesOf(seeker, { module, node: receiver, path: [] }).flatMap(({ value, isGiven }) =>
    alternatives(value)
      .filter((one) => one.kind !== 'literal' || !!one.value)
      .map((one) => ({ value: one, isGiven })),
  )
}

/** Where the value of an expression comes from. */
export function sourcesOf(seeker: Seeker, { module, node: whole, path }: Source): ClientSource[] {
  const node = unwrapAwait(whole)
  const of = (other: ts.Expression, members = path) => sourcesOf(seeker, { module, node: other, path: members })
  const [first, ...rest] = path
  const assignment = assignmentOf(node)
  if (assignment) return [...of(assignment.target), ...of(assignment.value)]
  if (ts.isConditionalExpression(node)) return [...of(node.whenTrue), ...of(node.whenFalse)]
  if (isChoice(node)) return [...of(node.left), ...of(node.right)]
  if (ts.isObjectLiteralExpression(node) && first !== undefined && !node.properties.some(ts.isSpreadAssignment)) {
    const property = propertyOf(node, first)
    if (property) return of(propertyValue(property), rest)
  }
  const name = isAccess(node) ? accessedName(node) : undefined
  if (isAccess(node) && name !== undefined && node.expression.kind !== ts.SyntaxKind.SuperKeyword)
    return of(node.expression, [name, ...path])
  return named(seeker, { module, node, path }) ?? evaluated(seeker, { module, node, path })
}

/** What a name holds, or a field of a class. */
function named(seeker: Seeker, { module, node, path }: Source): ClientSource[] | undefined {
  const [first, ...rest] = path
  if (node.kind === ts.SyntaxKind.ThisKeyword && first !== undefined) return ofField(seeker, module, node, first, rest)
  const [declaration] = ts.isIdentifier(node) ? (module.bindings.of(node)?.declarations ?? []) : []
  return declaration && declared(seeker, module, declaration, path)
}

function evaluated({ evaluator }: Seeker, { module, node, path }: Source): ClientSource[] {
  const value = path.reduce((target, name) => evaluator.member(target, name), evaluator.evaluate(module, node))
  return [{ value, isGiven: false }]
}

function isChoice(node: ts.Expression): node is ts.BinaryExpression {
  const kind = ts.isBinaryExpression(node) ? node.operatorToken.kind : undefined
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken
}
