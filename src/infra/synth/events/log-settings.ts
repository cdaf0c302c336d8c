import { asObject, type ConfigObject } from '../../../load/document'
import type { Service } from '../../../load/service'
import { either, flag, number, record, text } from '../shape'

const stage = {
  accessLogging: flag,
  executionLogging: flag,
  format: text,
  fullExecutionData: flag,
}

const shape = record({
  frameworkLambda: flag,
  httpApi: either(flag, record({ format: text })),
  restApi: either(flag, record({ ...stage, roleManagedExternally: flag })),
  websocket: either(flag, record(stage)),
})

/** `provider.logs`. */
export function logsOf({ data }: Service): ConfigObject {
  return asObject(shape(asObject(data.provider).logs))
}

/** How long a log group of the packager's keeps its events, and what it masks. */
export function logGroupSettings({ data }: Service): Record<string, unknown> {
  const { logRetentionInDays, logDataProtectionPolicy } = asObject(data.provider)
  return {
    ...(logRetentionInDays ? { RetentionInDays: number(logRetentionInDays) } : {}),
    ...(logDataProtectionPolicy ? { DataProtectionPolicy: logDataProtectionPolicy } : {}),
  }
}
