import { compare } from '../messages/diagnostic'
import { baseName } from '../workspace/paths'
import { isText } from '../workspace/workspace'
import { buildService, type LoadContext } from './build-service'
import { readConfig } from './config-file'
import { CONFIG_NAME } from './config-name'
import { asString, type ConfigDocument, isObject } from './document'
import type { Service } from './service'

/** Loads every service of a workspace. Files that do not parse, and files that are no service, leave a diagnostic or nothing. */
export function loadServices(context: LoadContext): Service[] {
  const configs = context.workspace.files.filter((file) => CONFIG_NAME.test(baseName(file))).sort(compare)
  return configs.flatMap((file): Service[] => {
    const document = readConfig(context, file)
    if (!document) {
      const result = context.workspace.read(file)
      // deleted since it was listed
      if (!isText(result) && result.problem === 'missing') return []
      context.diagnostics.add({
        severity: 'error',
        code: 'unreadable-file',
        message: `"${file}" cannot be read.`,
        file,
      })
      return []
    }
    if (document.problem) {
      const { message, line, column } = document.problem
      context.diagnostics.add({
        severity: 'error',
        code: 'config-syntax',
        message,
        file,
        ...(line !== undefined && { line }),
        ...(column !== undefined && { column }),
      })
      return []
    }
    return isService(document) ? [buildService(context, document)] : []
  })
}

/** Fragments, components and configurations of other clouds have the name but are no services. */
function isService({ value }: ConfigDocument): boolean {
  if (!isObject(value) || value.service === undefined || value.provider === undefined) return false
  const { provider } = value
  const name = isObject(provider) ? provider.name : provider
  // a name that is a variable or absent may well be AWS
  return name === undefined || asString(name) === 'aws' || !!asString(name)?.includes('${')
}
