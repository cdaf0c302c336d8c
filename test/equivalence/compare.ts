import type { Invocation } from './aws/runner'
import { textOf } from './calls'
import type { Observation } from './observe'
import { queuedDifference } from './queued'
import { ALLOWED, errorOf, isSideBySide, isUnsendable, type Waived, withNullForInfinity } from './waivers'

/** Says in what two observations differ; nothing where they are equal, or differ only as a waiver allows it. */
export function difference(before: Observation, observed: Observation, waived: Waived): string | undefined {
  const ended = waived.isStarted ? withExecution(observed) : observed
  const after = waived.codes.has('number-range') ? withNullForInfinity(ended) : ended
  const started = [before, after].map(({ executions }) => executions.length)
  if (started[0] !== started[1]) return `executions: ${started[0]} became ${started[1]}`
  if (isUnsendable(before, after, waived)) return undefined
  if (Object.entries(ALLOWED).some(([code, allows]) => waived.codes.has(code) && allows(before, after, waived)))
    return undefined
  const answers = [before, after].map(({ answer }) => JSON.stringify(comparable(answer)))
  if (answers[0] !== answers[1]) return `answer: ${answers[0]} became ${answers[1]}`
  if (waived.queued.length > 0) return queuedDifference(before, after, waived.queued)
  const [one, other] = [before, after].map(({ calls, backgroundCalls }) =>
    [...calls, ...backgroundCalls].map(textOf).sort().join(),
  )
  if (one !== other) return `calls: ${one} became ${other}`
  // queues do not keep the order of what several functions do, nor do requests that are under way at once
  const [first, second] = [before, after].map(({ calls }) => calls.map(textOf).join())
  if (!isSideBySide(before, after) && first !== second) return `order of calls: ${first} became ${second}`
  const letters = [before, after].map(({ deadLetters }) => deadLetters.map((letter) => JSON.stringify(letter)).sort())
  return String(letters[0]) === String(letters[1]) ? undefined : `dead letters: ${letters[0]} became ${letters[1]}`
}

/** A handler that has started one execution, and ended well, as the execution ended. */
function withExecution(observed: Observation): Observation {
  const [execution, ...others] = observed.executions
  const isEnded = observed.answer.functionError === undefined && observed.answer.payload === null
  if (!execution || others.length > 0 || !isEnded) return observed
  return { ...observed, answer: execution, executions: [] }
}

function comparable({ payload, functionError }: Invocation): unknown {
  if (!functionError) return { payload }
  const { errorType, errorMessage = '' } = errorOf(payload)
  const isWorded = errorType === 'TypeError' && WORDED.test(errorMessage)
  return { functionError, errorType, errorMessage: isWorded ? 'worded by the engine' : errorMessage }
}

/**
 * What V8 words in several ways for the same source: by the names in it, and by whether it has been optimised. A pattern like
 * `[first]` that meets `undefined`; `for (const line of lines)` where `lines` is a number.
 */
const WORDED =
  /^(?:.+ is not (?:iterable|a function)\b.*|Cannot destructure property '.+' of '.+' as it is (?:undefined|null)\.)$/
