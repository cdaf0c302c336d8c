import { openWorkspace } from '../discover/discover'
import { loadAhead } from '../plan/load-ahead'
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
export async function scanCommand(paths: readonly string[], flags: ScanFlags, io: Io): Promise<ExitCode> {
  const workspace = openWorkspace(paths, io.cwd)
  const options = loadOptionsOf(flags, io.cwd)
  const loading = loadAhead(workspace, options)
  // brings the parser of TypeScript: the thread starts first
  const { analyzeMeanwhile } = await import('../plan/analyze')
  const document = scanDocument(await analyzeMeanwhile(loading, workspace, options, adviseOptionsOf(flags, io.cwd)))
  logDiagnostics(io, document.diagnostics)
  if (flags.graph) io.out(graphFormats[flags.graph](graphOf(document)))
  else io.out(flags.json ? toJson(document) : sitesTable(document, io.palette))
  return hasErrors(document.diagnostics) ? EXIT.error : EXIT.ok
}
