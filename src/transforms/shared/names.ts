import type { SourceModule } from '../../syntax/module'

/** Words of an identifier, a key or a file name: `process-order`, `processOrder`, `PROCESS_ORDER`. */
function words(name: string): string[] {
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

export function constantCase(name: string): string {
  return words(name).join('_').toUpperCase()
}

/** The first of `candidates` that a file does not use yet, else the last with a number. */
export function freshName(module: SourceModule, ...candidates: string[]): string {
  const free = candidates.find((name) => !module.bindings.isTaken(name))
  if (free !== undefined) return free
  const base = candidates.at(-1) ?? 'value'
  for (let number = 2; ; number++) if (!module.bindings.isTaken(`${base}${number}`)) return `${base}${number}`
}
