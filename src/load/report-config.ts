import { isText } from '../workspace/workspace'
import type { LoadContext } from './build-service'
import type { ConfigDocument } from './document'
import { locate } from './locate'

/** What is told of configuration files that are no services, or none that can be read. */

/** A file that cannot be read; nothing where it was deleted since it was listed. */
export function reportUnreadable({ workspace, diagnostics }: LoadContext, file: string): void {
  const result = workspace.read(file)
  const problem = isText(result) ? undefined : result.problem
  if (problem === 'missing') return
  const isEncoded = problem === 'not-utf8'
  diagnostics.add({
    severity: 'error',
    code: isEncoded ? 'not-utf8' : 'unreadable-file',
    message: isEncoded ? `"${file}" is not UTF-8 text.` : `"${file}" cannot be read.`,
    file,
  })
}

/** A file that does not parse. */
export function reportProblem(
  { diagnostics }: LoadContext,
  { file, problem }: Pick<ConfigDocument, 'file' | 'problem'>,
): void {
  if (!problem) return
  const { message, line, column } = problem
  diagnostics.add({
    severity: 'error',
    code: 'config-syntax',
    message,
    file,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  })
}

/** A service of another provider. */
export function reportOtherCloud({ diagnostics }: LoadContext, document: ConfigDocument, cloud: string): void {
  const place = locate(document, ['provider'])
  diagnostics.add({
    severity: 'info',
    code: 'other-cloud',
    message: `The provider of this service is "${cloud}": only services of AWS are looked at.`,
    file: document.file,
    ...(place && { line: place.line }),
  })
}
