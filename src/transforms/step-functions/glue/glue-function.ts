import type { InfraChange } from '../../../infra/edit/change'
import { nameRule } from '../../../infra/physical-names'
import { asObject, type ConfigObject } from '../../../load/document'
import { functionLogicalId } from '../../../load/naming'
import type { FunctionRef } from '../../../load/service'
import type { SourceModule } from '../../../syntax/module'
import { baseName, extensionOf, folderOf, join, withoutExtension } from '../../../workspace/paths'
import type { Workspace } from '../../../workspace/workspace'
import { camelCase, kebabCase, pascalCase } from '../../shared/names'

/** The function whose steps a chain calls, before it is there. */
export interface GlueFunction {
  readonly ref: FunctionRef
  readonly file: string
  /** Name of the handler in its file. */
  readonly exported: string
  /** `handler:` of the configuration. */
  readonly handler: string
}

/** Settings of a function that are those of its own callers, triggers and name. */
const OWN = new Set([
  'handler',
  'name',
  'description',
  'events',
  'environment',
  'url',
  'condition',
  'dependsOn',
  'destinations',
  'onError',
  'maximumEventAge',
  'maximumRetryAttempts',
  'provisionedConcurrency',
  'reservedConcurrency',
  'iamRoleStatementsName',
])

/** Settings with which a function of the same kind is not made by copying them; what they are called in a sentence. */
const UNCOPIED = ['image', 'package', 'iamRoleStatements'] as const

/** The function beside its caller: its name, and the file beside the caller's. */
export function glueFunction(workspace: Workspace, caller: FunctionRef, module: SourceModule): GlueFunction {
  const { key, data, handler } = caller.function
  const base = withoutExtension(baseName(module.file))
  const isFree = (stem: string) => !workspace.has(join(folderOf(module.file), stem + extensionOf(module.file)))
  const isShared = caller.service.functions.some((fn) => fn.key !== key && fn.handler?.file === module.file)
  const subject = isShared ? key : base
  const stem = numbered((isCamel(workspace, module) ? camelCase : kebabCase)(`${subject}-steps`), isFree)
  const isUnused = (own: string) => caller.service.functions.every((other) => pascalCase(other.key) !== pascalCase(own))
  const name = (own: string) => `${caller.service.name}-${caller.service.stage}-${own}`
  const ownKey = shortest(key, (own) => isUnused(own) && name(own).length <= MAX_NAME) ?? numbered(keyOf(key), isUnused)
  const exported =
    handler && /^[A-Za-z_$][\w$]*$/.test(handler.export) && handler.export !== 'default' ? handler.export : 'handler'
  const file = join(folderOf(module.file), stem + extensionOf(module.file))
  const written = String(data.handler ?? '')
  return {
    file,
    exported,
    handler: `${handlerFolder(written, module)}${stem}.${exported}`,
    ref: {
      service: caller.service,
      function: {
        ...caller.function,
        key: ownKey,
        name: name(ownKey),
        logicalId: functionLogicalId(ownKey),
        handler: { file, export: exported },
        events: [],
      },
    },
  }
}

/** How many characters the name of a function may have. */
const MAX_NAME = nameRule('AWS::Lambda::Function')?.max ?? 64

/** A key in the form of the caller's. */
function keyOf(key: string, subject = key): string {
  return /[-_]/.test(key) ? kebabCase(`${subject}-steps`) : camelCase(`${subject}-steps`)
}

/** `takeNewOrdersSteps`, or as many words of that as make a name that is not too long. */
function shortest(key: string, fits: (own: string) => boolean): string | undefined {
  const words = kebabCase(key).split('-')
  const subjects = words.map((_, index) => words.slice(0, words.length - index).join('-'))
  return [keyOf(key), ...subjects.slice(1).map((subject) => keyOf(key, subject)), 'steps'].find(fits)
}

/** `src/` of `src/checkout.handler`. */
function handlerFolder(written: string, module: SourceModule): string {
  const base = withoutExtension(baseName(module.file))
  const at = written.lastIndexOf(`${base}.`)
  return at === -1 ? '' : written.slice(0, at)
}

/** Whether the handler stands in the file that its configuration names: else it is not known where a file beside it goes. */
export function isBeside(caller: FunctionRef, module: SourceModule): boolean {
  const base = withoutExtension(baseName(module.file))
  return caller.function.handler?.file === module.file && String(caller.function.data.handler).includes(`${base}.`)
}

/** What of the caller's settings cannot be repeated. */
export function uncopiedSetting({ function: { data } }: FunctionRef): string | undefined {
  return UNCOPIED.find((name) => data[name] !== undefined)
}

/**
 * The function with the settings of its caller, as they are written.
 * @param isNeeded Whether a variable of its environment is one of the new function, too.
 */
export function addGlueFunction(
  caller: FunctionRef,
  { ref, handler }: GlueFunction,
  isNeeded: (variable: string) => boolean,
): InfraChange {
  const { key, data } = caller.function
  const settings = Object.keys(data).filter((name) => !OWN.has(name))
  const variables = Object.keys(asObject(data.environment)).filter((name) => isNeeded(name))
  const copied: string[][] = [
    ...settings.map((name) => [name]),
    ...(typeof data.environment === 'string' ? [['environment']] : variables.map((name) => ['environment', name])),
  ]
  const own: ConfigObject = { handler }
  return {
    kind: 'add-function',
    function: ref.function.key,
    data: own,
    beside: key,
    copied: { from: key, paths: copied },
  }
}

function numbered(name: string, isFree: (name: string) => boolean): string {
  for (let number = 1; ; number++) {
    const own = number === 1 ? name : `${name}${number}`
    if (isFree(own)) return own
  }
}

/** Whether the files beside a handler are named in camel case. */
function isCamel(workspace: Workspace, module: SourceModule): boolean {
  const folder = folderOf(module.file)
  return workspace.files.some(
    (file) => folderOf(file) === folder && /^[a-z]+([A-Z][a-z0-9]*)+$/.test(withoutExtension(baseName(file))),
  )
}
