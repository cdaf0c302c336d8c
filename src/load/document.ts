/** Path of a node in a configuration file: keys and indices from the top. */
export type ConfigPath = readonly (string | number)[]

export type ConfigFormat = 'yaml' | 'json' | 'typescript' | 'javascript'

export interface ConfigProblem {
  readonly message: string
  readonly line?: number
  readonly column?: number
}

/**
 * A configuration file as data: variables not yet resolved, CloudFormation short tags in their long form. Where a node of
 * it stands, `locate` tells.
 */
export interface ConfigDocument {
  readonly file: string
  readonly text: string
  readonly format: ConfigFormat
  readonly value: unknown
  /** Why the file does not parse; then `value` is not to be used. */
  readonly problem: ConfigProblem | undefined
}

export type ConfigObject = { readonly [key: string]: unknown }

export function isObject(value: unknown): value is ConfigObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object, or an empty one. */
export function asObject(value: unknown): ConfigObject {
  return isObject(value) ? value : {}
}

export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined
}

/** The data at a path; `undefined` where there is none. */
export function nodeAt(data: unknown, path: ConfigPath): unknown {
  let node = data
  for (const step of path) {
    if (Array.isArray(node)) node = node[Number(step)]
    else if (isObject(node) && Object.hasOwn(node, step)) node = node[step]
    else return undefined
  }
  return node
}
