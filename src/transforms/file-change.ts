import type { ts } from 'ts-morph'
import type { SourceModule } from '../syntax/module'

/** What a proposal does to one source file: edits of its own, and things that it needs and leaves to the composer. */
export interface FileChange {
  readonly module: SourceModule
  readonly edits: readonly SourceEdit[]
  readonly imports: readonly ImportRequest[]
  readonly declarations: readonly DeclarationRequest[]
}

export interface SourceEdit {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly reason: string
}

/** A name that the new text needs from a module. */
export interface ImportRequest {
  readonly specifier: string
  readonly name: string
  readonly isType: boolean
  /** Whether the name stands for the module itself, imported in the form of `like`. */
  readonly isWhole?: true
  /** The import whose place it takes when that dies, or behind which it stands. */
  readonly like?: ts.Node | undefined
}

/** A declaration at the top level (or beside `like`) that the new text needs. */
export interface DeclarationRequest {
  readonly name: string
  readonly text: string
  /** The declaration whose place it takes when that dies, or behind which it stands. */
  readonly like?: ts.Node | undefined
  /** What else changes where `like` dies: the type of the options that only it had. */
  readonly instead?: Pick<FileChange, 'edits' | 'imports'> | undefined
}
