import { asString, type ConfigDocument, type ConfigPath, isObject } from '../load/document'
import { failInConfig, type UserConfig } from '../load/user-config'

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

const SELECTORS = ['site', 'caller', 'callee']
const ENTRY_KEYS = [...SELECTORS, 'verdict', 'reason']

/**
 * The entries of `overrides` in the configuration file. What is not understood is an error: an entry that is read in part
 * would decide about other calls than it means.
 * @throws UserError `override-invalid`, with the place
 */
export function overrideEntries(config: UserConfig | undefined): OverrideEntry[] {
  if (!config) return []
  const { document } = config
  const { overrides } = config.value
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

function fail(document: ConfigDocument, path: ConfigPath, message: string): never {
  failInConfig('override-invalid', document, path, message)
}
