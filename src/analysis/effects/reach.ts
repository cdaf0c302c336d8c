import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { accessedName } from '../../syntax/nodes'
import { isBuiltInName } from '../tables/methods'
import { isHarmlessKey, isInherited } from './keys'
import type { Reach } from './origin'
import { isOwnKey } from './own-key'
import { isObjectFromLiteral, isWithoutPrototype } from './plain-object'

/** Whether a member may be an inherited one, which all objects share. */
export function reachOf(
  module: SourceModule,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
): Reach | undefined {
  const name = accessedName(node)
  const isObject = isObjectFromLiteral(module, node.expression)
  if (name !== undefined) {
    if (isInherited(name)) return 'any'
    // `list.push` is the same function everywhere
    return isBuiltInName(name) && !isObject ? 'member' : undefined
  }
  if (ts.isElementAccessExpression(node) && isHarmlessKey(module, node.argumentExpression, node.expression)) return
  if (isWithoutPrototype(module, node.expression) || isOwnKey(module, node)) return
  return isObject ? 'member' : 'any'
}
