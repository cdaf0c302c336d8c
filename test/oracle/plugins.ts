import { existsSync } from 'node:fs'
import { join } from 'node:path'

const MODULES = join(__dirname, 'plugins', 'node_modules')

/** `node_modules` with the plugins, if they are installed: `npm install` in `test/oracle/plugins`. */
export const pluginModules: string | undefined = existsSync(MODULES) ? MODULES : undefined

/** Whether a group of cases needs them. */
export function needsPlugins(group: string): boolean {
  return group.startsWith('plugins-')
}
