import { isDeepStrictEqual } from 'node:util'
import type { Edit } from '../../edit/edit'
import { type Mark, PieceTable } from '../../edit/piece-table'
import { type ConfigPath, isObject } from '../../load/document'
import { yamlDocument } from '../../load/yaml-document'
import { CannotEdit } from './cannot-edit'
import { type ConfigChange, editYaml } from './yaml-edit'
import { yamlStyle } from './yaml-style'

/** Makes changes to one configuration file, one after the other, and tells them as edits of the original. */
export class ConfigFileEditor {
  constructor(
    readonly file: string,
    private readonly original: string,
    private readonly pieces = new PieceTable(file, original),
  ) {}

  private read: { text: string; value: unknown } | undefined

  /** An editor in the same state, on which changes are made apart. */
  clone(): ConfigFileEditor {
    return new ConfigFileEditor(this.file, this.original, this.pieces.clone())
  }

  /** The file as it stands now, as data. */
  get data(): unknown {
    const { text } = this.pieces
    if (this.read?.text !== text) this.read = { text, value: yamlDocument(this.file, text).value }
    return this.read.value
  }

  get text(): string {
    return this.pieces.text
  }

  /**
   * Makes a change. The result is read back: it must hold what was asked for and nothing else.
   * @throws CannotEdit
   */
  apply(change: ConfigChange, mark: Mark): void {
    if (!/\.ya?ml$/.test(this.file)) throw new CannotEdit('only YAML is edited')
    const text = this.pieces.text
    const splice = editYaml(text, yamlStyle(this.original), change)
    const after = text.slice(0, splice.start) + splice.text + text.slice(splice.end)
    const document = yamlDocument(this.file, after)
    const wanted = changed(this.data, change)
    if (document.problem || !isDeepStrictEqual(document.value, wanted)) {
      throw new CannotEdit('the place is written in a form that cannot be edited exactly')
    }
    this.pieces.splice(splice, mark)
  }

  edits(): Edit[] {
    return this.pieces.edits()
  }
}

/** The same change on plain data: what the edited file must read as. */
function changed(data: unknown, change: ConfigChange): unknown {
  if (change.op === 'remove') return removed(data, change.path)
  const list = change.op === 'append' ? at(data, change.path) : undefined
  const value = change.op === 'append' ? [...(Array.isArray(list) ? list : []), change.value] : change.value
  return assigned(data, change.path, value)
}

function at(data: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>((node, step) => (node as Record<string | number, unknown> | undefined)?.[step], data)
}

function assigned(data: unknown, path: ConfigPath, value: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  if (Array.isArray(data))
    return data.map((item, index) => (index === Number(step) ? assigned(item, rest, value) : item))
  const map = isObject(data) ? data : {}
  return { ...map, [step]: assigned(map[step], rest, value) }
}

/** Parents that are left without children go too, as `editYaml` removes them. */
function removed(data: unknown, path: ConfigPath): unknown {
  const [step, ...rest] = path
  if (step === undefined) return undefined
  if (Array.isArray(data)) {
    const inner = rest.length > 0 ? removed(data[Number(step)], rest) : undefined
    const items = data.flatMap((item, index) => (index !== Number(step) ? [item] : inner === undefined ? [] : [inner]))
    return items.length > 0 ? items : undefined
  }
  if (!isObject(data)) return data
  const { [step]: target, ...others } = data
  const inner = rest.length > 0 ? removed(target, rest) : undefined
  if (inner !== undefined) return { ...data, [step]: inner }
  return Object.keys(others).length > 0 ? others : undefined
}
