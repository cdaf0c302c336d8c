import { openWorkspace } from '../discover/discover'
import { analyze } from '../plan/analyze'
import { scanDocument } from '../plan/scan-document'
import { toJson } from '../review/json'
import { sitesTable } from '../review/text/sites'
import { EXIT, type ExitCode, type Io } from './io'
import { hasErrors, logDiagnostics } from './log'
import { loadOptionsOf, type RepositoryFlags } from './options'

export interface ScanFlags extends RepositoryFlags {
  readonly json?: boolean
}

/** `scan`: prints which calls there are, whom they reach and what each should become. */
export function scanCommand(paths: readonly string[], flags: ScanFlags, io: Io): ExitCode {
  const document = scanDocument(analyze(openWorkspace(paths, io.cwd), loadOptionsOf(flags, io.cwd)))
  logDiagnostics(io, document.diagnostics)
  io.out(flags.json ? toJson(document) : sitesTable(document, io.palette))
  return hasErrors(document.diagnostics) ? EXIT.error : EXIT.ok
}
