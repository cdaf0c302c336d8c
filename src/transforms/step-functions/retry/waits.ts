import type { RetryWaits } from '../ir'

/**
 * The waits of a `Retry`, where one waits as long as the code did. In whole seconds, at least one: a state machine knows no
 * shorter ones. Source: "Retrying after an error" of the specification of the language.
 */
export function retryWaits(seconds: readonly number[], isRandom: boolean): RetryWaits | undefined {
  const [interval, second] = seconds
  if (interval === undefined || seconds.some((time) => !Number.isInteger(time) || time < 1)) return undefined
  const most = Math.max(...seconds)
  const rate = second === undefined ? 1 : second / interval
  const attempts = seconds.length
  if (rate < 1) return undefined
  if (isSame(seconds, (index) => interval * rate ** index))
    return { attempts, interval, rate, longest: undefined, isRandom }
  if (most > interval && isSame(seconds, (index) => Math.min(interval * rate ** index, most)))
    return { attempts, interval, rate, longest: most, isRandom }
  return undefined
}

function isSame(seconds: readonly number[], wait: (index: number) => number): boolean {
  return seconds.every((time, index) => time === wait(index))
}
