import type { ConfigPath } from '../../../load/document'
import type { Report } from './fault'

/** Names of errors that Step Functions gives. Source: the guide, "Handling errors in Step Functions workflows". */
const OWN = new Set([
  'ALL',
  'BranchFailed',
  'DataLimitExceeded',
  'ExceedToleratedFailureThreshold',
  'HeartbeatTimeout',
  'Http.Socket',
  'IntrinsicFailure',
  'ItemReaderFailed',
  'NoChoiceMatched',
  'ParameterPathFailure',
  'Permissions',
  'QueryEvaluationError',
  'ResultPathMatchFailure',
  'ResultWriterFailed',
  'Runtime',
  'TaskFailed',
  'Timeout',
])

/** Checks the `ErrorEquals` of one retrier or catcher among others. */
export function checkErrorNames(names: unknown, isLast: boolean, path: ConfigPath, report: Report): void {
  if (!Array.isArray(names)) return
  for (const name of names) {
    if (typeof name !== 'string') report('error-names', path, 'The name of an error is a text.')
    else if (name.startsWith('States.') && !OWN.has(name.slice('States.'.length)))
      report('error-names', path, `Step Functions has no error "${name}".`)
  }
  if (!names.includes('States.ALL')) return
  if (names.length > 1) report('error-names', path, '"States.ALL" stands alone.')
  if (!isLast) report('error-names', path, '"States.ALL" stands in the last one: those behind it are never reached.')
}
