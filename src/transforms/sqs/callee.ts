import { ts } from 'ts-morph'
import type { FunctionRef, Handler } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { FileChange, SourceEdit } from '../file-change'
import { findHandlerForm } from '../shared/handler-form'
import { behindHandler, innerName, renaming } from '../shared/handler-name'
import { handlerTypes } from '../shared/handler-types'
import { lambdaEventImports } from '../shared/lambda-types'
import { refuse, type TransformContext } from '../transform'
import { adapterText } from './adapter'
import { endsWithItsPromise } from './ends-with-promise'

/** The callee's half: its handler takes the records of the queue and, still, the event itself. */
export function rewriteCallee(
  context: TransformContext,
  site: InvokeSite,
  callee: FunctionRef,
  arnVariable: string,
): FileChange {
  const { handler, key } = callee.function
  if (!handler) refuse(site, 'handler-not-found', `The handler of "${key}" is no source file of this repository.`)
  const found = findHandlerForm(context.evaluator, handler)
  if (!found)
    refuse(
      site,
      'handler-form',
      `The handler of "${key}" (${handler.file}) is wrapped, or exported in a form that is not known.`,
    )
  const { module, form } = found
  const [event, ...others] = form.node.parameters
  if (others.length > 1 || event?.dotDotDotToken)
    refuse(site, 'handler-form', `The handler of "${key}" answers by a callback.`)
  if (usesThis(form.node)) refuse(site, 'handler-form', `The handler of "${key}" uses "this" or "arguments".`)
  if (!endsWithItsPromise(module, form.node) && !isAwaitedByItsRuntimes(context, handler)) {
    refuse(
      site,
      'handler-form',
      `The handler of "${key}" is not async: its Lambda ends when nothing is left to do, not when it returns.`,
    )
  }
  const types = handlerTypes(module, form)
  if (!types)
    refuse(site, 'handler-form', `The handler of "${key}" has a type that asks for other arguments than an event.`)
  const inner = innerName(module, key, form)
  const text = adapterText(context, {
    key,
    module,
    form,
    types,
    inner,
    arnVariable,
    hasOptionalChaining: hasOptionalChaining(context, handler),
  })
  const edits: SourceEdit[] = [
    ...renaming(module, form, inner),
    ...types.edits,
    behindHandler(module, form, text, 'The handler takes the records of the queue.'),
  ]
  return {
    module,
    edits,
    imports: [...types.imports, ...lambdaEventImports(context, module, 'SQSEvent', types.like)],
    declarations: [],
  }
}

/** The runtimes of all functions that have this handler: one file may serve several. */
function runtimesOf({ services }: TransformContext, { file, export: name }: Handler): number[] {
  return services
    .flatMap(({ functions }) => functions)
    .filter((fn) => fn.handler?.file === file && fn.handler.export === name)
    .map(({ runtime }) => Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? Number.NaN))
}

/** From version 24 on the runtime takes what a handler returns, async or not, and waits for nothing else. */
function isAwaitedByItsRuntimes(context: TransformContext, handler: Handler): boolean {
  return runtimesOf(context, handler).every((major) => major >= 24)
}

function hasOptionalChaining(context: TransformContext, handler: Handler): boolean {
  return runtimesOf(context, handler).every((major) => !(major < 14))
}

function usesThis(node: ts.Node): boolean {
  let found = false
  const visit = (child: ts.Node): void => {
    if (child.kind === ts.SyntaxKind.ThisKeyword || (ts.isIdentifier(child) && child.text === 'arguments')) found = true
    if (!ts.isFunctionDeclaration(child) && !ts.isFunctionExpression(child)) ts.forEachChild(child, visit)
  }
  ts.forEachChild(node, visit)
  return found
}
