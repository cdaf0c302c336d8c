import { openWorkspace } from '../discover/discover'
import { analyze } from '../plan/analyze'
import { scanDocument } from '../plan/scan-document'
import { type GraphFormat, graphFormats, graphOf } from '../review/graph'
import { toJson } from '../review/json'
import { sitesTable } from '../review/text/table'
import { EXIT, type ExitCode, type Io } from './io'
import { hasErrors, logDiagnostics } from './log'
import { type AnalysisFlags, adviseOptionsOf, loadOptionsOf } from './options'

export interface ScanFlags extends AnalysisFlags {
  readonly json?: boolean
  readonly graph?: GraphFormat
}

/** `scan`: prints which calls there are, whom they reach and what each should become. */
export function scanCommand(paths: readonly string[], flags: ScanFlags, io: Io): ExitCode {
  const workspace = openWorkspace(paths, io.cwd)
  const document = scanDocument(analyze(workspace, loadOptionsOf(flags, io.cwd), adviseOptionsOf(flags, io.cwd)))
  logDiagnostics(io, document.diagnostics)
  if (flags.graph) io.out(graphFormats[flags.graph](graphOf(document)))
  else io.out(flags.json ? toJson(document) : sitesTable(document, io.palette))
  return hasErrors(document.diagnostics) ? EXIT.error : EXIT.ok
}
