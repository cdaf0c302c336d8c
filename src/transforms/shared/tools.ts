import { asString } from '../../load/document'
import type { FunctionRef, Service } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { isTypeScript } from '../../syntax/source-file'
import { installedVersion, type KnownVersion } from '../../workspace/packages'
import { isBefore, newestOf, type Version } from '../../workspace/version-range'
import type { Workspace } from '../../workspace/workspace'
import { refuse, type TransformContext } from '../transform'

/** What a configuration asks of the framework, and its first version that knows it. Source: the framework's changelog. */
const SINCE = {
  sqs: [1, 28],
  'sqs.maximumBatchingWindow': [2, 14],
  'sqs.functionResponseType': [2, 67],
  'sqs.maximumConcurrency': [3, 27],
  'sns.arn': [1, 12],
  'sns.filterPolicyScope': [3, 27],
  eventBridge: [1, 49],
} as const satisfies Readonly<Record<string, Version>>

export type FrameworkFeature = keyof typeof SINCE

/**
 * Checks that the framework that packages a service knows what its configuration will say.
 * @throws Refused `old-tools`
 */
export function checkFramework(
  { workspace }: TransformContext,
  site: InvokeSite,
  { service }: FunctionRef,
  features: readonly FrameworkFeature[],
): void {
  const missing = missingFeature(workspace, service, features)
  if (!missing) return
  const { feature, known } = missing
  const message = `The event "${feature}" needs Serverless ${SINCE[feature].join('.')}; ${known.file} says ${shown(known.version)}.`
  refuse(site, 'old-tools', message, { file: known.file, line: 1 })
}

/** The first of some features that the framework of a service does not know, and what tells its version. */
export function missingFeature(
  workspace: Workspace,
  service: Service,
  features: readonly FrameworkFeature[],
): { readonly feature: FrameworkFeature; readonly known: KnownVersion } | undefined {
  for (const known of frameworkVersions(workspace, service)) {
    const feature = features.find((candidate) => isBefore(known.version, SINCE[candidate]))
    if (feature !== undefined) return { feature, known }
  }
  return undefined
}

/** Whether the framework that packages a service may be older than a version. */
export function isFrameworkBefore(workspace: Workspace, service: Service, version: Version): boolean {
  return frameworkVersions(workspace, service).some((known) => isBefore(known.version, version))
}

/** What the lock file or the package.json, and the configuration itself, say of the framework. */
function frameworkVersions(workspace: Workspace, service: Service): KnownVersion[] {
  const installed = installedVersion(workspace, service.config, 'serverless')
  const declared = newestOf(asString(service.data.frameworkVersion) ?? '*')
  return [...(installed ? [installed] : []), ...(declared ? [{ version: declared, file: service.config }] : [])]
}

function shown([major, minor]: Version): string {
  return Number.isFinite(minor) ? `${major}.${minor}` : `${major}.x`
}

/**
 * Whether `?.` can be written in a file: by Node.js from version 14 on; TypeScript, from 3.7 on, writes it for older ones.
 * Before version 5, webpack cannot read what nobody has translated for it.
 * @param runtimes Major versions of Node.js that the file runs on; `NaN` where one is not known.
 */
export function hasOptionalChaining(
  { workspace }: Pick<TransformContext, 'workspace'>,
  file: string,
  runtimes: readonly number[],
): boolean {
  if (isOlder(workspace, file, 'webpack', [5, 0])) return false
  return isTypeScript(file) ? !isOlder(workspace, file, 'typescript', [3, 7]) : runtimes.every((major) => !(major < 14))
}

/** Whether the TypeScript of a file is older than a version. */
export function hasOlderTypeScript(
  { workspace }: Pick<TransformContext, 'workspace'>,
  file: string,
  version: Version,
): boolean {
  return isTypeScript(file) && isOlder(workspace, file, 'typescript', version)
}

function isOlder(workspace: Workspace, file: string, tool: string, version: Version): boolean {
  const installed = installedVersion(workspace, file, tool)
  return installed !== undefined && isBefore(installed.version, version)
}
