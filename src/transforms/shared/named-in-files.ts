import { escapeRegExp } from '../../load/function-name'
import type { FunctionRef, Service } from '../../load/service'
import { baseName } from '../../workspace/paths'
import { textOf } from '../../workspace/workspace'
import type { TransformContext } from '../transform'

/** Scripts, pipelines, templates and settings: what may speak of a deployed function, and is no code of the services. */
const SPEAKING =
  /(^|\/)((GNU)?[Mm]akefile|Dockerfile[^/]*|Jenkinsfile|[Jj]ustfile|Procfile|Rakefile|Earthfile|\.env[^/]*|[^/]*\.(sh|bash|zsh|fish|ps1|bat|cmd|mk|tf|tfvars|hcl|ya?ml|json|toml|ini|cfg|conf|env|properties|http|bats|py|rb|go))$/

/** Files that list packages, and those that say how to compile. */
const LISTING = /^(package-lock|npm-shrinkwrap|tsconfig.*|composer|Pipfile)\.json$|^(pnpm-lock|yarn-lock)\.ya?ml$/

/** The command line of the framework, and its commands for one function. */
const FRAMEWORK = /\b(sls|serverless|osls)\b/i
const COMMAND = /\b(invoke|logs|deploy|rollback|metrics)\b/

/**
 * Where a script, a pipeline, a template or a setting outside of the services' own configuration names a function: by the
 * name that it is deployed under, in any stage; by its logical id; or by its key, where a command of the framework takes one.
 */
export function namedInFiles({ workspace, services }: TransformContext, callee: FunctionRef): string | undefined {
  const { service, function: fn } = callee
  // of a file that the stage chooses a part of, other parts were not read
  const own = new Set(
    services.flatMap(({ config, includes }) => [
      config,
      ...includes.flatMap(({ file, isChosen }) => (isChosen ? [] : [file])),
    ]),
  )
  const names = namesOf(callee)
  for (const file of workspace.files) {
    if (!SPEAKING.test(file) || LISTING.test(baseName(file)) || own.has(file)) continue
    const text = textOf(workspace, file) ?? ''
    // what a configuration links to
    if (services.some(({ document }) => document.text === text)) continue
    const mayName = text.includes(fn.key) || text.includes(fn.logicalId) || text.includes(fn.name)
    if (!mayName) continue
    const isElsewhere = ownerOf(services, file) !== undefined && ownerOf(services, file) !== service
    const isFramework = FRAMEWORK.test(text) && !isElsewhere
    const at = text
      .split('\n')
      .findIndex((line) => names.test(line) || (isFramework && COMMAND.test(line) && isGiven(line, fn.key)))
    if (at >= 0) return `it is named at ${file}:${at + 1}`
  }
  return undefined
}

/** `orders-prod-price`, `orders-${stage}-price`, `PriceLambdaFunctionArn`. */
function namesOf({ service, function: fn }: FunctionRef): RegExp {
  const isUsual = fn.name === `${service.name}-${service.stage}-${fn.key}`
  const name = isUsual
    ? `${escapeRegExp(service.name)}-[^\\s'",;:/]{1,60}?-${escapeRegExp(fn.key)}`
    : escapeRegExp(fn.name)
  return new RegExp(`(?<![\\w-])(${name}(?![\\w-])|${escapeRegExp(fn.logicalId)}(?![a-z]))`)
}

/** `-f price`, `--function=price`. */
function isGiven(line: string, key: string): boolean {
  return new RegExp(`\\s(-f|--function)[\\s=]+["'\\\\]*${escapeRegExp(key)}(?![\\w-])`).test(line)
}

/** The service in whose folder a file lies; `undefined` for files above them all. */
function ownerOf(services: readonly Service[], file: string): Service | undefined {
  return services
    .filter(({ folder }) => folder !== '' && file.startsWith(`${folder}/`))
    .sort((one, other) => other.folder.length - one.folder.length)[0]
}
