import { compare } from '../messages/diagnostic'
import { baseName } from '../workspace/paths'
import { buildService, type LoadContext } from './build-service'
import { readConfig } from './config-file'
import { CONFIG_NAME } from './config-name'
import { asObject, asString, type ConfigDocument, isObject } from './document'
import { reportOtherCloud, reportProblem, reportUnreadable } from './report-config'
import type { Service } from './service'

/** Loads every service of a workspace. Files that do not parse, and files that are no service, leave a diagnostic or nothing. */
export function loadServices(context: LoadContext): Service[] {
  const configs = context.workspace.files.filter((file) => CONFIG_NAME.test(baseName(file))).sort(compare)
  return configs.flatMap((file) => loadService(context, file) ?? [])
}

function loadService(context: LoadContext, file: string): Service | undefined {
  const document = readConfig(context, file)
  if (!document) reportUnreadable(context, file)
  else if (document.problem) reportProblem(context, document)
  else if (isService(document)) {
    const cloud = otherCloud(document)
    if (cloud === undefined) return buildService(context, document)
    reportOtherCloud(context, document, cloud)
  }
  return undefined
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
