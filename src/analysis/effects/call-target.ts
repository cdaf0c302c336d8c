import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import type { Value } from '../../syntax/evaluate/value'
import { isExportsObject } from '../../syntax/exports'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, isFunctionNode, requiredModule, unwrap } from '../../syntax/nodes'
import { isImport, isLocalFunction } from '../names'
import { functionIn } from './collect-names'
import type { CollectContext } from './collector'
import type { Unit } from './facts'

/** The function of the repository that is called by an expression, where that is one and no other. */
export function functionAt(
  context: Pick<CollectContext, 'evaluator' | 'unit'>,
  module: SourceModule,
  callee: ts.Expression,
): Unit | undefined {
  const node = unwrap(callee)
  if (isFunctionNode(node)) return context.unit(module, node)
  if (!ts.isIdentifier(node) && !isAccess(node)) return undefined
  const binding = ts.isIdentifier(node) ? module.bindings.of(node) : undefined
  if (ts.isIdentifier(node) && !binding) return undefined
  if (binding && isLocalFunction(binding)) {
    const [declaration, another] = binding.declarations
    return declaration && !another ? context.unit(module, functionIn(declaration)) : undefined
  }
  // a variable that is assigned several times holds one of several; what a constant holds may keep state
  if (binding && (binding.writes.length > 0 || !isImported(binding))) return undefined
  return plainFunction(context, calledValue(context, module, node))
}

/** A function that no call has made: it keeps nothing between its own calls. */
function plainFunction(context: Pick<CollectContext, 'unit'>, value: Value): Unit | undefined {
  if (value.kind !== 'function' || !isFunctionNode(value.node) || value.bound) return undefined
  // a method of a class has the instance around it
  const isMade = value.frame !== undefined && !ts.isClassLike(value.node.parent)
  return isMade ? undefined : context.unit(value.module, value.node)
}

function calledValue(
  { evaluator }: Pick<CollectContext, 'evaluator'>,
  module: SourceModule,
  node: ts.Expression,
): Value {
  const name = isAccess(node) && isExportsObject(unwrap(node.expression)) ? accessedName(node) : undefined
  return name === undefined ? evaluator.evaluate(module, node) : evaluator.exported(module, name)
}

function isImported({ scope, declarations: [declaration] }: Binding): boolean {
  if (!declaration || !ts.isSourceFile(scope)) return false
  const { initializer } = ts.isVariableDeclaration(declaration) ? declaration : { initializer: undefined }
  if (initializer) return requiredModule(unwrap(initializer)) !== undefined
  return isImport(declaration)
}
