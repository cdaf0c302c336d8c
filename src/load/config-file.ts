import type { SourceProgram } from '../syntax/program'
import { extensionOf } from '../workspace/paths'
import { textOf, type Workspace } from '../workspace/workspace'
import type { ConfigDocument } from './document'
import { jsonDocument } from './json-document'
import { yamlDocument } from './yaml-document'

/** Where configurations are read from. The program is only asked for where one is source. */
export interface ConfigSource {
  readonly workspace: Workspace
  readonly program: SourceProgram
}

/** Reads a configuration file, or a file that one includes, by its extension. `undefined` where it cannot be read. */
export function readConfig(source: ConfigSource, file: string): ConfigDocument | undefined {
  const text = textOf(source.workspace, file)
  if (text === undefined) return undefined
  const extension = extensionOf(file)
  if (extension === '.yml' || extension === '.yaml') return yamlDocument(file, text)
  if (extension === '.json') return jsonDocument(file, text)
  if (/^\.[cm]?[jt]s$/.test(extension)) return readSource(source.program, file)
  return undefined
}

/** Needs the parser of TypeScript, which takes long to load: most configurations are YAML. */
function readSource(program: SourceProgram, file: string): ConfigDocument | undefined {
  return (require('./source-document') as typeof import('./source-document')).sourceDocument(program, file)
}
