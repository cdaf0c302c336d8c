import { ts } from 'ts-morph'
import { errorUseOf } from '../../../analysis/error-inspections'
import type { InvokeSite } from '../../../scan/site'
import { contains } from '../../../syntax/nodes'
import { refuse, type TransformContext } from '../../transform'

/**
 * Checks that nobody reads the words of an error that a helper made of that of the callee.
 * @throws Refused
 */
export function checkCaught({ evaluator }: TransformContext, site: InvokeSite): void {
  for (let node: ts.Node = site.call; node.parent && !ts.isFunctionLike(node); node = node.parent) {
    const { parent } = node
    if (!ts.isTryStatement(parent) || !contains(parent.tryBlock, site.call)) continue
    const name = parent.catchClause?.variableDeclaration?.name
    const use = name && errorUseOf(evaluator, site.module, name)
    if (use?.inspection || use?.passesMessage)
      refuse(site, 'function-error-branch', 'The caller reads the error that the helper makes of that of the callee.')
  }
}
