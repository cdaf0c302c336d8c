import type { Splice } from '../../edit/piece-table'
import type { ConfigDocument } from '../../load/document'
import type { SourceProgram } from '../../syntax/program'
import { extensionOf } from '../../workspace/paths'
import { CannotEdit } from './cannot-edit'
import type { ConfigChange } from './config-change'
import { editJson } from './json/edit'
import { editSource } from './object-literal/edit'
import { editYaml } from './yaml/edit'

/** A change to the text of a file: code may keep a part of its configuration in another file. */
export interface ConfigSplice extends Splice {
  readonly file: string
}

/** The files of the workspace as they stand now. */
export interface CurrentFiles {
  text(file: string): string
  /** The text before any change: its style is followed. */
  original(file: string): string
  /** The text of the YAML configuration that includes a file. */
  including(file: string): string | undefined
  program(): SourceProgram
}

/**
 * Finds the splices that make one change of a configuration file. Positions come from the syntax tree of the file, the
 * new text follows its style; every other byte stays.
 * @throws CannotEdit where the place is no literal map or list.
 */
export type ConfigEditor = (document: ConfigDocument, change: ConfigChange, files: CurrentFiles) => ConfigSplice[]

/** The editor of a kind of file. @throws CannotEdit where there is none. */
export function editorOf(file: string): ConfigEditor {
  const extension = extensionOf(file)
  if (extension === '.yml' || extension === '.yaml') return yaml
  if (extension === '.json') return editJson
  if (/^\.[cm]?[jt]s$/.test(extension)) return editSource
  throw new CannotEdit(`${file} is of a kind that is not edited`)
}

const yaml: ConfigEditor = ({ file, text }, change, files) =>
  editYaml(text, files.original(file), change, files.including(file)).map((splice) => ({ file, ...splice }))
