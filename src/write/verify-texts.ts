import { jsonDocument } from '../load/json-document'
import { yamlDocument } from '../load/yaml-document'
import { UserError } from '../messages/user-error'
import { sourceModule } from '../syntax/module'
import { isSourceFile } from '../syntax/source-file'
import { extensionOf } from '../workspace/paths'

/**
 * Checks that what is about to be written parses: the edits of a saved plan may have been edited.
 * @throws UserError `plan-invalid`
 */
export function verifyText(file: string, text: string): void {
  const problem = problemOf(file, text)
  if (problem === undefined) return
  throw new UserError('plan-invalid', `With the plan, ${file} would not parse: ${problem}`, 'Plan again.')
}

function problemOf(file: string, text: string): string | undefined {
  if (isSourceFile(file)) return sourceModule({ file, text }).syntaxError?.message
  const extension = extensionOf(file)
  if (extension === '.json') return jsonDocument(file, text).problem?.message
  return extension === '.yml' || extension === '.yaml' ? yamlDocument(file, text).problem?.message : undefined
}
