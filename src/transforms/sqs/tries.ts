import { asNumber } from '../../load/document'
import type { ServiceFunction } from '../../load/service'

/** Lambda's own retries of an asynchronous invocation, where the function does not set them. */
const DEFAULT_RETRIES = 2

/** How often an event is tried: once, and as often as an asynchronous invocation was tried again. */
export function tries({ data }: ServiceFunction): number {
  return 1 + (asNumber(data.maximumRetryAttempts) ?? DEFAULT_RETRIES)
}
