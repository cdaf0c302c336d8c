import { ts } from 'ts-morph'
import { errorUseOf } from '../../../analysis/error-inspections'
import type { InvokeSite } from '../../../scan/site'
import { contains, unwrap, walk } from '../../../syntax/nodes'
import type { TransformContext } from '../../transform'

/** What the function around a call does with an error of the call that it catches. */
export interface CaughtUse {
  /** Whether it asks for more than the message: its name, its class. */
  readonly isInspected: boolean
  /** Whether its message goes on, into an answer or a record. */
  readonly passesMessage: boolean
}

/** Reads what is done where a call is caught. */
export function caughtUse({ evaluator }: TransformContext, site: InvokeSite): CaughtUse {
  let [isInspected, passesMessage] = [false, false]
  for (let node: ts.Node = site.call; node.parent && !ts.isFunctionLike(node); node = node.parent) {
    const { parent } = node
    if (!ts.isTryStatement(parent) || !contains(parent.tryBlock, site.call)) continue
    const name = parent.catchClause?.variableDeclaration?.name
    const use = name && errorUseOf(evaluator, site.module, name)
    isInspected ||= use?.inspection !== undefined || asksForClass(parent.catchClause)
    passesMessage ||= use?.passesMessage === true
  }
  return { isInspected, passesMessage }
}

/** `error instanceof RangeError`: that of a helper is an `Error`, that of the callee may be one of any class. */
function asksForClass(clause: ts.CatchClause | undefined): boolean {
  let found = false
  if (clause)
    walk(clause, (node) => {
      const isQuestion = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword
      found ||= isQuestion && unwrap(node.right).getText() !== 'Error'
    })
  return found
}
