import { asObject } from '../../load/document'
import type { Service } from '../../load/service'
import { isTestFile } from '../../scan/test-file'
import { isSourceFile } from '../../syntax/source-file'
import { isInside } from '../../workspace/paths'
import { textOf } from '../../workspace/workspace'
import type { TransformContext } from '../transform'

/**
 * A name for a new environment variable: the wanted one, or with a number where the service declares that already or
 * its code reads it. An existing variable keeps its value.
 */
export function freshVariable(context: TransformContext, service: Service, wanted: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}_${number}`
    if (!isDeclared(service, name) && !isMentioned(context, service, name)) return name
  }
}

function isDeclared(service: Service, name: string): boolean {
  const shared = asObject(asObject(service.data.provider).environment)
  return name in shared || service.functions.some(({ environment }) => name in environment)
}

/** Whether code that may belong to the service knows the name: plugins and files beside the configuration set it too. */
function isMentioned({ workspace, services }: TransformContext, service: Service, name: string): boolean {
  const others = services.filter(({ folder }) => folder !== service.folder && !isInside(folder, service.config))
  const word = new RegExp(`\\b${name}\\b`)
  return workspace.files.some(
    (file) =>
      isSourceFile(file) &&
      !isTestFile(file) &&
      !others.some(({ folder }) => isInside(folder, file)) &&
      word.test(textOf(workspace, file) ?? ''),
  )
}
