import { isDeepStrictEqual } from 'node:util'
import type { Mark } from '../../edit/piece-table'
import { asArray, asObject, type ConfigObject, type ConfigPath, nodeAt } from '../../load/document'
import { functionOf, type Service } from '../../load/service'
import { extensionOf } from '../../workspace/paths'
import { bundlerLists } from './bundler'
import { CannotEdit } from './cannot-edit'
import type { InfraChange } from './change'
import { ConfigAccess } from './config-access'
import type { ConfigChange } from './config-change'
import type { ConfigEditors } from './config-editors'
import { isChosenInclude, type Located, resourceMaps } from './locate'
import { isForAnything, lastOfType, sortedPlace } from './placement'
import { RoleEditor } from './role-editor'

/** Makes changes to the configuration of a service, written as that service writes. */
export class ServiceEditor {
  private readonly access: ConfigAccess
  private readonly roles: RoleEditor

  constructor(
    private readonly service: Service,
    private readonly editors: ConfigEditors,
  ) {
    this.access = new ConfigAccess(service, editors)
    this.roles = new RoleEditor(service, this.access)
  }

  /**
   * Makes a change.
   * @returns What is left to do by hand, where policy forbids to edit.
   * @throws CannotEdit where the place cannot be edited exactly.
   */
  apply(change: InfraChange, mark: Mark): string | undefined {
    switch (change.kind) {
      case 'add-resource':
        this.addResource(change.logicalId, change.resource, mark)
        return undefined
      case 'add-function':
        this.addFunction(change, mark)
        return undefined
      case 'set-environment':
        this.setEnvironment(change, mark)
        return undefined
      case 'allow':
        return this.roles.allow(change, mark)
      case 'add-event':
        this.access.edit({ op: 'append', path: ['functions', change.function, 'events'], value: change.event }, mark)
        return this.roles.allowToConsume({ function: change.function, arn: asObject(change.event.sqs).arn }, mark)
      case 'add-state-machine':
        this.access.edit(
          { op: 'set', path: ['stepFunctions', 'stateMachines', change.key], value: change.machine },
          mark,
        )
        return undefined
      case 'add-construct':
        return this.addConstruct(change, mark)
      case 'add-plugin':
        this.addPlugin(change.name, mark)
        return undefined
      case 'leave-out-of-bundle':
        return this.leaveOut(change, mark)
      case 'remove-function':
        this.access.edit({ op: 'remove', path: ['functions', change.function] }, mark)
        return undefined
      case 'remove-environment':
        this.removeEnvironment(change.function, change.name, mark)
        return undefined
      case 'revoke-invoke':
        return this.roles.revokeInvoke(change, mark)
    }
  }

  /**
   * Behind the last resource of its kind, in whichever file that stands. Without one, in an included file only if that
   * is for anything: in `resources/api-errors.yml` nobody would look for a queue.
   */
  private addResource(id: string, resource: ConfigObject, mark: Mark): void {
    const maps = resourceMaps(this.service, (name) => this.editors.data(name))
    const resourcesOf = ({ file, path }: Located) => asObject(nodeAt(this.editors.data(file), path))
    for (const place of maps.toReversed()) {
      const last = lastOfType(resourcesOf(place), resource.Type)
      if (last === undefined) continue
      const { file, path } = place
      const change: ConfigChange = { op: 'set', path: [...path, id], value: resource, place: { after: last } }
      if (this.isMade(() => this.editors.apply(file, change, mark))) return
    }
    if (!Array.isArray(this.access.current(['resources']))) {
      this.access.edit({ op: 'set', path: ['resources', 'Resources', id], value: resource }, mark)
      return
    }
    const { file: main } = this.access.locate(['resources'])
    const room =
      maps.find(({ file }) => file === main) ?? maps.find((place) => isForAnything(place.file, resourcesOf(place)))
    if (room) this.editors.apply(room.file, { op: 'set', path: [...room.path, id], value: resource }, mark)
    else this.access.edit({ op: 'append', path: ['resources'], value: { Resources: { [id]: resource } } }, mark)
  }

  /** Behind the function that it has to do with, in whichever file that stands. */
  private addFunction(change: Extract<InfraChange, { kind: 'add-function' }>, mark: Mark): void {
    const { beside } = change
    const value = this.withCopied(change)
    if (beside !== undefined && this.access.current(['functions', beside]) !== undefined) {
      const { file, path } = this.access.parentOf(['functions', beside])
      const place = { after: beside }
      this.editors.apply(file, { op: 'set', path: [...path, change.function], value, place }, mark)
    } else this.access.edit({ op: 'set', path: ['functions', change.function], value }, mark)
  }

