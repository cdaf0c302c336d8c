import { asObject, isObject } from '../../../load/document'

/**
 * A text as it comes out of JSON that the packager assembles from texts: escapes in it take effect. One that would break
 * that JSON, and so the packager, stays as it is.
 */
export function jsonText(value: unknown): unknown {
  if (typeof value !== 'string' || !value.includes('\\')) return value
  try {
    return JSON.parse(`"${value}"`)
  } catch {
    return value
  }
}

/** Quotes are escaped before the text is put into JSON. */
export function quoted(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/"/g, '\\"') : value
}

/** `input` of a schedule as text; a `body` that is JSON stands in it as what it means. */
export function payload(input: unknown): unknown {
  if (!isObject(input)) return input
  return JSON.stringify(typeof input.body === 'string' ? { ...input, body: parsed(input.body) } : input)
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return json
  }
}

export function inputTransformer(transformer: unknown): Record<string, unknown> {
  const { inputTemplate, inputPathsMap } = asObject(transformer)
  return { InputTemplate: inputTemplate, ...(inputPathsMap ? { InputPathsMap: inputPathsMap } : {}) }
}
