import { ts } from 'ts-morph'
import type { Handler } from '../../load/service'
import { isExportsObject } from '../../syntax/exports'
import type { SourceModule } from '../../syntax/module'
import { isAccess, unwrap } from '../../syntax/nodes'
import type { SourceProgram } from '../../syntax/program'

/** Where a handler is exported, whatever it is made of: a function, a call that wraps one, a method. */
export type HandlerPlace =
  /** `export const handler = wrap(work)`; also a constant that is exported elsewhere in the file. */
  | {
      readonly kind: 'constant'
      readonly statement: ts.VariableStatement
      readonly name: ts.Identifier
      readonly value: ts.Expression
      readonly isExported: boolean
    }
  /** `export function handler(event) …`, `export default function (event) …`, or one that is exported elsewhere. */
  | {
      readonly kind: 'function'
      readonly statement: ts.FunctionDeclaration
      readonly name: ts.Identifier | undefined
      readonly value: ts.FunctionDeclaration
      readonly isExported: boolean
      readonly isDefault: boolean
    }
  /** `export default wrap(work)`, `exports.handler = wrap(work)`. */
  | { readonly kind: 'expression'; readonly statement: ts.Statement; readonly value: ts.Expression }

/** Finds what a function of the configuration is handled by; `undefined` where it is exported in another form. */
export function findHandlerPlace(
  program: SourceProgram,
  handler: Handler,
): { readonly module: SourceModule; readonly place: HandlerPlace } | undefined {
  const start = program.module(handler.file)
  const found = start && program.findExport(start, handler.export)
  if (!found || found.module.syntaxError) return undefined
  const { module, export: entry } = found
  if (entry.kind === 'declaration') {
    const place = declared(entry.node)
    const name = place && 'name' in place ? place.name : undefined
    const isFixed = !name || (module.bindings.of(name)?.writes.length ?? 0) === 0
    return place && isFixed ? { module, place } : undefined
  }
  if (entry.kind !== 'expression') return undefined
  const place = assigned(entry.expression) ?? listed(module, unwrap(entry.expression))
  return place && { module, place }
}

function declared(node: ts.Node): HandlerPlace | undefined {
  if (ts.isFunctionDeclaration(node)) {
    const isExported = hasModifier(node, ts.SyntaxKind.ExportKeyword)
    const isDefault = hasModifier(node, ts.SyntaxKind.DefaultKeyword)
    return { kind: 'function', statement: node, name: node.name, value: node, isExported, isDefault }
  }
  if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || !node.initializer) return undefined
  const statement = node.parent.parent
  const isConstant = ts.isVariableStatement(statement) && (node.parent.flags & ts.NodeFlags.Const) !== 0
  if (!isConstant || statement.declarationList.declarations.length > 1) return undefined
  const isExported = hasModifier(statement, ts.SyntaxKind.ExportKeyword)
  return { kind: 'constant', statement, name: node.name, value: node.initializer, isExported }
}

function hasModifier(statement: ts.FunctionDeclaration | ts.VariableStatement, kind: ts.SyntaxKind): boolean {
  return !!ts.getModifiers(statement)?.some((modifier) => modifier.kind === kind)
}

/** The right side of an export that is a statement of its own. */
function assigned(expression: ts.Expression): HandlerPlace | undefined {
  const { parent } = expression
  if (ts.isExportAssignment(parent)) return { kind: 'expression', statement: parent, value: expression }
  if (!ts.isBinaryExpression(parent) || !ts.isExpressionStatement(parent.parent)) return undefined
  const isExport = isAccess(parent.left) && isExportsObject(parent.left.expression)
  return isExport ? { kind: 'expression', statement: parent.parent, value: expression } : undefined
}

/** A name in a list of exports: `module.exports = { handler }`, `export { handler }`. */
function listed(module: SourceModule, name: ts.Expression): HandlerPlace | undefined {
  const binding = ts.isIdentifier(name) ? module.bindings.of(name) : undefined
  const [declaration, ...others] = binding?.declarations ?? []
  const isOne = declaration && others.length === 0 && binding?.writes.length === 0 && ts.isSourceFile(binding.scope)
  return isOne ? declared(declaration) : undefined
}
