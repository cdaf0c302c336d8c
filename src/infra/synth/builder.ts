import type { ConfigPath } from '../../load/document'
import type { Service } from '../../load/service'
import type { Output, Resource, Statement } from '../template'

/** Something of the configuration that the synthesizer does not compile; it is said, never guessed. */
export interface SynthNote {
  readonly message: string
  readonly path: ConfigPath
}

/** The template while it is being built. */
export class TemplateBuilder {
  readonly resources: Record<string, Resource> = {}
  readonly outputs: Record<string, Output> = {}
  /** Statements that events and options add to the shared role, in order. */
  readonly statements: Statement[] = []
  /** Statements that belong to one function: what a role of its own gets. By function key. */
  readonly ownStatements = new Map<string, Statement[]>()
  readonly notes: SynthNote[] = []

  constructor(readonly service: Service) {}

  add(logicalId: string, resource: Resource): void {
    this.resources[logicalId] = resource
  }

  output(logicalId: string, output: Output): void {
    this.outputs[logicalId] = output
  }

  /** Grants something to a function: to the shared role, and to its own role where it has one. */
  allow(functionKey: string, statement: Statement): void {
    this.statements.push(statement)
    const own = this.ownStatements.get(functionKey)
    if (own) own.push(statement)
    else this.ownStatements.set(functionKey, [statement])
  }

  note(message: string, path: ConfigPath): void {
    this.notes.push({ message, path })
  }
}
