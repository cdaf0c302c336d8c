import type { ServiceFunction } from '../../../src/load/service'
import type { Runner } from './runner'

/**
 * Lambda tries an asynchronous event three times, unless the function says otherwise; then it is gone.
 * @param lost What is given up in the end.
 */
export async function runAsynchronously(
  runner: Runner,
  fn: ServiceFunction,
  event: unknown,
  arn: string,
  lost = event,
): Promise<void> {
  const { maximumRetryAttempts: retries = 2 } = fn.data
  for (let attempt = 0; attempt <= Number(retries); attempt++) {
    if (!(await runner.invoke(fn, event, { isBackground: true, arn })).functionError) return
  }
  runner.giveUp(lost)
}
