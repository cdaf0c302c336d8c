/** The failure of a state: what `Error` and `Cause` say. */
export class StateError extends Error {
  constructor(
    readonly error: string | undefined,
    readonly reason: string | undefined,
  ) {
    super(`${error}: ${reason}`)
  }

  /** `$states.errorOutput`. */
  get output(): { Error?: string; Cause?: string } {
    return {
      ...(this.error !== undefined && { Error: this.error }),
      ...(this.reason !== undefined && { Cause: this.reason }),
    }
  }
}

/** What ends an execution, whatever its states catch. */
export class ExecutionError extends StateError {}

/** `States.ALL` does not take these. Source: the guide, "Handling errors in Step Functions workflows". */
const NOT_CAUGHT_BY_ALL = new Set(['States.Runtime', 'States.DataLimitExceeded'])

/** Whether the `ErrorEquals` of a retrier or a catcher takes an error. */
export function takes(names: readonly string[], error: unknown): error is StateError {
  if (!(error instanceof StateError) || error instanceof ExecutionError) return false
  const name = error.error ?? ''
  return names.some((wanted) => {
    if (wanted === name) return true
    if (wanted === 'States.ALL') return !NOT_CAUGHT_BY_ALL.has(name)
    if (wanted === 'States.TaskFailed') return name !== 'States.Timeout' && !NOT_CAUGHT_BY_ALL.has(name)
    return wanted === 'States.Timeout' && name === 'States.HeartbeatTimeout'
  })
}