  /** The settings of a new function, and behind them those that are copied. */
  private withCopied({ data, copied }: Extract<InfraChange, { kind: 'add-function' }>): ConfigObject {
    const result: Record<string, unknown> = { ...data }
    for (const path of copied?.paths ?? []) {
      const written = this.access.current(['functions', copied?.from ?? '', ...path])
      if (written === undefined)
        throw new CannotEdit(`where "${path.join('.')}" of "${copied?.from}" is set is not known`)
      const [name = '', inner] = path
      result[name] = inner === undefined ? written : { ...asObject(result[name]), [inner]: written }
    }
    return result
  }

  private isMade(edit: () => void): boolean {
    try {
      edit()
      return true
    } catch (error) {
      if (error instanceof CannotEdit) return false
      throw error
    }
  }

  /** Beside the variable that it takes the place of, wherever that stands; else at the function. */
  private setEnvironment(change: Extract<InfraChange, { kind: 'set-environment' }>, mark: Mark): void {
    const declared = functionOf(this.service, change.function)?.environment[change.name]
    // wherever it comes from, as from an include that several functions share
    const own = ['functions', change.function, 'environment']
    const shared = ['provider', 'environment']
    const isForAllStages = ![own, shared].some((path) => isChosenInclude(this.service, path))
    if (isForAllStages && declared !== undefined && isDeepStrictEqual(declared, change.value)) return
    const { beside } = change
    const has = (path: ConfigPath) => beside !== undefined && beside in asObject(this.access.known(path))
    // what only one stage has of the provider's is no place for it: at the function it is there for all
    const path = !has(own) && has(shared) ? shared : own
    const known = asObject(this.access.current(path))
    if (change.name in known) return
    const isBeside = beside !== undefined && beside in known
    const place = sortedPlace(known, change.name) ?? (isBeside ? { after: beside } : undefined)
    this.access.edit({ op: 'set', path: [...path, change.name], value: this.written(change), place }, mark)
  }

  /** The value of a variable; with its own variables in it, where it is copied. */
  private written({ from, name, value }: Extract<InfraChange, { kind: 'set-environment' }>): unknown {
    if (from === undefined) return value
    const written = this.access.current(['functions', from, 'environment', name])
    if (written === undefined) throw new CannotEdit(`where "${name}" of "${from}" is set is not known`)
    return written
  }

  private removeEnvironment(key: string, name: string, mark: Mark): void {
    for (const path of [
      ['functions', key, 'environment'],
      ['provider', 'environment'],
    ]) {
      if (name in asObject(this.access.known(path))) {
        this.access.edit({ op: 'remove', path: [...path, name] }, mark)
        return
      }
    }
  }

  /** Beside the package that it takes the place of. What cannot be edited is told: the bundle only grows. */
  private leaveOut(
    { like, add }: Extract<InfraChange, { kind: 'leave-out-of-bundle' }>,
    mark: Mark,
  ): string | undefined {
    const left = bundlerLists(this.service, like, add).filter((path) => {
      if (asArray(this.access.known(path)).includes(add)) return false
      return !this.isMade(() => this.access.edit({ op: 'append', path, value: add }, mark))
    })
    const [path] = left
    return (
      path && `"${path.join('.')}" leaves ${like} out of the bundles: add ${add} to it, which the runtime has as well.`
    )
  }

  /** Its event stands in no file: the plugin adds it to the worker, whose role must allow to read the queue. */
  private addConstruct(change: Extract<InfraChange, { kind: 'add-construct' }>, mark: Mark): string | undefined {
    const { file } = this.access.locate(['constructs'])
    // a type of the framework's own knows no constructs
    if (extensionOf(file) === '.ts' && this.access.current(['constructs']) === undefined)
      throw new CannotEdit('the type of the configuration may know no "constructs"')
    this.access.edit({ op: 'set', path: ['constructs', change.id], value: change.construct }, mark)
    return this.roles.allowToConsume({ function: change.worker, arn: change.arn }, mark)
  }

  private addPlugin(name: string, mark: Mark): void {
    if (this.service.plugins.includes(name)) return
    const path = Array.isArray(asObject(this.access.current(['plugins'])).modules)
      ? ['plugins', 'modules']
      : ['plugins']
    if (asArray(this.access.current(path)).includes(name)) return
    this.access.edit({ op: 'append', path, value: name }, mark)
  }
}
