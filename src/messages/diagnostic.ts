import type { DiagnosticCode } from './diagnostics'

/** Something the user should know about the input. Diagnostics are collected, never thrown. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning' | 'info'
  readonly code: DiagnosticCode
  readonly message: string
  readonly file?: string
  /** 1-based. */
  readonly line?: number
  /** 1-based. */
  readonly column?: number
}

/** Collects diagnostics; the same one (code, place, text) is kept once. */
export class DiagnosticBag {
  private readonly seen = new Map<string, Diagnostic>()

  add(diagnostic: Diagnostic): void {
    const key = [diagnostic.code, diagnostic.file, diagnostic.line, diagnostic.message].join('\0')
    if (!this.seen.has(key)) this.seen.set(key, diagnostic)
  }

  /** Sorted by file, line and code, so that output does not depend on the order of work. */
  list(): Diagnostic[] {
    return [...this.seen.values()].sort(byPlace)
  }
}

export function byPlace(
  a: { file?: string; line?: number; column?: number; code?: string },
  b: { file?: string; line?: number; column?: number; code?: string },
): number {
  return (
    compare(a.file ?? '', b.file ?? '') ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compare(a.code ?? '', b.code ?? '')
  )
}

/** Compares by code unit: the same on every machine, whatever its locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
