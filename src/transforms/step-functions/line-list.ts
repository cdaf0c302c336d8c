/** `line 9`, `lines 9 and 12`, `lines 9, 12 and 20`. */
export function lineList(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((one, other) => one - other)
  const last = sorted.at(-1)
  return sorted.length > 1 ? `lines ${sorted.slice(0, -1).join(', ')} and ${last}` : `line ${last}`
}
