import type { ConfigPath } from '../../load/document'
import type { FindingCode } from '../../messages/findings'
import type { Template } from '../template'

/** Something that is wrong with a template, wherever it comes from. */
export interface Fault {
  readonly code: FindingCode
  readonly message: string
  /** Resource or output; empty for the template as a whole. */
  readonly logicalId: string
  /** Path below the resource, `Properties` included. */
  readonly path?: readonly (string | number)[]
  /** The part of the configuration that is meant, where the resource does not tell. */
  readonly at?: ConfigPath
  /** A name that stands in the part of the configuration that is meant. */
  readonly mention?: string
  /** The cause stands in the configuration before: something goes. */
  readonly isOfBefore?: true
  /** What tells it from others of its code and resource; the message, where that names no figures. */
  readonly subject?: string
}

/** One check of a template alone. */
export type Check = (template: Template) => Fault[]
