import { asObject, type ConfigObject, isObject } from '../../../load/document'

/** Of the three the plugin allows one. */
export function inputOf(
  { input, inputPath, inputTransformer }: ConfigObject,
  written = asWritten,
): Record<string, unknown> {
  const { inputPathsMap, inputTemplate } = asObject(inputTransformer)
  const text = isObject(input) || Array.isArray(input) ? JSON.stringify(input) : input
  return {
    ...(input ? { Input: written(text) } : {}),
    ...(inputPath ? { InputPath: inputPath } : {}),
    ...(inputTransformer
      ? { InputTransformer: { InputPathsMap: inputPathsMap, InputTemplate: asWritten(inputTemplate) } }
      : {}),
  }
}

/** The plugin writes the text into JSON without escaping its backslashes, so that they escape what follows. */
function asWritten(text: unknown): unknown {
  if (typeof text !== 'string') return text
  try {
    return JSON.parse(`"${text.replace(/"/g, '\\"')}"`)
  } catch {
    return text
  }
}

export function patternOf(pattern: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(pattern ?? {}).replace(/\\n|\\r/g, ''))
  } catch {
    return pattern
  }
}

/** Of rules it leaves out escaped line breaks. */
export function withoutBreaks(text: unknown): unknown {
  return asWritten(typeof text === 'string' ? text.replace(/\\n|\\r/g, '') : text)
}

export function retryOf({ retryPolicy }: ConfigObject): Record<string, unknown> {
  const { maximumEventAgeInSeconds, maximumRetryAttempts } = asObject(retryPolicy)
  return retryPolicy
    ? {
        RetryPolicy: { MaximumEventAgeInSeconds: maximumEventAgeInSeconds, MaximumRetryAttempts: maximumRetryAttempts },
      }
    : {}
}
