import { isDeepStrictEqual } from 'node:util'
import { asObject } from '../../load/document'
import type { Service } from '../../load/service'
import { isTestFile } from '../../scan/test-file'
import { isSourceFile } from '../../syntax/source-file'
import { isInside } from '../../workspace/paths'
import { textOf } from '../../workspace/workspace'
import type { TransformContext } from '../transform'

/**
 * A name for a new environment variable: the wanted one, or with a number where the service declares that already or
 * its code reads it. An existing variable keeps its value; one that has `value` already serves as it is, for somebody may
 * have written it by hand.
 */
export function freshVariable(context: TransformContext, service: Service, wanted: string, value?: unknown): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}_${number}`
    if (!isDeclaredOtherwise(service, name, value) && !isMentioned(context, service, name)) return name
  }
}

function isDeclaredOtherwise(service: Service, name: string, value: unknown): boolean {
  const shared = asObject(asObject(service.data.provider).environment)
  return [shared, ...service.functions.map(({ environment }) => environment)].some(
    (environment) => name in environment && (value === undefined || !isDeepStrictEqual(environment[name], value)),
  )
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
