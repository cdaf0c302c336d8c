import { ts } from 'ts-morph'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { Value } from '../syntax/evaluate/value'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, requiredModule, topLevelStatement, unwrapAwait, walk } from '../syntax/nodes'
import type { Use } from './effects/effect'
import { AWS } from './tables/packages'

/** Why code that uses a package, or a value of another file, cannot move: in words that name the cause. */

/** What calling a method of something of a package does: `client.get(…)`, and `client.get(…).promise()` after it. */
export function clientUse(
  evaluator: Evaluator,
  module: SourceModule,
  target: ts.Expression,
  method: string,
): Use | undefined {
  let root = unwrapAwait(target)
  let operation = method
  while (isAccess(root) || ts.isCallExpression(root)) {
    if (isAccess(root)) operation = accessedName(root) ?? operation
    root = unwrapAwait(root.expression)
  }
  const name = moduleOf(evaluator.evaluate(module, root))
  if (name === undefined || name === '') return undefined
  return AWS.test(name)
    ? { label: 'aws', name: `${serviceOf(name, [])}.${operation}`, what: `it uses AWS ("${name}")` }
    : { label: 'unknown', name, what: `it uses the package "${name}"` }
}

/** `s3` of `@aws-sdk/client-s3`, and of `S3` of `aws-sdk`. */
export function serviceOf(module: string, path: readonly string[]): string {
  const client = /^@aws-sdk\/(?:client-|lib-)?(.+)$/.exec(module) ?? /^aws-sdk\/clients\/(.+)$/.exec(module)
  const [first] = path
  return (client?.[1] ?? (module === 'aws-sdk' && first !== undefined ? first : module)).toLowerCase()
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
