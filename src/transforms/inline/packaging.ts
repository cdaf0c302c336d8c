import { asObject } from '../../load/document'
import { locate } from '../../load/locate'
import type { FunctionRef, Service } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { isTypeScript } from '../../syntax/source-file'
import { globPattern } from '../../workspace/glob'
import { declaringPackage, nearestPackage } from '../../workspace/packages'
import { folderOf, join, relativePath, withoutExtension } from '../../workspace/paths'
import type { Workspace } from '../../workspace/workspace'
import { type Place, refuse } from '../transform'
import { packagesIn } from './library-packages'

/** Plugins that follow the imports of a handler: patterns say nothing about source files then. */
const BUNDLERS = /serverless-(plugin-)?(esbuild|webpack|bundle|rspack)\b/

/**
 * Checks that every function that will import a new file is deployed with it.
 * @param users The functions, each with a file of its own that imports the new one.
 * @throws Refused `packaging`
 */
export function checkPackaging(
  workspace: Workspace,
  site: InvokeSite,
  users: readonly FunctionRef[],
  { file, text }: { readonly file: string; readonly text: string | undefined },
): void {
  const modules = modulesOf(workspace, file, text)
  for (const user of users) {
    const problem = packagingProblem(user, file, modules)
    if (problem !== undefined) refuse(site, 'packaging', problem, placeOf(user))
  }
}

/** A file of each package that the library file uses, where it is installed. */
function modulesOf(workspace: Workspace, file: string, text: string | undefined): string[] {
  return packagesIn(text).map((name) => {
    const home = declaringPackage(workspace, file, name) ?? nearestPackage(workspace, file) ?? file
    return join(folderOf(home), `node_modules/${name}/package.json`)
  })
}

function packagingProblem(
  { service, function: fn }: FunctionRef,
  file: string,
  modules: readonly string[],
): string | undefined {
  if (service.plugins.some((plugin) => BUNDLERS.test(plugin)) || asObject(service.data.build).esbuild) return undefined
  const own = asObject(fn.data.package)
  const common = asObject(service.data.package)
  const artifact = own.artifact ?? common.artifact
  if (artifact !== undefined) return `"${fn.key}" is deployed from the artifact "${String(artifact)}".`
  const isOwn = own.individually === true || common.individually === true
  const rules = rulesOf(isOwn ? [common, own] : [common])
  if (rules === undefined) return `The package patterns of "${fn.key}" cannot be read.`
  if (rules.length === 0 || !fn.handler) return undefined
  const path = fromService(service, file)
  const handler = fromService(service, fn.handler.file)
  // a TypeScript file is packaged under the name that the compiler gives it
  const names = isTypeScript(file) ? [(name: string) => name, compiled] : [(name: string) => name]
  const meant = names.filter((name) => isPackaged(rules, name(handler)))
  if (meant.length === 0) return `The package patterns of "${fn.key}" do not take in its own handler ${handler}.`
  const isLeftOut = meant.some((name) => !isPackaged(rules, name(path)))
  if (isLeftOut) return `The package patterns of "${fn.key}" leave out ${path}.`
  // packages above the folder of the service are deployed with every function, or with none
  const unpacked = modules
    .map((module) => fromService(service, module))
    .find((module) => !module.startsWith('..') && !isPackaged(rules, module))
  return unpacked === undefined ? undefined : `The package patterns of "${fn.key}" leave out ${folderOf(unpacked)}.`
}

interface Rule {
  readonly takes: boolean
  readonly test: (path: string) => boolean
}

/** Patterns in the order in which they count: the last that matches a file decides. `undefined` where one cannot be read. */
function rulesOf(parts: readonly Readonly<Record<string, unknown>>[]): Rule[] | undefined {
  const lists = (key: string) => parts.flatMap((part) => (part[key] === undefined ? [] : [part[key]]))
  const [excluded, included] = [lists('exclude'), [...lists('include'), ...lists('patterns')]]
  const isReadable = (list: unknown): list is string[] =>
    Array.isArray(list) && list.every((item) => typeof item === 'string' && !item.includes('${'))
  if (![...excluded, ...included].every(isReadable)) return undefined
  const inverted = (excluded.flat() as string[]).map((text) => (text.startsWith('!') ? text.slice(1) : `!${text}`))
  const rules = [...inverted, ...(included.flat() as string[])].map((text): Rule | undefined => {
    const takes = !text.startsWith('!')
    const pattern = globPattern(takes ? text : text.slice(1))
    return pattern && { takes, test: (path) => pattern.test(path) }
  })
  return rules.every((rule) => rule !== undefined) ? rules : undefined
}

function isPackaged(rules: readonly Rule[], path: string): boolean {
  return rules.findLast((rule) => rule.test(path))?.takes ?? true
}

/** Patterns are relative to the folder of the service. */
function fromService({ folder }: Service, file: string): string {
  return relativePath(folder, file)
}

function compiled(file: string): string {
  return `${withoutExtension(file)}.js`
}

function placeOf({ service, function: fn }: FunctionRef): Place | undefined {
  const { document } = service
  const at =
    (fn.data.package !== undefined && locate(document, ['functions', fn.key, 'package'])) ||
    locate(document, ['package'])
  return at ? { file: service.config, line: at.line } : undefined
}
