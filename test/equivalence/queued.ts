import { textOf } from './calls'
import type { Observation } from './observe'

/**
 * What differs beside that functions got a queue which were waited for, or floated: their calls come when they come, and where
 * one failed, it is tried again in vain, and its event is kept.
 */
export function queuedDifference(
  before: Observation,
  after: Observation,
  queued: readonly string[],
): string | undefined {
  const isMoved = ({ by }: { by?: string | undefined }) => by !== undefined && queued.includes(by)
  const own = [before, after].map(({ calls }) =>
    calls
      .filter((call) => !isMoved(call))
      .map(textOf)
      .join(),
  )
  if (own[0] !== own[1]) return `calls of the caller: ${own[0]} became ${own[1]}`
  const failed = before.failures.filter(({ key }) => queued.includes(key))
  const moved = [before, after].map(({ calls, backgroundCalls }) => {
    const texts = [...calls, ...backgroundCalls].filter(isMoved).map(textOf).sort()
    return (failed.length > 0 ? [...new Set(texts)] : texts).join()
  })
  if (moved[0] !== moved[1]) return `calls of what has a queue: ${moved[0]} became ${moved[1]}`
  const kept = [...before.deadLetters, ...failed.map(({ event }) => event)]
  const letters = [kept, after.deadLetters].map((list) =>
    list
      .map((letter) => JSON.stringify(letter))
      .sort()
      .join(),
  )
  return letters[0] === letters[1] ? undefined : `dead letters: ${letters[0]} became ${letters[1]}`
}
