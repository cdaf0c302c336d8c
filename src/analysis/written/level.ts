/**
 * What JSON makes of a value:
 * - `data`: it writes it, and all that it holds, without a failure;
 * - `holding`: it does so, too, and leaves out functions that it may hold;
 * - `function`: it may be a function itself, which is no value for JSON;
 * - `refused`: not known, or something that JSON fails at: a BigInt, an object that holds itself.
 */
export type Level = 'data' | 'holding' | 'function' | 'refused'

const RANK: Readonly<Record<Level, number>> = { data: 0, holding: 1, function: 2, refused: 3 }

/** The level of something that is one of several. */
export function worst(levels: readonly Level[]): Level {
  return levels.reduce<Level>((most, level) => (RANK[level] > RANK[most] ? level : most), 'data')
}

/** The level of a list or an object that holds values. */
export function holder(levels: readonly Level[]): Level {
  const found = worst(levels)
  return found === 'function' ? 'holding' : found
}

/** The level of a part of a value; `name` is absent where it is made at run time. */
export function partOf(whole: Level, name: string | undefined): Level {
  if (whole === 'refused' || name === '__proto__') return 'refused'
  if (whole === 'data') return name !== undefined && !INHERITED.has(name) ? 'data' : 'function'
  return whole === 'holding' ? 'function' : 'refused'
}

/** Names that every text, number, list or object answers to. */
const INHERITED: ReadonlySet<string> = new Set(
  [Object, Array, String, Number, Boolean, Date, Map, Set, Function].flatMap((type) =>
    Object.getOwnPropertyNames(type.prototype).filter((name) => name !== 'length' && name !== 'name'),
  ),
)
