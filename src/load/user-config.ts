import { UserError } from '../messages/user-error'
import { type ConfigSource, readConfig } from './config-file'
import { type ConfigDocument, type ConfigObject, type ConfigPath, isObject } from './document'
import { locate } from './locate'

/** What the user decides beside flags and comments: `lambda-unchain.config.*` at the root. */
export interface UserConfig {
  readonly document: ConfigDocument
  readonly value: ConfigObject
}

const CONFIG_NAMES = ['yml', 'yaml', 'json', 'ts', 'mjs', 'cjs', 'js'].map((end) => `lambda-unchain.config.${end}`)

const KEYS = ['overrides', 'effects']

/**
 * Reads `lambda-unchain.config.*`; `undefined` where there is none. What it does not understand is an error: a file that
 * is read in part would decide about other calls than it means.
 * @throws UserError `override-invalid`, with the place
 */
export function readUserConfig(source: ConfigSource): UserConfig | undefined {
  const file = CONFIG_NAMES.find((name) => source.workspace.has(name))
  const document = file === undefined ? undefined : readConfig(source, file)
  if (!document) return undefined
  const { problem, value } = document
  if (problem) failInConfig('override-invalid', document, [], problem.message, problem.line)
  if (!isObject(value)) failInConfig('override-invalid', document, [], `It must be a map with the keys ${named(KEYS)}.`)
  for (const key of Object.keys(value)) {
    if (!KEYS.includes(key))
      failInConfig('override-invalid', document, [key], `"${key}" is no key; these are: ${KEYS.join(', ')}.`)
  }
  return { document, value }
}

/** @throws UserError with the place of a part of the file */
export function failInConfig(
  code: 'override-invalid' | 'effects-invalid',
  document: ConfigDocument,
  path: ConfigPath,
  message: string,
  line = locate(document, path)?.line,
): never {
  const place = line === undefined ? document.file : `${document.file}:${line}`
  throw new UserError(code, `${place}: ${message}`)
}

function named(keys: readonly string[]): string {
  return keys.map((key) => `"${key}"`).join(' or ')
}
