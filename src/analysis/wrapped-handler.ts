import { ts } from 'ts-morph'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { Value } from '../syntax/evaluate/value'
import type { Export } from '../syntax/exports'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, unwrap } from '../syntax/nodes'
import { constantInitializer } from './nullish'

/** What stands around a handler, and where. */
export interface Wrapping {
  readonly what: string
  readonly module: SourceModule
  readonly node: ts.Node
}

/**
 * What an exported handler is made by, where it is no function that is written out: `its handler is wrapped by "middy"
 * (@middy/core)`. `undefined` where it is made by nothing that has a name.
 */
export function wrappingOf(evaluator: Evaluator, from: SourceModule, name: string): Wrapping | undefined {
  const found = evaluator.program.findExport(from, name)
  if (!found) return undefined
  const { module } = found
  const value = madeBy(module, expressionOf(found.export))
  if (!value || !ts.isCallExpression(value)) return undefined
  const decorator = decoratorOf(evaluator, module, value)
  if (decorator) return decorator
  const callee = wrapperIn(value)
  const text = callee.getText(module.ast)
  if (accessedName(callee) === 'bind') return { what: 'its handler is bound to a value ("bind")', module, node: value }
  return /^[\w.$]+$/.test(text) ? wrapping(evaluator, module, value, callee, text) : undefined
}

function expressionOf(entry: Export): ts.Expression | undefined {
  if (entry.kind === 'expression') return entry.expression
  if (entry.kind !== 'declaration') return undefined
  return ts.isVariableDeclaration(entry.node) ? entry.node.initializer : undefined
}

/** How many names are followed from an export to what it was made by. */
const MAX_NAMES = 8

function madeBy(module: SourceModule, expression: ts.Expression | undefined, names = 0): ts.Expression | undefined {
  const node = expression && unwrap(expression)
  if (!node || !ts.isIdentifier(node) || names > MAX_NAMES) return node
  const binding = module.bindings.of(node)
  return binding && madeBy(module, constantInitializer(binding), names + 1)
}

/** `middy` of `middy(handler).use(cors())`, `compose` of `compose(a, b)(handler)`. */
function wrapperIn(call: ts.CallExpression): ts.Expression {
  let callee = unwrap(call.expression)
  for (;;) {
    const inner = isAccess(callee) ? unwrap(callee.expression) : callee
    if (!ts.isCallExpression(inner)) return callee
    callee = unwrap(inner.expression)
  }
}

function wrapping(
  evaluator: Evaluator,
  module: SourceModule,
  node: ts.Node,
  named: ts.Expression,
  text: string,
): Wrapping {
  const origin = originOf(evaluator.evaluate(module, named)) ?? originOf(evaluator.evaluate(module, rootOf(named)))
  return { what: `its handler is wrapped by "${text}"${origin === undefined ? '' : ` (${origin})`}`, module, node }
}

function rootOf(expression: ts.Expression): ts.Expression {
  let node = unwrap(expression)
  while (isAccess(node) || ts.isCallExpression(node)) node = unwrap(node.expression)
  return node
}

/** The package or the file that a value is of. */
function originOf(value: Value): string | undefined {
  if (value.kind === 'external') return value.module === '' ? undefined : value.module
  if (value.kind === 'instance') return originOf(value.of as Value)
  return value.kind === 'function' || value.kind === 'class' || value.kind === 'namespace'
    ? value.module.file
    : undefined
}

/** `lambda.handler.bind(lambda)` of a method with decorators: the first of them. */
function decoratorOf(evaluator: Evaluator, from: SourceModule, call: ts.CallExpression): Wrapping | undefined {
  const bind = unwrap(call.expression)
  if (!isAccess(bind) || accessedName(bind) !== 'bind') return undefined
  const value = evaluator.evaluate(from, bind.expression)
  if (value.kind !== 'function' || !ts.canHaveDecorators(value.node)) return undefined
  const [decorator] = ts.getDecorators(value.node) ?? []
  if (!decorator) return undefined
  const { module } = value
  const written = unwrap(decorator.expression)
  const named = ts.isCallExpression(written) ? unwrap(written.expression) : written
  return wrapping(evaluator, module, decorator, named, `@${named.getText(module.ast)}`)
}
