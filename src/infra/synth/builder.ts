import { isDeepStrictEqual } from 'node:util'
import type { ConfigPath } from '../../load/document'
import { mergeDeep } from '../../load/merge'
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
  /** Statements of the shared role, in order. */
  readonly statements: Statement[] = []
  /** Who may assume the shared role. */
  readonly principals: string[] = ['lambda.amazonaws.com']
  readonly notes: SynthNote[] = []

  /** @param service with the coercions made (`coerceService`) */
  constructor(readonly service: Service) {}

  add(logicalId: string, resource: Resource): void {
    this.resources[logicalId] = resource
  }

  /** Adds a resource, or what it says to the one of this logical id, as lodash merges. */
  merge(logicalId: string, resource: Resource): void {
    this.resources[logicalId] = mergeDeep(this.resources[logicalId] ?? {}, resource) as Resource
  }

  output(logicalId: string, output: Output): void {
    this.outputs[logicalId] = output
  }

  /** Grants something to the shared role, if there is one. */
  grant(statement: Statement): void {
    this.statements.push(statement)
  }

  /** Grants something that the shared role needs only once, however many functions ask for it. */
  grantOnce(statement: Statement): void {
    if (!this.statements.some((known) => isDeepStrictEqual(known, statement))) this.grant(statement)
  }

  /** Lets another service assume the shared role. */
  assumedBy(principal: string): void {
    if (!this.principals.includes(principal)) this.principals.push(principal)
  }

  note(message: string, path: ConfigPath): void {
    this.notes.push({ message, path })
  }
}
