/** A file that was read: its text as it stands on disk, byte order mark and line ends included. */
export interface SourceText {
  /** Path relative to the workspace root, with `/`. */
  readonly file: string
  /** Decoded text. Encoding it as UTF-8 gives the bytes of the file back. */
  readonly text: string
}

/** Why a file could not be read. */
export interface ReadProblem {
  readonly file: string
  readonly problem: 'missing' | 'unreadable' | 'not-utf8' | 'too-large'
}

export type ReadResult = SourceText | ReadProblem

/**
 * Read-only view of a folder of source files: all that the steps before `write` see of the outside world.
 * Paths are relative to the root, with `/`; a path may begin with `../` (an included file outside the root).
 */
export interface Workspace {
  /** Absolute path of the root, for messages and for `write`. */
  readonly root: string
  /** The files that belong to the project, sorted. */
  readonly files: readonly string[]
  /** Whether a file is one of `files`. */
  has(file: string): boolean
  /** Reads a file, listed or not. Never throws. */
  read(file: string): ReadResult
  /**
   * The text of a file that is no part of the project, as one of an installed package: it is not among `inputs`. `undefined`
   * where there is none, or it is none that can be read.
   */
  peek(file: string): string | undefined
  /** Every file whose text was handed out so far. */
  readonly inputs: () => readonly SourceText[]
}

export function isText(result: ReadResult): result is SourceText {
  return 'text' in result
}

/** The text of a file, or `undefined` where it cannot be read. */
export function textOf(workspace: Workspace, file: string): string | undefined {
  const result = workspace.read(file)
  return isText(result) ? result.text : undefined
}
