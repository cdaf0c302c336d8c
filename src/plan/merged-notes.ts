import { escapeRegExp } from '../load/function-name'
import { pascalCase } from '../transforms/shared/names'

/** Stands for the key of a function in the names that are made of it. */
const KEY = '\0'

interface Group {
  readonly keys: string[]
  readonly text: string
}

/**
 * Notes that say the same of several functions (`mail: watch … of MailQueue`) as one that names them all, in the place of the
 * first. What differs in more than the key, and the names that begin with it, stays apart.
 */
export function mergedNotes(notes: readonly string[]): string[] {
  const groups = new Map<string, Group>()
  for (const note of notes) {
    const [, key, text] = /^([\w-]+): (.*)$/s.exec(note) ?? []
    const common = key === undefined || text === undefined ? note : text.replace(namesOf(key), KEY)
    const group = groups.get(common)
    if (key === undefined) groups.set(note, { keys: [], text: note })
    else if (!group) groups.set(common, { keys: [key], text: common })
    else if (!group.keys.includes(key)) group.keys.push(key)
  }
  return [...groups.values()].map(({ keys, text }) =>
    keys.length === 0 ? text : `${keys.join(', ')}: ${text.replace(NAME, (_, rest: string) => listed(keys, rest))}`,
  )
}

/** The beginnings of names that are made of a key: `MailQueue`, `MailDLQ`. */
function namesOf(key: string): RegExp {
  return new RegExp(`\\b${escapeRegExp(pascalCase(key))}(?=[A-Z]\\w*)`, 'g')
}

const NAME = new RegExp(`${KEY}(\\w+)`, 'g')

function listed(keys: readonly string[], rest: string): string {
  const names = keys.map((key) => pascalCase(key) + rest)
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}
