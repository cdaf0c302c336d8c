/**
 * A template in a form in which two that mean the same are equal. The order of IAM statements is not fixed in the packager:
 * it compiles functions concurrently. All else that is volatile (hash and key of the archive, number of the deployment) the
 * oracle already fixes.
 */
export function normalized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalized)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, key === 'Statement' && Array.isArray(item) ? sorted(item) : normalized(item)]),
  )
}

function sorted(statements: readonly unknown[]): unknown[] {
  return statements
    .map((statement) => normalized(statement))
    .map((statement) => ({ statement, text: JSON.stringify(statement) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ statement }) => statement)
}
