import type { FunctionRef, ServiceFunction } from '../../load/service'
import { baseName, folderOf, withoutExtension } from '../../workspace/paths'
import type { TransformContext } from '../transform'

/**
 * The functions with the handler of a callee that get a queue in this plan, in the order of the configuration, itself
 * included. One handler serves them all: in each, one variable holds the ARN of its own queue.
 */
export function queuedWithHandler(context: TransformContext, { service, function: callee }: FunctionRef) {
  const targets = new Set(
    context.sites.flatMap(({ target }, index) =>
      target.status === 'resolved' && target.ref.service === service && context.advice[index]?.verdict === 'sqs'
        ? [target.ref.function.key]
        : [],
    ),
  )
  return service.functions.filter((fn) => fn.key === callee.key || (targets.has(fn.key) && hasSameHandler(fn, callee)))
}

/**
 * The variable in which the handler of a callee already finds the ARN of a queue, because another function with the same
 * handler has one. Not where it takes several records at once.
 */
export function knownVariable(
  { evaluator }: TransformContext,
  { service, function: callee }: FunctionRef,
): string | undefined {
  const text = (callee.handler && evaluator.program.module(callee.handler.file)?.text) ?? ''
  const name = /^\s*const queueArn = process\.env\.(\w+);?\s*$/m.exec(text)?.[1]
  if (name === undefined || text.includes('batchItemFailures') || name in callee.environment) return undefined
  return service.functions.some((fn) => hasSameHandler(fn, callee) && name in fn.environment) ? name : undefined
}

/** What a handler that several functions share is called: as its file is, or the folder of that. */
export function nameOfHandler({ key, handler }: ServiceFunction): string {
  if (!handler) return key
  const name = baseName(withoutExtension(handler.file))
  return name === 'index' ? baseName(folderOf(handler.file)) || key : name
}

function hasSameHandler({ handler }: ServiceFunction, { handler: other }: ServiceFunction): boolean {
  return handler !== undefined && handler.file === other?.file && handler.export === other.export
}
