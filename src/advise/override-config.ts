import { readConfig } from '../load/config-file'
import { asString, type ConfigDocument, type ConfigPath, isObject } from '../load/document'
import { locate } from '../load/locate'
import { UserError } from '../messages/user-error'
import type { SourceProgram } from '../syntax/program'
import type { Workspace } from '../workspace/workspace'

/** One entry of `overrides` in the configuration file. */
export interface OverrideEntry {
  readonly site: string | undefined
  readonly caller: string | undefined
  readonly callee: string | undefined
  readonly verdict: string
  readonly reason: string | undefined
  /** In words, for messages. */
  readonly origin: string
}

const CONFIG_NAMES = ['yml', 'yaml', 'json', 'ts', 'mjs', 'cjs', 'js'].map((end) => `lambda-unchain.config.${end}`)

const SELECTORS = ['site', 'caller', 'callee']
const ENTRY_KEYS = [...SELECTORS, 'verdict', 'reason']

/**
 * Reads `lambda-unchain.config.*` at the root. What it does not understand is an error: an entry that is read in part
 * would decide about other calls than it means.
 * @throws UserError `override-invalid`, with the place
 */
export function overrideEntries(workspace: Workspace, program: SourceProgram): OverrideEntry[] {
  const file = CONFIG_NAMES.find((name) => workspace.has(name))
  const document = file === undefined ? undefined : readConfig({ workspace, program }, file)
  if (!document) return []
  if (document.problem) fail(document, [], document.problem.message, document.problem.line)
  const { value } = document
  if (!isObject(value)) fail(document, [], 'It must be a map with the key "overrides".')
  for (const key of Object.keys(value)) {
    if (key !== 'overrides') fail(document, [key], `"${key}" is no key; "overrides" is the only one.`)
  }
  const { overrides } = value
  if (overrides === undefined || overrides === null) return []
  if (!Array.isArray(overrides)) fail(document, ['overrides'], '"overrides" must be a list.')
  return overrides.map((entry, index) => entryOf(document, entry, index))
}

function entryOf(document: ConfigDocument, entry: unknown, index: number): OverrideEntry {
  const path = ['overrides', index]
  if (!isObject(entry)) fail(document, path, `Entry ${index + 1} must be a map.`)
  for (const [key, value] of Object.entries(entry)) {
    if (!ENTRY_KEYS.includes(key)) {
      fail(document, [...path, key], `"${key}" is no key of an override; these are: ${ENTRY_KEYS.join(', ')}.`)
    }
    if (typeof value !== 'string') fail(document, [...path, key], `"${key}" must be a text.`)
  }
  if (!SELECTORS.some((key) => key in entry)) {
    fail(document, path, `Entry ${index + 1} selects nothing; it needs one of: ${SELECTORS.join(', ')}.`)
  }
  const { site, caller, callee, verdict, reason } = entry
  return {
    site: asString(site),
    caller: asString(caller),
    callee: asString(callee),
    verdict: asString(verdict) ?? '',
    reason: asString(reason),
    origin: `overrides[${index}] of ${document.file}`,
  }
}

function fail(document: ConfigDocument, path: ConfigPath, message: string, line = locate(document, path)?.line): never {
  const place = line === undefined ? document.file : `${document.file}:${line}`
  throw new UserError('override-invalid', `${place}: ${message}`)
}
