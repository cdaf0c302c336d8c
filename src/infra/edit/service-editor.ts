import type { Edit } from '../../edit/edit'
import type { Mark } from '../../edit/piece-table'
import { asArray, asObject, type ConfigObject, type ConfigPath } from '../../load/document'
import { functionOf, type Service, type ServiceFunction } from '../../load/service'
import { textOf, type Workspace } from '../../workspace/workspace'
import { existingRole } from '../synth/functions/role'
import { CannotEdit } from './cannot-edit'
import type { InfraChange } from './change'
import { ConfigFileEditor } from './config-file-editor'
import { locate } from './locate'
import { actionsBesideInvoke, likeSiblings, revokedInvoke, statementsPath } from './permissions'
import type { ConfigChange } from './yaml-edit'

/** The configuration files of a workspace while a plan is being composed. */
export class ConfigEditors {
  private editors = new Map<string, ConfigFileEditor>()

  constructor(
    private readonly workspace: Workspace,
    private readonly services: readonly Service[],
  ) {}

  /** The editor of a file. @throws CannotEdit where several services share it, or it lies outside the root. */
  open(file: string): ConfigFileEditor {
    const known = this.editors.get(file)
    if (known) return known
    if (file.startsWith('../')) throw new CannotEdit(`${file} lies outside the folder that was scanned`)
    const users = this.services.filter(
      (service) => service.config === file || service.includes.some((i) => i.file === file),
    )
    if (users.length > 1) throw new CannotEdit(`${file} is shared by several services`)
    const text = textOf(this.workspace, file)
    if (text === undefined) throw new CannotEdit(`${file} cannot be read`)
    const editor = new ConfigFileEditor(file, text)
    this.editors.set(file, editor)
    return editor
  }

  /** Runs `body`; where it throws, every file is as it was before. */
  transaction(body: () => void): void {
    const saved = new Map([...this.editors].map(([file, editor]) => [file, editor.clone()]))
    try {
      body()
    } catch (error) {
      this.editors = saved
      throw error
    }
  }

  edits(): Edit[] {
    return [...this.editors.values()].flatMap((editor) => editor.edits())
  }
}

/** Makes changes to the configuration of a service, written as that service writes. */
export class ServiceEditor {
  constructor(
    private readonly service: Service,
    private readonly editors: ConfigEditors,
  ) {}

  /**
   * Makes a change.
   * @returns What is left to do by hand, where policy forbids to edit.
   * @throws CannotEdit where the place cannot be edited exactly.
   */
  apply(change: InfraChange, mark: Mark): string | undefined {
    switch (change.kind) {
      case 'add-resource':
        this.edit({ op: 'set', path: ['resources', 'Resources', change.logicalId], value: change.resource }, mark)
        return undefined
      case 'set-environment':
        this.setEnvironment(change, mark)
        return undefined
      case 'allow':
        return this.allow(change, mark)
      case 'add-event':
        this.edit({ op: 'append', path: ['functions', change.function, 'events'], value: change.event }, mark)
        return this.consumerNote(change)
      case 'add-state-machine':
        this.edit({ op: 'set', path: ['stepFunctions', 'stateMachines', change.key], value: change.machine }, mark)
        return undefined
      case 'add-plugin':
        this.addPlugin(change.name, mark)
        return undefined
      case 'remove-function':
        this.edit({ op: 'remove', path: ['functions', change.function] }, mark)
        return undefined
      case 'remove-environment':
        this.removeEnvironment(change.function, change.name, mark)
        return undefined
      case 'revoke-invoke':
        return this.revokeInvoke(change.function, change.callee, mark)
    }
  }

  /** The current data at a path of the configuration; `undefined` where there is none. */
  private current(path: ConfigPath): unknown {
    const place = this.locate(path)
    let node = this.editors.open(place.file).data
    for (const step of place.path) node = Array.isArray(node) ? node[Number(step)] : asObject(node)[step]
    return node
  }

  private locate(path: ConfigPath) {
    return locate(this.service, path, (file) => this.editors.open(file).data)
  }

  private edit(change: ConfigChange, mark: Mark): void {
    const place = this.locate(change.path)
    this.editors.open(place.file).apply({ ...change, path: place.path }, mark)
  }

  /** Beside the variable that it takes the place of, wherever that stands; else at the function. */
  private setEnvironment(change: Extract<InfraChange, { kind: 'set-environment' }>, mark: Mark): void {
    const own = ['functions', change.function, 'environment']
    const shared = ['provider', 'environment']
    const { beside } = change
    const has = (path: ConfigPath) => beside !== undefined && beside in asObject(this.current(path))
    const path = !has(own) && has(shared) ? shared : own
    const known = asObject(this.current(path))
    if (change.name in known) return
    const after = beside !== undefined && beside in known ? { after: beside } : {}
    this.edit({ op: 'set', path: [...path, change.name], value: change.value, ...after }, mark)
  }

