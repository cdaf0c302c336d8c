import { type FunctionRef, type Handler, refKey, type ServiceFunction } from '../../load/service'
import type { TransformContext } from '../transform'

/** Whether two functions run one handler. */
export function isSameHandler(one: Handler | undefined, other: Handler | undefined): boolean {
  return !!one && !!other && one.file === other.file && one.export === other.export
}

/** A function that runs the handler of others, and is none of them: the code stays for it. */
export function sharerOf(
  { services }: Pick<TransformContext, 'services'>,
  refs: readonly FunctionRef[],
): ServiceFunction | undefined {
  const own = new Set(refs.map(refKey))
  return services
    .flatMap((service) => service.functions.map((fn) => ({ service, function: fn })))
    .find(
      (other) =>
        !own.has(refKey(other)) && refs.some((ref) => isSameHandler(ref.function.handler, other.function.handler)),
    )?.function
}
