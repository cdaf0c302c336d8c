import { usersOf } from '../../analysis/file-users'
import type { FunctionRef } from '../../load/service'
import type { SourceModule } from '../../syntax/module'
import { baseName, withoutExtension } from '../../workspace/paths'
import { movedAlias } from '../shared/alias-specifier'
import { droppedHandler } from '../shared/dropped-handler'
import { camelCase, distinctKey, freshNameIn } from '../shared/names'
import { needsExtension } from '../shared/specifier'
import type { TransformContext } from '../transform'
import { fits, shapeFor } from './call'
import { delegateOf } from './delegate'
import type { InlinedHandler } from './inlined-handler'
import { buildLibrary, type Library, type LibraryInput } from './library'
import { libraryFile } from './library-file'
import { libraryNames } from './library-name'
import { checkOwnExports } from './own-exports'
import type { ReadSite } from './read-site'

/**
 * The library function that a callee becomes: where it stands, its name, and what stays of the callee.
 * @param callees The functions whose code it is.
 * @param callee The one that it is named after.
 */
export function libraryOf(
  context: TransformContext,
  read: readonly ReadSite[],
  found: InlinedHandler,
  callees: readonly FunctionRef[],
  callee: FunctionRef,
  isKept: boolean,
): Library {
  const { module, form, answers } = found
  const key = distinctKey(callee)
  const isAlone = module.exports.named.size === 1 && module.exports.stars.length === 0
  const others = context.services.some((service) =>
    service.functions.some(
      (fn) =>
        fn.handler?.file === module.file && !callees.some((ref) => ref.service === service && ref.function === fn),
    ),
  )
  const life = isKept ? 'wrapped' : isAlone && !others ? 'removed' : 'dropped'
  const existing = existingLibrary(context, read, found, life)
  if (existing) return existing
  checkOwnExports(read, found, callee)
  const users = read.map(({ site }) => site.module)
  const file = libraryFile(
    context.workspace,
    module.file,
    users.map((user) => user.file),
    key,
  )
  const needsWhole = needsExtension(context.workspace, module)
  return buildLibrary({
    evaluator: context.evaluator,
    module,
    form,
    answers,
    shape: shapeFor(context, read, found),
    name: libraryName(key, found, life, users, file),
    file,
    alias: needsWhole ? undefined : movedAlias(context.evaluator.program, module, users, file),
    needsExtension: needsWhole,
    needsPromise: asksForPromise(read),
    // the configuration may name what another function needs
    isImported: others || context.imports.importersOf(module.file).length > 0,
    callee: life,
  })
}

/** The library function that the handler calls already, where every caller can import and call it, too. */
function existingLibrary(
  context: TransformContext,
  read: readonly ReadSite[],
  found: InlinedHandler,
  life: LibraryInput['callee'],
): Library | undefined {
  const delegate = delegateOf(context, found)
  const modules = read.map(({ site }) => site.module)
  const isFree = (module: SourceModule) =>
    module !== delegate?.module &&
    module.isEsm === delegate?.module.isEsm &&
    !module.bindings.isTaken(delegate.name) &&
    // files that import each other may find each other half loaded
    !usersOf(context.imports, module.file).has(delegate.module.file)
  if (asksForPromise(read) && !delegate?.isAsync) return undefined
  if (!delegate || !modules.every(isFree) || !fits(context, read, delegate.shape)) return undefined
  const { module, form } = found
  return {
    file: delegate.module.file,
    name: delegate.name,
    shape: delegate.shape,
    isAsync: delegate.isAsync,
    text: undefined,
    callee: { ...delegate, answers: undefined },
    moved: [],
    movedStatements: [],
    isFileGone: life === 'removed',
    calleeChange: life === 'dropped' ? droppedHandler(module, form) : undefined,
  }
}

function asksForPromise(read: readonly ReadSite[]): boolean {
  return read.some(({ answer }) => answer.needsPromise === true)
}

/** A name that none of the files uses: the callee's, else one that says what a pure function does. */
function libraryName(
  key: string,
  { module, form }: InlinedHandler,
  life: LibraryInput['callee'],
  callers: readonly SourceModule[],
  file: string,
): string {
  const names = libraryNames(key)
  // a file that could not be called after the callee has the name of its function
  const ofFile = names.indexOf(camelCase(withoutExtension(baseName(file))))
  if (ofFile > 0) return freshNameIn([module, ...callers], ...names.slice(ofFile))
  const name = camelCase(key)
  // the name that the handler has itself goes with it
  const isOwn =
    life !== 'wrapped' &&
    'name' in form &&
    form.name.text === name &&
    module.bindings.all.filter((binding) => binding.name === name).length === 1
  if (isOwn && callers.every((caller) => caller !== module && freshNameIn([caller], name, '_') === name)) return name
  return freshNameIn([module, ...callers], ...names)
}