  private removeEnvironment(key: string, name: string, mark: Mark): void {
    for (const path of [
      ['functions', key, 'environment'],
      ['provider', 'environment'],
    ]) {
      if (name in asObject(this.current(path))) {
        this.edit({ op: 'remove', path: [...path, name] }, mark)
        return
      }
    }
  }

  private allow(change: Extract<InfraChange, { kind: 'allow' }>, mark: Mark): string | undefined {
    const fn = functionOf(this.service, change.function)
    const statement = { Effect: 'Allow', Action: change.action, Resource: change.resource }
    if (!fn || this.hasForeignRole(fn)) return foreignRoleNote(change.function, statement)
    const path = statementsPath(this.service, fn)
    const siblings = asArray(this.current(path))
    if (siblings.some((known) => grants(known, change.action, change.resource))) return undefined
    this.edit({ op: 'append', path, value: likeSiblings(statement, siblings) }, mark)
    return undefined
  }

  /** Whether a function runs with a role that the packager does not make. */
  private hasForeignRole(fn: ServiceFunction): boolean {
    return fn.data.role !== undefined || existingRole(asObject(this.service.data.provider)) !== undefined
  }

  /** The packager lets the role that it makes read a queue; another role must allow it before the queue is deployed. */
  private consumerNote(change: Extract<InfraChange, { kind: 'add-event' }>): string | undefined {
    const fn = functionOf(this.service, change.function)
    const { arn } = asObject(change.event.sqs)
    if (!fn || arn === undefined || !this.hasForeignRole(fn)) return undefined
    return foreignRoleNote(change.function, { Effect: 'Allow', Action: CONSUMER_ACTIONS, Resource: arn })
  }

  private revokeInvoke(key: string, callee: string | undefined, mark: Mark): string | undefined {
    const fn = functionOf(this.service, key)
    if (!fn || this.hasForeignRole(fn)) return undefined
    const path = statementsPath(this.service, fn)
    // indices move with every removal: the last statement first
    for (let index = asArray(this.current(path)).length - 1; index >= 0; index--) {
      const statement = asArray(this.current(path))[index]
      const rest = revokedInvoke(this.service, statement, callee)
      if (rest === statement) continue
      if (rest === undefined) this.edit({ op: 'remove', path: [...path, index] }, mark)
      else this.replaceStatement([...path, index], asObject(statement), rest, mark)
    }
    if (callee === undefined) return undefined
    const left = asArray(this.current(path)).flatMap((known) => actionsBesideInvoke(this.service, known, callee))
    if (left.length === 0) return undefined
    return `"${key}" may still invoke "${callee}", because the same statement allows it ${[...new Set(left)].join(', ')}: take it out where that is not needed.`
  }

  private replaceStatement(path: ConfigPath, before: ConfigObject, after: ConfigObject, mark: Mark): void {
    for (const name of ['Action', 'Resource']) {
      const old = before[name]
      const kept = asArray(after[name])
      if (JSON.stringify(old) === JSON.stringify(after[name])) continue
      asArray(old)
        .map((item, index) => ({ item, index }))
        .filter(({ item }) => !kept.some((other) => JSON.stringify(other) === JSON.stringify(item)))
        .reverse()
        .forEach(({ index }) => {
          this.edit({ op: 'remove', path: [...path, name, index] }, mark)
        })
    }
  }

  private addPlugin(name: string, mark: Mark): void {
    if (this.service.plugins.includes(name)) return
    const path = Array.isArray(asObject(this.current(['plugins'])).modules) ? ['plugins', 'modules'] : ['plugins']
    if (asArray(this.current(path)).includes(name)) return
    this.edit({ op: 'append', path, value: name }, mark)
  }
}

/** What a function needs to take messages from a queue. Source: `compile/events/sqs.js` of osls 4.3.1. */
const CONSUMER_ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']

function foreignRoleNote(key: string, statement: ConfigObject): string {
  return `The role of "${key}" is not made by this service: add ${JSON.stringify(statement)} to it.`
}

function grants(statement: unknown, action: string, resource: unknown): boolean {
  const { Effect, Action, Resource } = asObject(statement)
  const covers = (list: unknown, item: unknown) =>
    [list].flat().some((other) => JSON.stringify(other) === JSON.stringify(item))
  return Effect === 'Allow' && covers(Action, action) && covers(Resource, resource)
}
