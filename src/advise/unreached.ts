import { CONFIG_NAME } from '../load/config-name'
import type { Diagnostic } from '../messages/diagnostic'
import type { ReasonCode } from '../messages/reasons'
import { baseName, folderOf, isInside } from '../workspace/paths'
import type { Workspace } from '../workspace/workspace'

/** Why no function reaches a file: it is a script, or what deploys it cannot be read. */
export type Unreached = Extract<ReasonCode, 'script' | 'configuration-unreadable' | 'other-framework'>

/** Functions of Serverless 0.5, which had a file for each. */
const OTHER_FRAMEWORK = ['s-function.json', 's-component.json', 's-project.json']

export function unreached(workspace: Workspace, diagnostics: readonly Diagnostic[]): (file: string) => Unreached {
  const broken = diagnostics.flatMap(({ severity, file }) =>
    severity === 'error' && file !== undefined && CONFIG_NAME.test(baseName(file)) ? [folderOf(file)] : [],
  )
  return (file) => {
    if (broken.some((folder) => isInside(folder, file))) return 'configuration-unreadable'
    for (let folder = folderOf(file); ; folder = folderOf(folder)) {
      const prefix = folder === '' ? '' : `${folder}/`
      if (OTHER_FRAMEWORK.some((name) => workspace.has(prefix + name))) return 'other-framework'
      if (folder === '') return 'script'
    }
  }
}
