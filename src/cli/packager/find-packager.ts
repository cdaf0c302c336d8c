import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { asObject, asString } from '../../load/document'
import { parseJson } from '../../workspace/json'

/** A packager that the repository has installed. */
export interface InstalledPackager {
  /** `osls 4.3.1`. */
  readonly name: string
  /** The script that starts it. */
  readonly script: string
}

/** Looks for the packager of a folder, as Node looks for packages; `undefined` where nothing fit is installed. */
export function findPackager(folder: string): InstalledPackager | { readonly problem: string } {
  let unfit: string | undefined
  for (const name of ['osls', 'serverless']) {
    for (let at = folder; ; at = dirname(at)) {
      const found = installed(join(at, 'node_modules', name), name)
      if (found && 'script' in found) return found
      unfit ??= found?.problem
      if (dirname(at) === at) break
    }
  }
  return { problem: unfit ?? 'neither osls nor serverless 3 is installed' }
}

function installed(folder: string, name: string): InstalledPackager | { readonly problem: string } | undefined {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return undefined
  const { version, bin } = asObject(parseJson(readFileSync(file, 'utf8')))
  const script = asString(bin) ?? asString(asObject(bin)[name])
  if (name === 'serverless' && !asString(version)?.startsWith('3.')) {
    return { problem: `serverless ${version} cannot package without an account or network: only version 3 can` }
  }
  return script === undefined ? undefined : { name: `${name} ${version}`, script: join(folder, script) }
}
