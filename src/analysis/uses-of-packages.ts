import { ts } from 'ts-morph'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { Value } from '../syntax/evaluate/value'
import type { SourceModule } from '../syntax/module'
import { isAccess, requiredModule, topLevelStatement, unwrapAwait, walk } from '../syntax/nodes'

/** Why code that uses a package, or a value of another file, cannot move: in words that name the cause. */

const AWS = /^(aws-sdk|@aws-sdk\/|@aws-lambda-powertools\/|aws-xray-sdk|amazon-dax-client|dynamoose$|@smithy\/)/

/** What a chain of calls and members begins with: `client` of `client.get(…).promise()`. */
export function packageUse(evaluator: Evaluator, module: SourceModule, target: ts.Expression): string | undefined {
  let root = unwrapAwait(target)
  while (isAccess(root) || ts.isCallExpression(root)) root = unwrapAwait(root.expression)
  const name = moduleOf(evaluator.evaluate(module, root))
  if (name === undefined) return undefined
  return AWS.test(name) ? `it uses AWS ("${name}")` : `it uses the package "${name}"`
}

function moduleOf(value: Value): string | undefined {
  if (value.kind === 'external') return value.module
  return value.kind === 'instance' && value.of.kind === 'external' ? value.of.module : undefined
}

/** An imported name that is no function of this repository. */
export function notFollowed(name: string, value: Value, declaration: ts.Node | undefined): string {
  const known = moduleOf(value)
  const specifier = known ?? (declaration && specifierOf(declaration)) ?? ''
  if (specifier.startsWith('.'))
    return `"${name}" of ${specifier} is no function, and other values of other files are not followed`
  if (AWS.test(specifier)) return `it uses AWS ("${name}" of "${specifier}")`
  return specifier === ''
    ? `"${name}" is imported from a module that is not analysed`
    : `"${name}" is of the package "${specifier}", which is not known to be harmless`
}

function specifierOf(declaration: ts.Node): string | undefined {
  const statement = topLevelStatement(declaration)
  if (ts.isImportDeclaration(statement)) return text(statement.moduleSpecifier)
  let required: string | undefined
  walk(statement, (node) => {
    required ??= requiredModule(node)
  })
  return required
}

function text(node: ts.Expression): string | undefined {
  return ts.isStringLiteral(node) ? node.text : undefined
}
