import { ts } from 'ts-morph'
import { type FunctionNode, walkOwn } from '../syntax/nodes'
import type { JsonClassifier } from './json'
import { FRESH, type JsonShape, merge, UNKNOWN } from './json-shape'

/**
 * The shapes that a function may return, merged.
 * @param members The members of it that are asked about; all of it where they are not known.
 */
export function returnShape(
  classifier: JsonClassifier,
  node: FunctionNode,
  members?: ReadonlySet<string> | undefined,
): JsonShape {
  const { body } = node
  const { answers } = classifier
  if (!body) return UNKNOWN
  const of = (value: ts.Expression) => classifier.answer(value, members)
  if (answers && answers.exits.length > 0) {
    const results = answers.exits.filter(({ kind }) => kind === 'result')
    return merge([FRESH, ...results.map(({ value }) => (value ? of(value) : FRESH))])
  }
  if (!ts.isBlock(body)) return of(body)
  const shapes: JsonShape[] = []
  walkOwn(body, (child) => {
    if (ts.isReturnStatement(child))
      shapes.push(child.expression ? of(child.expression) : { ...FRESH, maybeUndefined: true })
  })
  const last = body.statements.at(-1)
  const endsOpen = !last || !(ts.isReturnStatement(last) || ts.isThrowStatement(last) || isExhaustive(last))
  return merge(endsOpen ? [...shapes, { ...FRESH, maybeUndefined: true }] : shapes)
}

function isExhaustive(statement: ts.Statement): boolean {
  if (ts.isBlock(statement)) {
    const last = statement.statements.at(-1)
    return !!last && (ts.isReturnStatement(last) || ts.isThrowStatement(last) || isExhaustive(last))
  }
  return (
    ts.isIfStatement(statement) &&
    !!statement.elseStatement &&
    isExhaustive(statement.thenStatement) &&
    isExhaustive(statement.elseStatement)
  )
}
