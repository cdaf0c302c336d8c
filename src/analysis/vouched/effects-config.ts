import type { ConfigDocument } from '../../load/document'
import { isObject } from '../../load/document'
import { failInConfig, type UserConfig } from '../../load/user-config'
import type { Use } from '../effects/effect'
import { type Declared, parseEffect } from './declared'

/** One entry of `effects` in the configuration file: `src/tax.ts#applyTax`, `some-package#total`, `some-package`. */
export interface EffectsEntry extends Declared {
  readonly key: string
  /** A file of the repository, or the name under which a package is imported. */
  readonly module: string
  /** Absent where loading it is meant, and of a package all that it exports. */
  readonly export: string | undefined
  /** Refuses the entry. */
  readonly fail: (message: string) => never
}

/**
 * The entries of `effects`.
 * @throws UserError `effects-invalid`, with the place
 */
export function effectsEntries(config: UserConfig | undefined): EffectsEntry[] {
  const { effects } = config?.value ?? {}
  if (!config || effects === undefined || effects === null) return []
  const { document } = config
  if (!isObject(effects))
    failInConfig('effects-invalid', document, ['effects'], '"effects" must be a map of functions to lists of effects.')
  return Object.entries(effects).map(([key, list]) => entryOf(document, key, list))
}

function entryOf(document: ConfigDocument, key: string, list: unknown): EffectsEntry {
  const fail = (message: string): never => failInConfig('effects-invalid', document, ['effects', key], message)
  const [module = '', name, ...more] = key.split('#')
  if (module === '' || name === '' || more.length > 0)
    fail(`"${key}" is no function; write "src/tax.ts#applyTax", "some-package#total" or "some-package".`)
  if (!Array.isArray(list) || !list.every((one) => typeof one === 'string'))
    return fail(`The effects of "${key}" must be a list of texts, empty for none.`)
  const parsed = list.map((text: string) => parseEffect(text, key))
  for (const one of parsed) if (typeof one === 'object' && 'problem' in one) fail(one.problem)
  return {
    key,
    module: module.replace(/^\.\//, ''),
    export: name,
    uses: parsed.filter((one): one is Use => typeof one === 'object' && 'label' in one),
    changesArguments: parsed.includes('mutates-argument'),
    origin: `"${key}" by "effects" of ${document.file}`,
    fail,
  }
}
