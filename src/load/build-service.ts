import type { DiagnosticBag } from '../messages/diagnostic'
import { SOURCE_EXTENSIONS } from '../syntax/parse'
import type { SourceProgram } from '../syntax/program'
import { folderOf, join } from '../workspace/paths'
import type { Workspace } from '../workspace/workspace'
import { readConfig } from './config-file'
import {
  asArray,
  asNumber,
  asObject,
  asString,
  type ConfigDocument,
  type ConfigObject,
  type ConfigPath,
  isObject,
} from './document'
import { functionLogicalId } from './naming'
import { type Included, VariableResolver, type VariableSources } from './resolve-variables'
import type { Handler, Service, ServiceFunction } from './service'

/** Options that decide what variables come to. */
export interface LoadOptions {
  /** `--stage`; else `provider.stage`, else `dev`. */
  readonly stage: string | undefined
  readonly region: string | undefined
  readonly params: ReadonlyMap<string, string>
  readonly env: ReadonlyMap<string, string>
}

export interface LoadContext {
  readonly workspace: Workspace
  readonly program: SourceProgram
  readonly diagnostics: DiagnosticBag
  readonly options: LoadOptions
}

/** Defaults of the framework. */
const DEFAULT = { stage: 'dev', region: 'us-east-1', timeout: 6, memorySize: 1024, runtime: 'nodejs' } as const

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
    resources: mergedResources(resolved.resources),
  }
  const name = serviceName(data.service)
  const functions = Object.entries(asObject(data.functions)).flatMap(([key, value]): ServiceFunction[] =>
    isObject(value)
      ? [buildFunction(context, { document, folder, name, stage, provider: asObject(data.provider) }, key, value)]
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
      const place = document.locate(path)
      context.diagnostics.add({ severity: 'warning', code, message, file: document.file, ...place })
    },
  }
}

function include(context: LoadContext, file: string, address: string | undefined): Included | undefined {
  const document = readConfig(context.workspace, context.program, file)
  if (!document) return undefined
  if (document.problem) {
    context.diagnostics.add({
      severity: 'error',
      code: 'config-syntax',
      message: document.problem.message,
      file,
      ...(document.problem.line !== undefined && { line: document.problem.line }),
      ...(document.problem.column !== undefined && { column: document.problem.column }),
    })
    return undefined
  }
  const path: ConfigPath = address ? address.split('.') : []
  let value: unknown = document.value
  for (const step of path) value = isObject(value) ? value[step] : undefined
  return { value, file, path }
}

/** `functions` may be a list of maps; they are merged. */
function mergedMap(value: unknown): ConfigObject {
  return Array.isArray(value) ? Object.assign({}, ...value.filter(isObject)) : asObject(value)
}

function mergedResources(value: unknown): ConfigObject {
  const parts = (Array.isArray(value) ? value : [value]).filter(isObject)
  const result: Record<string, Record<string, unknown>> = {}
  for (const part of parts) {
    for (const [section, content] of Object.entries(part)) {
      result[section] = isObject(content) ? { ...result[section], ...content } : (content as Record<string, unknown>)
    }
  }
  return result
}

function serviceName(service: unknown): string {
  return asString(isObject(service) ? service.name : service) ?? ''
}

function pluginNames(plugins: unknown): string[] {
  const list = isObject(plugins) ? plugins.modules : plugins
  return asArray(list).filter((name): name is string => typeof name === 'string')
}

interface Owner {
  readonly document: ConfigDocument
  readonly folder: string
  readonly name: string
  readonly stage: string
  readonly provider: ConfigObject
}

function buildFunction(context: LoadContext, owner: Owner, key: string, data: ConfigObject): ServiceFunction {
  const { provider } = owner
  const runtime = asString(data.runtime) ?? asString(provider.runtime) ?? DEFAULT.runtime
  return {
    key,
    name: asString(data.name) ?? `${owner.name}-${owner.stage}-${key}`,
    logicalId: functionLogicalId(key),
    handler: findHandler(context, owner, key, asString(data.handler), runtime),
    environment: { ...asObject(provider.environment), ...asObject(data.environment) },
    events: asArray(data.events).map((event) => (typeof event === 'string' ? { [event]: {} } : asObject(event))),
    timeout: asNumber(data.timeout) ?? asNumber(provider.timeout) ?? DEFAULT.timeout,
    memorySize: asNumber(data.memorySize) ?? asNumber(provider.memorySize) ?? DEFAULT.memorySize,
    runtime,
    inVpc: isVpc(data.vpc) || (data.vpc === undefined && isVpc(provider.vpc)),
    data,
  }
}

/** `vpc: ~` switches the provider's off; a variable that is not resolved may hold anything, so it counts. */
function isVpc(vpc: unknown): boolean {
  return typeof vpc === 'string' || (isObject(vpc) && Object.keys(vpc).length > 0)
}

function findHandler(
  context: LoadContext,
  owner: Owner,
  key: string,
  handler: string | undefined,
  runtime: string,
): Handler | undefined {
  if (handler === undefined || !runtime.startsWith('nodejs') || handler.includes('${')) return undefined
  for (const { path, name } of handlerSplits(handler)) {
    const file = sourceAt(context.workspace, join(owner.folder, path))
    if (file) return { file, export: name }
  }
  const place = owner.document.locate(['functions', key, 'handler'])
  context.diagnostics.add({
    severity: 'warning',
    code: 'handler-missing',
    message: `The handler "${handler}" of the function "${key}" has no source file; the function is not analysed.`,
    file: owner.document.file,
    ...place,
  })
  return undefined
}

/** `src/a.handler` is the export `handler` of `src/a`. With several dots either side may have them. */
function handlerSplits(handler: string): { path: string; name: string }[] {
  const slash = handler.lastIndexOf('/')
  const dots = [handler.lastIndexOf('.'), handler.indexOf('.', slash + 1)].filter((dot) => dot > slash + 1)
  return [...new Set(dots)].map((dot) => ({ path: handler.slice(0, dot), name: handler.slice(dot + 1) }))
}

function sourceAt(workspace: Workspace, path: string): string | undefined {
  const names = [...SOURCE_EXTENSIONS.map((e) => path + e), ...SOURCE_EXTENSIONS.map((e) => `${path}/index${e}`)]
  return names.find((name) => workspace.has(name))
}
