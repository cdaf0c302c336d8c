import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const { version } = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'node_modules', 'osls', 'package.json'), 'utf8'),
) as { version: string }

/** The packager that is the oracle. */
export const OSLS = `osls ${version}`
