import type { DiagnosticBag } from '../messages/diagnostic'
import { folderOf, join } from '../workspace/paths'
import { textOf } from '../workspace/workspace'
import { buildFunction } from './build-function'
import { checkShape } from './check-shape'
import { type ConfigSource, readConfig } from './config-file'
import {
  asArray,
  asObject,
  asString,
  type ConfigDocument,
  type ConfigObject,
  type ConfigPath,
  isObject,
  nodeAt,
} from './document'
import { locate } from './locate'
import { mergeDeep } from './merge'
import { reportProblem } from './report-config'
import { VariableResolver } from './resolve-variables'
import type { Service, ServiceFunction } from './service'
import type { Included, VariableSources } from './variable-sources'

/** Options that decide what variables come to. */
export interface LoadOptions {
  /** `--stage`; else `provider.stage`, else `dev`. */
  readonly stage: string | undefined
  readonly region: string | undefined
  readonly params: ReadonlyMap<string, string>
  readonly env: ReadonlyMap<string, string>
}

export interface LoadContext extends ConfigSource {
  readonly diagnostics: DiagnosticBag
  readonly options: LoadOptions
}

/** Defaults of the framework. */
const DEFAULT = { stage: 'dev', region: 'us-east-1' } as const

/** Builds the model of a service from its parsed configuration. */
export function buildService(context: LoadContext, document: ConfigDocument): Service {
  const folder = folderOf(document.file)
  const resolverFor = (stage: string, region: string) =>
    new VariableResolver(variableSources(context, document, folder, stage, region))
  // the stage may itself be a variable: first with the default, then for real
  const first = resolverFor(context.options.stage ?? DEFAULT.stage, context.options.region ?? DEFAULT.region)
  const stage = context.options.stage ?? asString(first.at(['provider', 'stage'])) ?? DEFAULT.stage
  const region = context.options.region ?? asString(first.at(['provider', 'region'])) ?? DEFAULT.region
  const resolver = resolverFor(stage, region)
  const resolved = asObject(resolver.all())
  const data: ConfigObject = {
    ...resolved,
    functions: mergedMap(resolved.functions),
    resources: mergedMap(resolved.resources),
  }
  checkShape(context.diagnostics, document, resolved)
  const name = serviceName(data.service)
  const isChosen = (path: ConfigPath) => placesOf(path, resolved).some((place) => resolver.isChosen(place))
  const functions = Object.entries(asObject(data.functions)).flatMap(([key, value]): ServiceFunction[] =>
    isObject(value)
      ? [
          buildFunction(
            context,
            { document, folder, name, stage, provider: asObject(data.provider), isChosen },
            key,
            value,
          ),
        ]
      : [],
  )
  return {
    name,
    config: document.file,
    folder,
    stage,
    region,
    functions,
    data,
    document,
    includes: resolver.includes,
    plugins: pluginNames(data.plugins),
  }
}

function variableSources(
  context: LoadContext,
  document: ConfigDocument,
  folder: string,
  stage: string,
  region: string,
): VariableSources {
  return {
    root: document.value,
    stage,
    region,
    options: new Map([
      ...(context.options.stage === undefined ? [] : [['stage', context.options.stage] as const]),
      ...(context.options.region === undefined ? [] : [['region', context.options.region] as const]),
    ]),
    params: context.options.params,
    env: context.options.env,
    include: (path, address) => include(context, join(folder, path), address),
    report(code, message, path) {
      const place = locate(document, path)
      context.diagnostics.add({ severity: 'warning', code, message, file: document.file, ...place })
    },
  }
}

function include(context: LoadContext, file: string, address: string | undefined): Included | undefined {
  const document = readConfig(context, file)
  if (!document) {
    // what is no configuration is inserted as its text
    const text = textOf(context.workspace, file)
    return text === undefined ? undefined : { value: address ? undefined : text, file, path: [] }
  }
  if (document.problem) {
    reportProblem(context, document)
    return { value: undefined, file, path: [], isBroken: true }
  }
  const path: ConfigPath = address ? address.split('.') : []
  return { value: nodeAt(document.value, path), file, path }
}

/** `functions` and `resources` may be lists of maps; they are merged. */
function mergedMap(value: unknown): ConfigObject {
  return Array.isArray(value) ? asObject(value.filter(isObject).reduce(mergeDeep, {})) : asObject(value)
}

/** A place of the merged configuration in each of the maps that its section may be a list of. */
function placesOf([section = '', ...rest]: ConfigPath, resolved: ConfigObject): ConfigPath[] {
  const list = resolved[section]
  return Array.isArray(list) ? list.map((_, index) => [section, index, ...rest]) : [[section, ...rest]]
}

function serviceName(service: unknown): string {
  return asString(isObject(service) ? service.name : service) ?? ''
}

function pluginNames(plugins: unknown): string[] {
  const list = isObject(plugins) ? plugins.modules : plugins
  return asArray(list).filter((name): name is string => typeof name === 'string')
}
