import { ts } from 'ts-morph'
import type { InvokeSite } from '../scan/site'
import { accessedName, isAccess, propertyName, rewrap, unwrap } from '../syntax/nodes'

/** What an event that was taken answers with. */
const ACCEPTED = 202

/** What a caller does with the answer of an event, where that is nothing but to check that it was accepted. */
export interface StatusChecks {
  /** The statement of the call, whose variable holds the answer. */
  readonly statement: ts.VariableStatement
  readonly declaration: ts.VariableDeclaration & { readonly initializer: ts.Expression }
  /** Checks of what is never so: `if (answer.StatusCode !== 202) …`. */
  readonly dead: readonly ts.IfStatement[]
  /** Comparisons that stand elsewhere: `return answer.StatusCode === 202`. */
  readonly comparisons: readonly Comparison[]
}

export interface Comparison {
  readonly node: ts.BinaryExpression
  /** The status in it. */
  readonly status: ts.Expression
  readonly isEqual: boolean
}

/** Reads the checks; `undefined` where the answer is used for something else, or not at all. */
export function statusChecks({ module, call, invocation, response }: InvokeSite): StatusChecks | undefined {
  if (invocation !== 'async' || response !== 'used') return undefined
  const declaration = declarationOf(call)
  const statement = declaration?.parent.parent
  if (!declaration || !statement || !ts.isVariableStatement(statement) || !ts.isBlock(statement.parent))
    return undefined
  const statuses = statusesIn(declaration.name, (name) => module.bindings.of(name)?.references ?? [])
  if (!statuses || statuses.length === 0) return undefined
  const dead = new Set<ts.IfStatement>()
  const comparisons: Comparison[] = []
  for (const status of statuses) {
    const comparison = comparisonOf(status)
    if (!comparison) return undefined
    const check = deadCheck(comparison)
    if (check) dead.add(check)
    else comparisons.push(comparison)
  }
  return { statement, declaration, dead: [...dead], comparisons }
}

/** `const answer = await lambda.send(…)`, alone in its statement. */
function declarationOf(call: ts.CallExpression): StatusChecks['declaration'] | undefined {
  let node: ts.Expression = rewrap(call)
  const access = node.parent
  if (isAccess(access) && accessedName(access) === 'promise' && ts.isCallExpression(access.parent))
    node = rewrap(access.parent)
  if (!ts.isAwaitExpression(node.parent)) return undefined
  const { parent } = rewrap(node.parent)
  const isAlone = ts.isVariableDeclaration(parent) && ts.isVariableDeclarationList(parent.parent)
  if (!isAlone || parent.parent.declarations.length > 1 || !parent.initializer) return undefined
  return parent as StatusChecks['declaration']
}

/** Every use of the status; `undefined` where anything else is read of the answer. */
function statusesIn(
  name: ts.BindingName,
  referencesOf: (name: ts.Identifier) => readonly ts.Identifier[],
): ts.Expression[] | undefined {
  if (ts.isIdentifier(name)) {
    const reads = referencesOf(name).map(({ parent }) => parent)
    const areAll = reads.every((read) => isAccess(read) && accessedName(read) === 'StatusCode')
    return areAll ? (reads as ts.Expression[]) : undefined
  }
  const [element, ...others] = name.elements
  if (!ts.isObjectBindingPattern(name) || !element || others.length > 0 || !ts.isBindingElement(element))
    return undefined
  const { propertyName: property, name: local, initializer, dotDotDotToken } = element
  if (!ts.isIdentifier(local) || initializer || dotDotDotToken) return undefined
  return propertyName(property ?? local) === 'StatusCode' ? [...referencesOf(local)] : undefined
}

/** `status === 202`, either way round. */
function comparisonOf(status: ts.Expression): Comparison | undefined {
  const side = rewrap(status)
  const node = side.parent
  if (!ts.isBinaryExpression(node)) return undefined
  const operator = /^([!=])==?$/.exec(node.operatorToken.getText())?.[1]
  const other = unwrap(node.left === side ? node.right : node.left)
  if (operator === undefined || !ts.isNumericLiteral(other) || Number(other.text) !== ACCEPTED) return undefined
  return { node, status, isEqual: operator === '=' }
}

/** `if (status !== 202) …` without `else`. */
function deadCheck({ node, isEqual }: Comparison): ts.IfStatement | undefined {
  const condition = rewrap(node)
  const { parent } = condition
  const isCheck = ts.isIfStatement(parent) && parent.expression === condition && !parent.elseStatement
  return isCheck && !isEqual && ts.isBlock(parent.parent) ? parent : undefined
}
