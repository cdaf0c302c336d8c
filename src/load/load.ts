import { compare } from '../messages/diagnostic'
import { baseName } from '../workspace/paths'
import { isText } from '../workspace/workspace'
import { buildService, type LoadContext } from './build-service'
import { readConfig } from './config-file'
import { CONFIG_NAME } from './config-name'
import { asObject, asString, type ConfigDocument, isObject } from './document'
import { locate } from './locate'
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
      const isEncoded = !isText(result) && result.problem === 'not-utf8'
      context.diagnostics.add({
        severity: 'error',
        code: isEncoded ? 'not-utf8' : 'unreadable-file',
        message: isEncoded ? `"${file}" is not UTF-8 text.` : `"${file}" cannot be read.`,
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
    if (!isService(document)) return []
    const cloud = otherCloud(document)
    if (cloud === undefined) return [buildService(context, document)]
    const message = `The provider of this service is "${cloud}": only services of AWS are looked at.`
    const place = locate(document, ['provider'])
    context.diagnostics.add({
      severity: 'info',
      code: 'other-cloud',
      message,
      file,
      ...(place && { line: place.line }),
    })
    return []
  })
}

/** Fragments and components have the name but are no services. */
function isService({ value }: ConfigDocument): boolean {
  return isObject(value) && value.service !== undefined && value.provider !== undefined
}

/** The provider, where it is certainly not AWS: a name that is a variable or absent may well be. */
function otherCloud({ value }: ConfigDocument): string | undefined {
  const { provider } = asObject(value)
  const name = asString(isObject(provider) ? provider.name : provider)
  return name === undefined || name === 'aws' || name.includes('${') ? undefined : name
}
