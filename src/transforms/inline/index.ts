import type { FunctionRef, ServiceFunction } from '../../load/service'
import { refKey } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { SourceModule } from '../../syntax/module'
import { withoutExtension } from '../../workspace/paths'
import { whatNeeds } from '../shared/callee-life'
import { exportMentions, isRecursive } from '../shared/export-mentions'
import { isNamelessDefault } from '../shared/handler-form'
import { loadersOf } from '../shared/handler-importers'
import { camelCase } from '../shared/names'
import { isSameHandler, sharerOf } from '../shared/shared-handler'
import {
  attempt,
  type CallTypes,
  type Proposal,
  type Refusal,
  refuse,
  type Transform,
  type TransformContext,
} from '../transform'
import { callOf } from './call'
import { rewriteCaller } from './caller'
import { conflictsAmong } from './conflicts'
import { copiedVariables, copyNotes, movedCode } from './copied-variables'
import { type FollowedHandler, followHandler, needsHandedOn, withoutHandedOn } from './followed-handler'
import { gatheredValue } from './gathered-text'
import { checkImportable } from './importable'
import { hasExits, type InlinedHandler } from './inlined-handler'
import { checkLibraryPackages } from './library-packages'
import { lostWithCall } from './lost-with-call'
import { checkMemberImport } from './member-import'
import { calleeObligations, mergeObligations, notes, obligationsOfAll } from './obligations'
import { checkPackaging } from './packaging'
import type { ParameterShape } from './parameters'
import { libraryOf } from './plan-library'
import { type ReadSite, readSite } from './read-site'
import { withTypes } from './told-types'
import { turnedToLibrary } from './type-importers'
import { helpersOf } from './wrapper/helpers'

/** A callee that needs nothing of its own Lambda becomes a function call. */
export const inline: Transform = {
  name: 'inline',
  group(context, site) {
    const target = context.sites[site]?.target
    if (target?.status !== 'resolved') return [site]
    const { ref } = target
    return context.sites.flatMap((other, index) => {
      const isSame = other.target.status === 'resolved' && isOneCode(other.target.ref, ref)
      return isSame && context.advice[index]?.verdict === 'inline' ? [index] : []
    })
  },
  propose(context, sites) {
    const refusals = new Map<number, Refusal>()
    const read: ReadSite[] = []
    for (const index of sites) {
      const result = attempt(() => readSite(context, index))
      if ('refusal' in result) refusals.set(index, result.refusal)
      else read.push(result.value)
    }
    for (const [index, refusal] of conflictsAmong(context, read)) refusals.set(index, refusal)
    const left = read.filter(({ index }) => !refusals.has(index))
    const rest = withoutRefused(context, left, refusals)
    const result = rest.length > 0 ? attempt(() => propose(context, rest, context.options.keepCallees)) : undefined
    if (result && 'refusal' in result) for (const { index } of rest) refusals.set(index, result.refusal)
    return { proposal: result && 'value' in result ? result.value : undefined, refusals }
  },
}

/** The sites without those that cannot be rewritten even alone: they need not keep the others from it. */
function withoutRefused(
  context: TransformContext,
  sites: readonly ReadSite[],
  refusals: Map<number, Refusal>,
): readonly ReadSite[] {
  const proposed = (some: readonly ReadSite[]) => attempt(() => propose(context, some, context.options.keepCallees))
  if (sites.length < 2 || 'value' in proposed(sites)) return sites
  for (const entry of sites) {
    const alone = sites.filter(({ index }) => index === entry.index || index === entry.follows)
    const result = proposed(alone)
    if ('refusal' in result) refusals.set(entry.index, result.refusal)
  }
  return sites.filter(({ index }) => !refusals.has(index))
}

