import type { ConfigPath } from '../../../load/document'

/** Rules of the Amazon States Language that a definition may break. */
export type DefinitionRule =
  | 'unknown-field'
  | 'missing-field'
  | 'value'
  | 'query-language'
  | 'transition'
  | 'unreachable'
  | 'state-name'
  | 'error-names'
  | 'expression'
  | 'bare-name'
  | 'unknown-function'
  | 'states-member'
  | 'variable-name'
  | 'unassigned-variable'
  | 'outer-variable'
  | 'substitution'

/** Something for which Step Functions refuses a definition, or for which every execution fails that gets there. */
export interface DefinitionFault {
  readonly rule: DefinitionRule
  /** Where it stands in the definition: `['States', 'Charge', 'Arguments']`. */
  readonly path: ConfigPath
  readonly message: string
}

export type Report = (rule: DefinitionRule, path: ConfigPath, message: string) => void
