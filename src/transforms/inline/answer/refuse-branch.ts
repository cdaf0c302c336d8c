import type { ts } from 'ts-morph'
import type { InvokeSite } from '../../../scan/site'
import { placeOf } from '../../../syntax/parse'
import { refuse } from '../../transform'

/**
 * Leaves a call whose caller does something where the callee fails that cannot be kept.
 * @param at What is in the way.
 * @throws Refused `function-error-branch`, with the place of `at`
 */
export function refuseBranch(site: InvokeSite, message: string, at: ts.Node): never {
  const ast = at.getSourceFile()
  refuse(site, 'function-error-branch', message, { file: ast.fileName, line: placeOf(ast, at.getStart(ast)).line })
}
