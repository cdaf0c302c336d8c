import type { Palette } from '../review/palette'

/** The outside world of a command: everything that it touches goes through here, so that tests can stand in for it. */
export interface Io {
  /** Working directory. */
  readonly cwd: string
  /** The result. */
  readonly out: (text: string) => void
  /** Progress and log. */
  readonly err: (text: string) => void
  readonly palette: Palette
  readonly errPalette: Palette
  /** Asks a yes/no question; absent where nobody can answer. */
  readonly confirm: ((question: string) => Promise<boolean>) | undefined
}

/** Exit codes, the same for every output format. */
export const EXIT = {
  ok: 0,
  /** An error; with `--strict`, a refusal. */
  error: 1,
  /** `plan`: there is something to apply. */
  pending: 2,
  /** A stale plan, uncommitted changes, no consent. */
  blocked: 3,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
