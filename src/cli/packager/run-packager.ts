import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { openWorkspace } from '../../discover/discover'
import { repositoryBase } from '../../discover/repository-root'
import type { Template } from '../../infra/template'
import type { LoadOptions } from '../../load/build-service'
import type { Service } from '../../load/service'
import { baseName } from '../../workspace/paths'
import { findPackager } from './find-packager'
import { TemporaryCopy } from './temporary-copy'
import { withArchive } from './without-code'

/** What the repository's packager makes of a service, or why there is no telling. */
export type PackagerResult =
  | { readonly packager: string; readonly template: Template }
  | { readonly packager?: string; readonly problem: string }

/** In milliseconds. */
const TIME_LIMIT = 5 * 60_000

/**
 * Packages a service with the packager that its repository has installed: in a temporary copy, with an empty archive, a home
 * and an environment without credentials. This runs code of the repository: the packager, the plugins, and a configuration
 * that is code.
 * @param root folder that the paths of the service are relative to
 */
export function runPackager(root: string, service: Service, options: LoadOptions): PackagerResult {
  const original = repositoryBase(root)
  const inRepository = relative(original, root).split(sep).join('/')
  const folder = join(inRepository, service.folder)
  const found = findPackager(join(original, folder))
  if ('problem' in found) return found
  const copy = new TemporaryCopy(original, openWorkspace([original], original).files, folder)
  try {
    const config = join(inRepository, service.config)
    copy.write(config, withArchive(service, readFileSync(copy.path(config), 'utf8'), copy.emptyArchive))
    const args = [found.script, 'package', '--config', baseName(service.config), ...flagsOf(options)]
    const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
      cwd: copy.path(folder),
      env: { ...environment(copy.home), ...Object.fromEntries(options.env) },
      encoding: 'utf8',
      timeout: TIME_LIMIT,
      maxBuffer: 1 << 26,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const file = join(copy.path(folder), '.serverless', 'cloudformation-template-update-stack.json')
    if (status === 0 && existsSync(file)) {
      return { packager: found.name, template: JSON.parse(readFileSync(file, 'utf8')) as Template }
    }
    const problem = error ? error.message : reasonOf(`${stdout}\n${stderr}`)
    return { packager: found.name, problem: `${found.name} failed: ${problem}` }
  } finally {
    copy.remove()
  }
}

function flagsOf({ stage, region, params }: LoadOptions): string[] {
  return [
    ...(stage === undefined ? [] : ['--stage', stage]),
    ...(region === undefined ? [] : ['--region', region]),
    ...[...params].flatMap(([name, value]) => ['--param', `${name}=${value}`]),
  ]
}

/** That of this process, without the accounts that it knows. */
function environment(home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|SERVERLESS_|SLS_|XDG_|NODE_OPTIONS$)/.test(name))
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    USERPROFILE: home,
    AWS_EC2_METADATA_DISABLED: 'true',
    SLS_INTERACTIVE_SETUP_ENABLE: '',
    SLS_NOTIFICATIONS_MODE: 'off',
    SLS_TELEMETRY_DISABLED: '1',
  }
}

/** The error in the output of a packager: the lines after its heading, or the last ones. */
function reasonOf(output: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
  const lines = output.replace(/\u001b\[[0-9;]*m/g, '').split(/\r?\n/)
  const heading = lines.findIndex((line) => /^\s*(✖ )?Error:?\s*$/.test(line))
  const told = (heading < 0 ? lines : lines.slice(heading + 1)).map((line) => line.trim()).filter(Boolean)
  return (heading < 0 ? told.slice(-3) : told.slice(0, 3)).join(' ') || 'it gave no reason'
}
