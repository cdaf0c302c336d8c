import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const read = (...path: string[]) => JSON.parse(readFileSync(join(__dirname, ...path), 'utf8'))

const { version } = read('..', '..', 'node_modules', 'osls', 'package.json') as { version: string }
const { dependencies } = read('plugins', 'package.json') as { dependencies: Record<string, string> }

/** The packager that is the oracle. */
export const OSLS = `osls ${version}`

/** The plugins that it loads in groups of that name. */
export const PLUGINS = Object.entries(dependencies)
  .map(([name, number]) => `${name} ${number}`)
  .join(', ')
