import type { Diagnostic } from '../messages/diagnostic'
import type { Io } from './io'

/** Prints diagnostics to the log, one line each: place, severity, code, message. */
export function logDiagnostics(io: Io, diagnostics: readonly Diagnostic[]): void {
  const { errPalette: palette } = io
  for (const { severity, code, message, file, line, column } of diagnostics) {
    const place = [file, line, column].filter((part) => part !== undefined).join(':')
    const colour = severity === 'error' ? palette.red : severity === 'warning' ? palette.yellow : palette.dim
    io.err(`${place === '' ? '' : `${place}: `}${colour(severity)} [${code}] ${message}\n`)
  }
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error')
}
