import type { Mark } from '../../edit/piece-table'
import { type ConfigPath, nodeAt } from '../../load/document'
import type { Service } from '../../load/service'
import { CannotEdit } from './cannot-edit'
import type { ConfigChange } from './config-change'
import type { ConfigEditors } from './config-editors'
import { type Located, locate } from './locate'

/** The merged configuration of a service, read and changed in the files that it stands in. */
export class ConfigAccess {
  constructor(
    readonly service: Service,
    readonly editors: ConfigEditors,
  ) {}

  /** The current data at a path of the configuration; `undefined` where there is none. */
  current(path: ConfigPath): unknown {
    const place = this.locate(path)
    return nodeAt(this.editors.data(place.file), place.path)
  }

  /** The same, and `undefined` where the way leads through something that cannot be edited, too. */
  known(path: ConfigPath): unknown {
    try {
      return this.current(path)
    } catch (error) {
      if (error instanceof CannotEdit) return undefined
      throw error
    }
  }

  locate(path: ConfigPath): Located {
    return locate(this.service, path, (file) => this.editors.data(file))
  }

  /** The map that a key stands in: a list of maps, or files, may make one section. */
  parentOf(path: ConfigPath): Located {
    // the key itself may be a file of its own: it is the place where it is mentioned that counts
    const section = locate(this.service, path.slice(0, -1), (file) => this.editors.data(file))
    const node = nodeAt(this.editors.data(section.file), section.path)
    if (!Array.isArray(node)) return section
    const { file, path: own } = this.locate(path)
    return { file, path: own.slice(0, -1) }
  }

  edit(change: ConfigChange, mark: Mark): void {
    const place = this.locate(change.path)
    this.editors.apply(place.file, { ...change, path: place.path }, mark)
  }
}
