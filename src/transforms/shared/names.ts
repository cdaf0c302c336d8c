import type { FunctionRef } from '../../load/service'
import type { SourceModule } from '../../syntax/module'
import { isReserved } from './reserved'

/** Words of an identifier, a key or a file name: `process-order`, `processOrder`, `PROCESS_ORDER`. */
export function words(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
}

export function camelCase(name: string): string {
  const text = pascalCase(name)
  const result = text.charAt(0).toLowerCase() + text.slice(1)
  return /^[0-9]/.test(result) ? `_${result}` : result
}

export function pascalCase(name: string): string {
  return words(name)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}

export function kebabCase(name: string): string {
  return words(name).join('-').toLowerCase()
}

/** Name of an environment variable: Lambda wants a letter first. */
export function constantCase(name: string): string {
  const text = words(name).join('_').toUpperCase()
  return /^[A-Z]/.test(text) ? text : `FN_${text}`
}

/** The first of `candidates` that a file may use and does not use yet, else the last with a number. */
export function freshName(module: SourceModule, ...candidates: string[]): string {
  return freshNameIn([module], ...candidates)
}

/** The same for a name that stands in several files. */
export function freshNameIn(modules: readonly SourceModule[], ...candidates: string[]): string {
  const isFree = (name: string) => !isReserved(name) && modules.every((module) => !module.bindings.isTaken(name))
  const free = candidates.find(isFree)
  if (free !== undefined) return free
  const base = candidates.at(-1) ?? 'value'
  for (let number = 2; ; number++) if (isFree(`${base}${number}`)) return `${base}${number}`
}

/**
 * The key of a function, to make names of. Keys that differ in their marks only (`process-order`, `processOrder`) would
 * give the same names: all but the first get a number.
 */
export function distinctKey({ service, function: fn }: FunctionRef): string {
  const same = (key: string) => service.functions.filter((other) => folded(other.key) === folded(key))
  const index = same(fn.key).findIndex((other) => other.key === fn.key)
  if (index < 1) return fn.key
  for (let number = index + 1; ; number++) {
    const key = `${fn.key}-${number}`
    if (same(key).length === 0) return key
  }
}

function folded(key: string): string {
  return pascalCase(key).toLowerCase()
}
