/**
 * An error that the user can do something about: printed as one line (and a hint), without a stack.
 * Every other error is a defect of this program and keeps its stack.
 */
export class UserError extends Error {
  override readonly name = 'UserError'

  constructor(
    /** Stable code, printed in brackets. */
    readonly code: string,
    message: string,
    /** What to do about it. */
    readonly hint?: string,
    /** 1 = error, 3 = blocked. */
    readonly exitCode: 1 | 3 = 1,
  ) {
    super(message)
  }
}
