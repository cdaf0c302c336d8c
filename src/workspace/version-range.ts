/** `[major, minor]`. */
export type Version = readonly [number, number]

const NONE: Version = [-1, -1]
const ANY: Version = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]

/** Whether one version comes before another. */
export function isBefore(one: Version, other: Version): boolean {
  return one[0] < other[0] || (one[0] === other[0] && one[1] < other[1])
}

/**
 * The newest version that a range of a package.json allows; `undefined` for what is no range: a tag, an address.
 * `^1.26.0` allows any 1.x, `~1.26.0` and `1.26.1` no more than 1.26.
 */
export function newestOf(range: string): Version | undefined {
  const choices = range.split('||').map(newestOfSet)
  return choices.reduce((newest, choice) => {
    if (newest === undefined || choice === undefined) return undefined
    return isBefore(newest, choice) ? choice : newest
  }, NONE)
}

/** Comparators side by side hold all together. */
function newestOfSet(set: string): Version | undefined {
  const text = set
    .trim()
    .replace(/^workspace:|^npm:/, '')
    .replace(/^\S+\s+-\s+/, '<=')
    .replace(/([<>=~^])\s+/g, '$1')
  const bounds = text.split(/\s+/).map(upperBound)
  return bounds.reduce((lowest, bound) => {
    if (lowest === undefined || bound === undefined) return undefined
    return isBefore(bound, lowest) ? bound : lowest
  }, ANY)
}

function upperBound(comparator: string): Version | undefined {
  const match = /^([<>]=?|[=~^])?v?(\d+|[x*])?(?:\.(\d+|[x*]))?(?:\.(\d+|[x*]))?(?:[-+].*)?$/i.exec(comparator)
  if (!match) return undefined
  const [, operator = '', majorText = '*', minorText = '*', patchText] = match
  const [major, minor] = [number(majorText), number(minorText)]
  const all: Version = [major, Number.POSITIVE_INFINITY]
  if (operator.startsWith('>') || majorText === '*') return ANY
  if (operator === '<') {
    if (patchText !== undefined && patchText !== '0') return [major, minor]
    return minor > 0 && Number.isFinite(minor) ? [major, minor - 1] : [major - 1, Number.POSITIVE_INFINITY]
  }
  return operator === '^' && major > 0 ? all : [major, minor]
}

function number(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY
}
