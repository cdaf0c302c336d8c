import { SOURCE_EXTENSIONS } from '../syntax/source-file'
import { join } from '../workspace/paths'
import type { Workspace } from '../workspace/workspace'
import type { LoadContext } from './build-service'
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
import { locate } from './locate'
import { functionLogicalId } from './naming'
import { type Handler, isAtEdge, type ServiceFunction } from './service'

/** Defaults of the framework: seconds and MB. */
/** What Lambda gives a function at most, in seconds. */
const LONGEST = 900

const DEFAULT = { timeout: 6, memorySize: 1024, runtime: 'nodejs' } as const

/** At the edge; there the settings of the provider do not count. Source: `prepareFunctions` in `cloud-front.js` of osls 4.3.1. */
const DEFAULT_AT_EDGE = { timeout: 5, memorySize: 128 } as const

function memoryOf(data: ConfigObject, { memorySize }: ConfigObject, isEdge: boolean): number {
  const inherited = isEdge ? DEFAULT_AT_EDGE.memorySize : asNumber(memorySize) || DEFAULT.memorySize
  return asNumber(data.memorySize) || inherited
}

/** What is written but not known, or is another for another stage, may be the longest that there is. */
function timeoutOf(
  data: ConfigObject,
  provider: ConfigObject,
  isEdge: boolean,
  isChosen: boolean,
): Pick<ServiceFunction, 'timeout' | 'isTimeoutKnown'> {
  if (isChosen) return { timeout: LONGEST, isTimeoutKnown: false }
  const written = data.timeout || (isEdge ? undefined : provider.timeout)
  const timeout = written ? asNumber(written) : isEdge ? DEFAULT_AT_EDGE.timeout : DEFAULT.timeout
  return { timeout: timeout || LONGEST, isTimeoutKnown: timeout !== undefined }
}

/** What a function takes from its service. */
interface Owner {
  readonly document: ConfigDocument
  readonly folder: string
  readonly name: string
  readonly stage: string
  readonly provider: ConfigObject
  /** Whether another deployment may have another value there. */
  isChosen(path: ConfigPath): boolean
}

/** Builds the model of one function from its part of the configuration. */
export function buildFunction(context: LoadContext, owner: Owner, key: string, data: ConfigObject): ServiceFunction {
  const { provider } = owner
  const events = asArray(data.events).map((event) => (typeof event === 'string' ? { [event]: {} } : asObject(event)))
  const isEdge = isAtEdge({ events })
  const runtime = asString(data.runtime) ?? asString(provider.runtime) ?? DEFAULT.runtime
  const own = Object.keys(data).filter((name) => owner.isChosen(['functions', key, name]))
  const isInherited = !data.timeout && !isEdge && Boolean(provider.timeout)
  const chosen = [
    ...own,
    ...(isInherited && owner.isChosen(['provider', 'timeout']) ? ['timeout'] : []),
    ...(data.vpc === undefined && owner.isChosen(['provider', 'vpc']) ? ['vpc'] : []),
  ]
  return {
    key,
    name: asString(data.name) ?? `${owner.name}-${owner.stage}-${key}`,
    logicalId: functionLogicalId(key),
    handler: findHandler(context, owner, key, asString(data.handler), runtime),
    environment: { ...asObject(provider.environment), ...asObject(data.environment) },
    hasOpenEnvironment: [provider.environment, data.environment].some((part) => typeof part === 'string'),
    events,
    ...timeoutOf(data, provider, isEdge, chosen.includes('timeout')),
    chosen,
    memorySize: memoryOf(data, provider, isEdge),
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
  // a runtime that only the deployment knows may well be Node: then the handler's file tells
  const isNode = runtime.startsWith('nodejs') || runtime.includes('${')
  if (handler === undefined || !isNode || handler.includes('${')) return undefined
  for (const { path, name } of handlerSplits(handler)) {
    const file = sourceAt(context.workspace, owner.folder, path)
    if (file) return { file, export: name }
  }
  const place = locate(owner.document, ['functions', key, 'handler'])
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

function sourceAt(workspace: Workspace, folder: string, path: string): string | undefined {
  const whole = join(folder, path)
  return fileAt(workspace, whole) ?? fileAt(workspace, join(folder, 'src', path)) ?? builtFrom(workspace, folder, path)
}

function fileAt(workspace: Workspace, path: string): string | undefined {
  const names = [...SOURCE_EXTENSIONS.map((e) => path + e), ...SOURCE_EXTENSIONS.map((e) => `${path}/index${e}`)]
  return names.find((name) => workspace.has(name))
}

/** Folders that builds are written to. */
const BUILD_FOLDER = /^(?:\.\/)?(?:\.?webpack|\.?esbuild|\.?build|\.?dist|dst|lib|out|output|bundle)\/(?:src\/)?(.+)$/

/** `.webpack/handlers/index` is built from the one source file of the repository that ends in `handlers/index`. */
function builtFrom(workspace: Workspace, folder: string, path: string): string | undefined {
  const rest = BUILD_FOLDER.exec(path)?.[1]
  if (rest === undefined) return undefined
  const near = fileAt(workspace, join(folder, rest)) ?? fileAt(workspace, join(folder, 'src', rest))
  if (near) return near
  const ends = SOURCE_EXTENSIONS.map((extension) => `/${rest}${extension}`)
  const [only, ...others] = workspace.files.filter((file) => ends.some((end) => file.endsWith(end)))
  return others.length === 0 ? only : undefined
}
