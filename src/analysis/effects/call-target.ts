import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { isAccess, isFunctionNode, unwrap } from '../../syntax/nodes'
import { functionOf } from '../callees'
import { isLocalFunction } from '../names'
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
  // a variable that is assigned several times holds one of several
  if (binding && (binding.writes.length > 0 || !ts.isSourceFile(binding.scope))) return undefined
  const value = functionOf(context.evaluator, module, node)
  return value && isFunctionNode(value.node) && !value.bound ? context.unit(value.module, value.node) : undefined
}
