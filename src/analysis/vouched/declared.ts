import { EFFECT_LABELS, type EffectLabel, type Use } from '../effects/effect'
import { WORDS } from '../tables/node-modules'

/** What the user says that a function does, or loading a file: it counts in the place of what can be read. */
export interface Declared {
  readonly uses: readonly Use[]
  /** Whether it changes what it is given. */
  readonly changesArguments: boolean
  /** Where it is said, in words: `effects of lambda-unchain.config.yml`. */
  readonly origin: string
}

/** Labels that mean something only with a name: which variable, which service. */
const NAMED: readonly EffectLabel[] = ['environment', 'aws']

/** An effect as it is written, `clock` or `environment:TAX_RATE`; a message where it is none. */
export function parseEffect(text: string, of: string): Use | 'mutates-argument' | { readonly problem: string } {
  const [word = '', ...rest] = text.split(':')
  const label = EFFECT_LABELS.find((one) => one === word)
  const name = rest.length === 0 ? undefined : rest.join(':').trim()
  if (!label) return { problem: `"${word}" is no effect; these are: ${EFFECT_LABELS.join(', ')}.` }
  if (name === '' || (name === undefined && NAMED.includes(label)))
    return { problem: `"${label}" needs a name, as in "${label}:${label === 'aws' ? 's3.GetObject' : 'TAX_RATE'}".` }
  if (label === 'mutates-argument') return label
  const what =
    label === 'environment' ? `it reads the variable "${name}"` : (WORDS[label] ?? `it has the effect "${label}"`)
  return { label, name: name ?? (label === 'environment' ? undefined : of), what }
}
