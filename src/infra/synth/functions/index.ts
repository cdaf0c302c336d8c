import { logGroupLogicalId } from '../../../load/naming'
import type { TemplateBuilder } from '../builder'
import { lambdaFunction } from './function'
import { addInvokeConfig } from './invoke-config'
import { logGroup } from './log-group'
import { loggingConfig } from './settings'
import { addFunctionUrl } from './url'
import { addVersion } from './version'

export { SHARED_ROLE } from './role'

/** Log groups of functions. Source: `lib/merge-iam-templates.js` of osls 4.3.1. */
export function addLogGroups(builder: TemplateBuilder): void {
  for (const fn of builder.service.functions) {
    if (!fn.data.disableLogs) builder.add(logGroupLogicalId(fn.key), logGroup(builder.service, fn))
  }
}

/** Functions, versions, aliases, URLs and what becomes of asynchronous calls. Source: `compile/functions.js` of osls 4.3.1. */
export function addFunctions(builder: TemplateBuilder): void {
  const granted = new Set<string>()
  for (const fn of builder.service.functions) {
    const resource = lambdaFunction(builder, fn)
    builder.add(fn.logicalId, resource)
    addVersion(builder, fn, resource.Properties)
    // the packager adds it after it has named the version
    Object.assign(resource.Properties, loggingConfig(builder.service, fn))
    addFunctionUrl(builder, fn)
    addInvokeConfig(builder, fn, granted)
  }
}
