import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { contains, rewrap } from '../../syntax/nodes'
import { refuse } from '../transform'
import type { Answer } from './answer/answer'

/** What runs between the call and the statement that decodes its answer. */
export function between({ anchor, removed }: Answer, statement: ts.Statement): ts.Statement[] {
  const { parent } = anchor
  if (!('statements' in parent)) return [statement]
  const statements = [...(parent.statements as ts.NodeArray<ts.Statement>)]
  const rest = statements.slice(statements.indexOf(anchor) + 1, statements.indexOf(statement))
  return rest.filter((one) => !removed.includes(one))
}

/** `const result = value`: the list of declarations, where it holds nothing else. */
export function wholeDeclaration(value: ts.Expression): ts.VariableDeclarationList | undefined {
  const declaration = rewrap(value).parent
  const list = declaration.parent
  const isWhole =
    ts.isVariableDeclaration(declaration) &&
    ts.isVariableDeclarationList(list) &&
    ts.isVariableStatement(list.parent) &&
    list.declarations.length === 1
  return isWhole ? list : undefined
}

/**
 * Each decoding makes a value of its own: what is decoded in a loop or in a function of its own cannot be one value.
 * @throws Refused
 */
export function checkRunsOnce(site: InvokeSite, { anchor }: Answer, value: ts.Expression): void {
  for (let node: ts.Node = value; !contains(node, anchor); node = node.parent) {
    if (ts.isFunctionLike(node) || ts.isIterationStatement(node, false))
      refuse(site, 'response-form', 'The answer is decoded far from the call.')
  }
}
