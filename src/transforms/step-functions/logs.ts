import { ts } from 'ts-morph'
import { functionOf } from '../../analysis/callees'
import { importOf } from '../../analysis/imported-constant'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import { isLogCall, isLogPackage } from '../../syntax/loggers'
import type { SourceModule } from '../../syntax/module'
import { isAccess, isFunctionNode, unwrap, unwrapAwait } from '../../syntax/nodes'
import { moduleAt } from '../../syntax/program'
import { isOnlyRead } from './only-read'

/** How many files and functions a name is followed through. */
const MAX_DEPTH = 3

/** Whether a statement writes a log by what it calls, and does nothing else. */
export function isLogOf(node: ts.Statement): boolean {
  const call = ts.isExpressionStatement(node) ? callIn(node.expression) : undefined
  return call !== undefined && isLogCall(call)
}

/** A call with values that are there already, or are only read for it. */
function callIn(expression: ts.Expression): ts.CallExpression | undefined {
  const call = unwrapAwait(expression)
  return ts.isCallExpression(call) && call.arguments.every((argument) => isOnlyRead(argument)) ? call : undefined
}

/**
 * Whether all that a statement of a chain does is known to be log lines: those of the console, of a logger of a package, of a
 * function that does no more than that; also on a condition.
 */
export function writesOnlyLogs(evaluator: Evaluator, module: SourceModule, node: ts.Statement, depth = 0): boolean {
  if (ts.isBlock(node))
    return node.statements.length > 0 && node.statements.every((one) => writesOnlyLogs(evaluator, module, one, depth))
  if (ts.isIfStatement(node))
    return (
      isOnlyRead(node.expression) &&
      [node.thenStatement, node.elseStatement].every((one) => !one || writesOnlyLogs(evaluator, module, one, depth))
    )
  return ts.isExpressionStatement(node) && isKnownLog(evaluator, module, node.expression, depth)
}

function isKnownLog(evaluator: Evaluator, module: SourceModule, expression: ts.Expression, depth: number): boolean {
  const call = callIn(expression)
  const callee = call && unwrap(call.expression)
  const root = callee && rootOf(callee)
  if (!call || !root || depth > MAX_DEPTH) return false
  if (!module.bindings.of(root)) return root.text === 'console'
  const called = functionOf(evaluator, module, callee)
  const body = called && isFunctionNode(called.node) ? called.node.body : undefined
  if (called && body)
    return ts.isBlock(body)
      ? body.statements.every((one) => writesOnlyLogs(evaluator, called.module, one, depth + 1))
      : isKnownLog(evaluator, called.module, body, depth + 1)
  return isLogCall(call) && isOfPackage(evaluator, module, root, depth)
}

/** `logger` of `const logger = pino()`, here or in the file that it is imported from. */
function isOfPackage(evaluator: Evaluator, module: SourceModule, name: ts.Identifier, depth: number): boolean {
  const binding = module.bindings.of(name)
  if (!binding || binding.writes.length > 0 || depth > MAX_DEPTH) return false
  const from = importOf(binding)
  if (from) {
    if (isLogPackage(from.specifier)) return true
    const file = moduleAt(evaluator.program, module.file, from.specifier)
    const found = file && evaluator.program.findExport(file, from.name === '*' ? 'default' : from.name)
    const own = found?.export
    const declared =
      own?.kind === 'declaration' ? nameOf(own.node) : own?.kind === 'expression' ? rootOf(own.expression) : undefined
    return found !== undefined && !!declared && isOfPackage(evaluator, found.module, declared, depth + 1)
  }
  const [declaration] = binding.declarations
  const value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined
  const root = value && rootOf(value)
  return !!root && root !== name && isOfPackage(evaluator, module, root, depth + 1)
}

function nameOf(node: ts.Node): ts.Identifier | undefined {
  if (ts.isIdentifier(node)) return node
  return ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) ? node.name : undefined
}

/** `pino` of `pino({ … }).child({ … })`, `Logger` of `new Logger()`. */
function rootOf(expression: ts.Expression): ts.Identifier | undefined {
  let node = unwrap(expression)
  while (isAccess(node) || ts.isCallExpression(node) || ts.isNewExpression(node)) node = unwrap(node.expression)
  return ts.isIdentifier(node) ? node : undefined
}
