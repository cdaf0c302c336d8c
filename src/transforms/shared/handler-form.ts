import { ts } from 'ts-morph'
import type { Handler } from '../../load/service'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import { isExportsObject } from '../../syntax/exports'
import type { SourceModule } from '../../syntax/module'
import { accessedName, type FunctionNode, isAccess, isFunctionNode, unwrap } from '../../syntax/nodes'

/** How a handler is written and exported, in the forms that can be rewritten. */
export type HandlerForm =
  /** `export const handler = async (event) => …` */
  | {
      readonly kind: 'exported-constant'
      readonly node: FunctionNode
      readonly statement: ts.VariableStatement
      readonly name: ts.Identifier
    }
  /** `export async function handler(event) …` */
  | {
      readonly kind: 'exported-function'
      readonly node: ts.FunctionDeclaration
      readonly statement: ts.FunctionDeclaration
      readonly name: ts.Identifier
    }
  /** `module.exports.handler = async (event) => …` */
  | {
      readonly kind: 'exports-assignment'
      readonly node: FunctionNode
      readonly statement: ts.ExpressionStatement
      readonly target: ts.Expression
    }
  /** A constant or function that is exported elsewhere in the file: `module.exports = { handler }`, `export { handler }`. */
  | {
      readonly kind: 'listed'
      readonly node: FunctionNode
      readonly statement: ts.Statement
      readonly name: ts.Identifier
    }

export interface FoundHandler {
  readonly module: SourceModule
  readonly form: HandlerForm
}

/** Finds the handler function; `undefined` where it has another form: wrapped, re-exported, a method. */
export function findHandlerForm(evaluator: Evaluator, handler: Handler): FoundHandler | undefined {
  const module = evaluator.program.module(handler.file)
  if (!module || module.syntaxError) return undefined
  const entry = module.exports.named.get(handler.export)
  if (!entry) return undefined
  if (entry.kind === 'declaration') {
    const form = exportedForm(entry.node)
    return form && isFixed(module, form) ? { module, form } : undefined
  }
  if (entry.kind !== 'expression') return undefined
  const expression = unwrap(entry.expression)
  const form = ts.isIdentifier(expression) ? listedForm(module, expression) : assignedForm(expression)
  return form && isFixed(module, form) ? { module, form } : undefined
}

/** Whether a handler is written `export default function (event) …`: nothing in its file can call it. */
export function isNamelessDefault(evaluator: Evaluator, handler: Handler): boolean {
  const entry = evaluator.program.module(handler.file)?.exports.named.get(handler.export)
  return entry?.kind === 'declaration' && ts.isFunctionDeclaration(entry.node) && !entry.node.name
}

/** Whether nothing else is assigned to the name of the handler. */
function isFixed({ bindings }: SourceModule, form: HandlerForm): boolean {
  return !('name' in form) || (bindings.of(form.name)?.writes.length ?? 0) === 0
}

function exportedForm(node: ts.Node): HandlerForm | undefined {
  if (ts.isFunctionDeclaration(node) && node.name)
    return { kind: 'exported-function', node, statement: node, name: node.name }
  const constant = constantFunction(node)
  return constant && { kind: 'exported-constant', ...constant }
}

function constantFunction(
  node: ts.Node,
): { node: FunctionNode; statement: ts.VariableStatement; name: ts.Identifier } | undefined {
  if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || !node.initializer) return undefined
  const value = unwrap(node.initializer)
  const statement = node.parent.parent
  const isAlone = ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1
  return isFunctionNode(value) && isAlone && value === node.initializer
    ? { node: value, statement, name: node.name }
    : undefined
}

function listedForm(module: SourceModule, name: ts.Identifier): HandlerForm | undefined {
  const [declaration] = module.bindings.of(name)?.declarations ?? []
  if (!declaration) return undefined
  if (ts.isFunctionDeclaration(declaration) && declaration.name) {
    return { kind: 'listed', node: declaration, statement: declaration, name: declaration.name }
  }
  const constant = constantFunction(declaration)
  return constant && { kind: 'listed', ...constant }
}

function assignedForm(expression: ts.Expression): HandlerForm | undefined {
  if (!isFunctionNode(expression)) return undefined
  const assignment = expression.parent
  if (!ts.isBinaryExpression(assignment) || !ts.isExpressionStatement(assignment.parent)) return undefined
  const { left } = assignment
  const isExports = isAccess(left) && isExportsObject(left.expression) && accessedName(left) !== undefined
  return isExports
    ? { kind: 'exports-assignment', node: expression, statement: assignment.parent, target: left }
    : undefined
}
