/** A resource of an API that exists. */
export interface ExistingResource {
  readonly path: string
  readonly id: unknown
}

/**
 * Paths that have to be made, parents first: all parts of the endpoints' paths that do not exist. A part that an existing
 * path runs through exists, too; if an endpoint needs it, its id has to be known (`unknown`).
 */
export function pathsToAdd(
  paths: readonly string[],
  existing: readonly ExistingResource[],
): { added: string[]; unknown: string[] } {
  const known = new Set(existing.map(({ path }) => path))
  const passed = new Set(existing.flatMap(({ path }) => prefixes(path).slice(0, -1)).filter((path) => !known.has(path)))
  const added = new Set<string>()
  const unknown = new Set<string>()
  for (const path of paths) {
    if (path === '') continue
    const parts = prefixes(path)
    const last = parts.findLastIndex((part) => known.has(part))
    for (const part of parts.slice(last + 1)) {
      if (passed.has(part)) unknown.add(part)
      else added.add(part)
    }
  }
  return { added: [...added].filter((path) => !unknown.has(path)), unknown: [...unknown] }
}

/** `a/b/c`: `a`, `a/b`, `a/b/c`. */
function prefixes(path: string): string[] {
  const parts = path.split('/')
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}