function propose(
  context: TransformContext,
  all: readonly ReadSite[],
  keep: boolean,
  types: ReadonlyMap<number, CallTypes> = new Map(),
): Proposal {
  const read = all.filter(({ follows }) => follows === undefined)
  const [first] = read as [ReadSite]
  // several functions may have one handler
  const callees = [...new Map(all.map(({ callee }) => [refKey(callee), callee])).values()]
  const callee = namingCallee(callees)
  const found = handlerOf(context, first.site, callee)
  const inlined = new Set(all.map(({ index }) => index))
  const { usedAt } = exportMentions(found.module, found.form)
  const needed = new Map(
    callees.map((ref) => [
      ref,
      [
        ...whatNeeds(context, ref, inlined),
        ...needsHandedOn(context, callees, found),
        ...(usedAt === undefined ? [] : [`its file uses it in line ${usedAt}`]),
      ],
    ]),
  )
  const removed = keep ? [] : callees.filter((ref) => needed.get(ref)?.length === 0)
  // the code of a handler stays for every function that has it
  const isKept = removed.length < callees.length || sharerOf(context, callees) !== undefined
  // an anonymous handler has no name to call it by, and one with a callback gives nothing back
  const isLocal = 'name' in found.form && !hasExits(found) && read.every(({ site }) => site.module === found.module)
  const callers = read.map(({ site }) => site.module.file)
  const handedOn = found.through.map(({ module }) => module.file)
  const library = isLocal ? undefined : libraryOf(context, read, found, callees, callee, isKept)
  if (library) {
    const users = usersOf(context, read, found.module, callees, removed)
    checkImportable(context, read, library)
    checkMemberImport(context, read, library.file)
    checkLibraryPackages(context.workspace, first.site, found.module.file, library)
    checkPackaging(context.workspace, first.site, users, library)
  }
  const turned =
    library && !isKept && !library.isFileGone ? turnedToLibrary(context, found, library, callers, handedOn) : undefined
  const shape: ParameterShape = library ? library.shape : { kind: 'event' }
  const calls = read.map((entry) => ({
    ...callOf(context, entry, found, shape, library, types.get(entry.index)),
    ...entry,
  }))
  const copied = copiedVariables(context, read)
  return {
    transform: 'inline',
    sites: all.map(({ index }) => index),
    obligations: mergeObligations([
      ...obligationsOfAll(
        callees.map((ref) => {
          const own = read.filter(({ callee: other }) => refKey(other) === refKey(ref))
          return mergeObligations(calleeObligations(context, ref, own, copied.length))
        }),
      ),
      ...calls.flatMap(({ obligations }) => obligations),
    ]),
    files: [
      ...calls.map(({ site, answer, call, constant }) => rewriteCaller(site, answer, call, constant?.edit)),
      ...(turned ?? (library?.calleeChange ? [library.calleeChange] : [])),
      ...(isKept ? [] : withoutHandedOn(context, found).files),
    ],
    created: library?.text === undefined ? [] : [{ file: library.file, text: library.text }],
    deleted: [
      ...(library?.isFileGone || turned ? [found.module.file] : []),
      ...(isKept ? [] : withoutHandedOn(context, found).deleted),
    ],
    infra: [...copied, ...removed.map(removal)],
    packages: [],
    helpers: helpersOf(context, read),
    gathered: calls.flatMap(({ site, answer, call }) => gatheredValue(context, site, answer, call)),
    moved: movedCode(context, all),
    notes: [
      ...callees.flatMap((ref) => {
        const needs = needed.get(ref) ?? []
        return notes(ref, needs.length > 0 ? needs : [reasonToKeep(context)], !removed.includes(ref))
      }),
      ...copyNotes(copied),
      ...lostWithCall(context, read),
    ],
    // where something refers to the function after all, it stays
    ...(removed.length > 0 && { fallback: () => propose(context, all, true, types) }),
    without: (site) => {
      const rest = all.filter(({ index, follows }) => index !== site && follows !== site)
      const result = rest.length > 0 ? attempt(() => propose(context, rest, keep, types)) : undefined
      return result && 'value' in result ? result.value : undefined
    },
    retyped: (site, told) => propose(context, all, keep, withTypes(types, site, told)),
  }
}

/** The functions that load the library file: those that call it, and those of the file that keeps a wrapper or what moved. */
function usersOf(
  context: TransformContext,
  read: readonly ReadSite[],
  module: SourceModule,
  callees: readonly FunctionRef[],
  removed: readonly FunctionRef[],
): FunctionRef[] {
  const loaders = loadersOf(context, module.file)
  const isOf = (refs: readonly FunctionRef[], fn: ServiceFunction) => refs.some((ref) => ref.function === fn)
  const others = context.services.flatMap((service) =>
    service.functions.flatMap((fn) =>
      (isOf(callees, fn) && !isOf(removed, fn)) ||
      (fn.handler?.file === module.file && !isOf(removed, fn)) ||
      (fn.handler && loaders.has(fn.handler.file))
        ? [{ service, function: fn }]
        : [],
    ),
  )
  return [...read.flatMap(({ site }) => site.callers), ...others]
}

function handlerOf(context: TransformContext, site: InvokeSite, callee: FunctionRef): InlinedHandler & FollowedHandler {
  const { function: fn } = callee
  const found = fn.handler && followHandler(context.evaluator, fn.handler)
  if (!found) {
    const isNameless = !!fn.handler && isNamelessDefault(context.evaluator, fn.handler)
    const what = isNameless ? 'is a function without a name' : 'is exported in a form that is not known'
    const remedy = isNameless ? 'name' : undefined
    refuse(site, 'handler-not-found', `The handler of "${fn.key}" ${what}.`, undefined, remedy)
  }
  if (isRecursive(found.module, found.form))
    refuse(site, 'not-relocatable', `"${fn.key}" calls itself.`, undefined, 'recursive')
  return { ...found, answers: context.relocatable(callee).handler?.answers }
}

/** Whether two callees of one service run the same code. */
function isOneCode(one: FunctionRef, other: FunctionRef): boolean {
  if (refKey(one) === refKey(other)) return true
  return one.service === other.service && isSameHandler(one.function.handler, other.function.handler)
}

/** The callee that the library function gets its name of: the one that its file is called like, else the first. */
function namingCallee(callees: readonly FunctionRef[]): FunctionRef {
  const [first, ...others] = callees as [FunctionRef, ...FunctionRef[]]
  if (others.length === 0) return first
  const parts = withoutExtension(first.function.handler?.file ?? '').split('/')
  const names = new Set(parts.slice(-2).map(camelCase))
  return callees.find(({ function: fn }) => names.has(camelCase(fn.key))) ?? first
}

function removal({ service, function: fn }: FunctionRef): Proposal['infra'][number] {
  return { service, change: { kind: 'remove-function', function: fn.key } }
}

/** Why a callee stays that nothing known needs: the user asks for it, or the template without it would not deploy. */
function reasonToKeep({ options }: TransformContext): string {
  return options.keepCallees ? '--keep-callees asks for it' : 'the configuration still refers to it'
}
