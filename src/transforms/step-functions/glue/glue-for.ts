import { ts } from 'ts-morph'
import type { FunctionRef } from '../../../load/service'
import type { InvokeSite } from '../../../scan/site'
import { contains, isFunctionNode } from '../../../syntax/nodes'
import type { TransformContext } from '../../transform'
import { Glue } from './glue'
import { glueFunction, isBeside, uncopiedSetting } from './glue-function'
import type { ChainCode } from './parts'

/** What changes something that all code of a process shares. */
const SHARED =
  /process\.env(\.\w+|\[[^\]]*\])\s*=[^=]|\bdelete process\.env|\bconfig\.update\(|\bglobal(This)?\.\w+\s*=[^=]/

/** What may stay JavaScript of a chain; why nothing may, where its function could not be made like that of the handler. */
export function glueFor(
  context: TransformContext,
  { callers }: InvokeSite,
  code: ChainCode,
  isDeployed: boolean,
): Glue | string | undefined {
  const [caller, ...others] = callers
  if (!caller || others.length > 0 || !context.options.glue) return undefined
  const { key } = caller.function
  const setting = uncopiedSetting(caller)
  if (setting !== undefined) return `"${setting}" of "${key}" cannot be that of another function, too`
  if (!isBeside(caller, code.module)) return `"${key}" has its handler in another file`
  if (isWrapped(context, caller)) return `what the handler of "${key}" is wrapped in would not be around it`
  if (before(code).some((statement) => SHARED.test(statement.getText())))
    return 'code before the first call changes what all code of a process shares'
  return new Glue(context, code, caller, glueFunction(context.workspace, caller, code.module), isDeployed)
}

/** Whether Lambda calls something else than a plain function: what is around it prepares things for it. */
function isWrapped({ evaluator }: TransformContext, { function: { handler } }: FunctionRef): boolean {
  const module = handler && evaluator.program.module(handler.file)
  if (!handler || !module) return true
  const value = evaluator.exported(module, handler.export)
  return value.kind !== 'function' || !isFunctionNode(value.node) || !!value.frame || !!value.bound?.length
}

/** The statements of the handler that it keeps. */
function before({ handler, region }: ChainCode): readonly ts.Statement[] {
  const { body } = handler
  const statements = body && ts.isBlock(body) ? body.statements : []
  return statements.filter((statement) => !region.some((own) => contains(own, statement)))
}
