import { builtinModules } from 'node:module'

/** `lodash` of `lodash/fp`, `@scope/name` of `@scope/name/part`. */
export function packageName(module: string): string {
  const [first = '', second = ''] = module.split('/')
  return module.startsWith('@') ? `${first}/${second}` : first
}

/** `fs` of `fs` and `node:fs`; `undefined` for packages. */
export function nodeModule(module: string): string | undefined {
  const name = module.replace(/^node:/, '')
  return module.startsWith('node:') || builtinModules.includes(name) ? name : undefined
}
