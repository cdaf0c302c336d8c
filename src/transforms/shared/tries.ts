import { asNumber } from '../../load/document'
import type { ServiceFunction } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { Obligation } from '../transform'

/** Lambda's own retries of an asynchronous invocation, where the function does not set them. */
const DEFAULT_RETRIES = 2

/** A synchronous call is made once; what takes its place is tried again where the callee fails, as an event was. */
export function onceObligation(sites: readonly InvokeSite[], callee: ServiceFunction, by: string): Obligation {
  const isAsync = sites.every(({ invocation }) => invocation === 'async')
  return isAsync
    ? {
        code: 'at-least-once',
        status: 'proved',
        message: `A ${by} may deliver twice, as an asynchronous invocation may.`,
      }
    : {
        code: 'at-least-once',
        status: 'waived',
        message: `A synchronous call is made once; where "${callee.key}" fails, a message is tried ${tries(callee)} times.`,
      }
}

/** How often an event is tried: once, and as often as an asynchronous invocation was tried again. */
export function tries({ data }: ServiceFunction): number {
  return 1 + (asNumber(data.maximumRetryAttempts) ?? DEFAULT_RETRIES)
}
