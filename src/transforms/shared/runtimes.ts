import type { Handler, ServiceFunction } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { TransformContext } from '../transform'

/** The runtimes of all functions that have this handler: one file may serve several. */
export function runtimesOf({ services }: TransformContext, { file, export: name }: Handler): number[] {
  return services
    .flatMap(({ functions }) => functions)
    .filter((fn) => fn.handler?.file === file && fn.handler.export === name)
    .map(majorOf)
}

/** From version 24 on the runtime takes what a handler returns, async or not, and waits for nothing else. */
export function isAwaitedByItsRuntimes(context: TransformContext, handler: Handler): boolean {
  return runtimesOf(context, handler).every((major) => major >= 24)
}

/** The runtimes of the functions that reach a call. */
export function callerRuntimes({ callers }: InvokeSite): number[] {
  return callers.map((caller) => majorOf(caller.function))
}

function majorOf({ runtime }: ServiceFunction): number {
  return Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? Number.NaN)
}
