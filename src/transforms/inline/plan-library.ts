import type { FunctionRef } from '../../load/service'
import type { SourceModule } from '../../syntax/module'
import type { FoundHandler } from '../shared/handler-form'
import { camelCase, distinctKey, freshNameIn, pascalCase } from '../shared/names'
import type { TransformContext } from '../transform'
import { buildLibrary, type Library } from './library'
import { libraryFile } from './library-file'
import type { ParameterShape } from './parameters'
import type { ReadSite } from './read-site'

/** The library function that a callee becomes: where it stands, its name, and what stays of the callee. */
export function libraryOf(
  context: TransformContext,
  read: readonly ReadSite[],
  { module, form }: FoundHandler,
  callee: FunctionRef,
  shape: ParameterShape,
  isKept: boolean,
): Library {
  const key = distinctKey(callee)
  const isAlone = module.exports.named.size === 1 && module.exports.stars.length === 0
  const others = context.services.some((service) =>
    service.functions.some(
      (fn) => fn.handler?.file === module.file && !(service === callee.service && fn.key === callee.function.key),
    ),
  )
  return buildLibrary({
    evaluator: context.evaluator,
    module,
    form,
    shape,
    name: libraryName(key, [module, ...read.map(({ site }) => site.module)]),
    file: libraryFile(
      context.workspace,
      module.file,
      read.map(({ site }) => site.module.file),
      key,
    ),
    isImported: context.imports.importersOf(module.file).length > 0,
    callee: isKept ? 'wrapped' : isAlone && !others ? 'removed' : 'dropped',
  })
}

/** A name that none of the files uses: the callee's, else one that says what a pure function does. */
function libraryName(key: string, modules: readonly SourceModule[]): string {
  return freshNameIn(modules, ...(/^\d/.test(key) ? [] : [camelCase(key)]), `compute${pascalCase(key)}`)
}
