import { Evaluator } from '../syntax/evaluate/evaluator'
import type { SourceProgram } from '../syntax/program'
import { extensionOf, folderOf } from '../workspace/paths'
import { textOf, type Workspace } from '../workspace/workspace'
import type { ConfigDocument } from './document'
import { jsonDocument } from './json-document'
import { sourceDocument } from './source-document'
import { yamlDocument } from './yaml-document'

/** Reads a configuration file, or a file that one includes, by its extension. `undefined` where it cannot be read. */
export function readConfig(workspace: Workspace, program: SourceProgram, file: string): ConfigDocument | undefined {
  const text = textOf(workspace, file)
  if (text === undefined) return undefined
  const extension = extensionOf(file)
  if (extension === '.yml' || extension === '.yaml') return yamlDocument(file, text)
  if (extension === '.json') return jsonDocument(file, text)
  if (/^\.[cm]?[jt]s$/.test(extension)) return sourceDocument(new Evaluator(program, folderOf(file)), file)
  return undefined
}
