import type { FunctionRef } from '../../load/service'
import { refKey } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { SourceModule } from '../../syntax/module'
import { whatNeeds } from '../shared/callee-life'
import { exportMentions, isRecursive } from '../shared/export-mentions'
import { loadersOf } from '../shared/handler-importers'
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
import { checkImportable } from './importable'
import { hasExits, type InlinedHandler } from './inlined-handler'
import { checkLibraryPackages } from './library-packages'
import { lostWithCall } from './lost-with-call'
import { calleeObligations, mergeObligations, notes } from './obligations'
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
    const key = refKey(target.ref)
    return context.sites.flatMap((other, index) => {
      const isSame = other.target.status === 'resolved' && refKey(other.target.ref) === key
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
  const { callee } = first
  const found = handlerOf(context, first.site, callee)
  const inlined = new Set(all.map(({ index }) => index))
  const { usedAt } = exportMentions(found.module, found.form)
  const needs = [
    ...whatNeeds(context, callee, inlined),
    ...needsHandedOn(context, callee, found),
    ...(usedAt === undefined ? [] : [`its file uses it in line ${usedAt}`]),
  ]
  const isKept = keep || needs.length > 0
  // an anonymous handler has no name to call it by, and one with a callback gives nothing back
  const isLocal = 'name' in found.form && !hasExits(found) && read.every(({ site }) => site.module === found.module)
  const handedOn = found.through.map(({ module }) => module.file)
  const library = isLocal ? undefined : libraryOf(context, read, found, callee, isKept)
  if (library) {
    const users = usersOf(context, read, found.module, callee, isKept)
    checkImportable(context, read, library)
    checkLibraryPackages(context.workspace, first.site, found.module.file, library)
    checkPackaging(context.workspace, first.site, users, library)
  }
  const turned =
    library && !isKept && !library.isFileGone ? turnedToLibrary(context, found, library, handedOn) : undefined
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
      ...calleeObligations(context, callee, read, copied.length),
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
    infra: [...copied, ...(isKept ? [] : [removal(callee)])],
    packages: [],
    helpers: helpersOf(context, read),
    moved: movedCode(context, all),
    notes: [
      ...notes(callee, needs.length > 0 ? needs : [reasonToKeep(context)], isKept),
      ...copyNotes(copied),
      ...lostWithCall(context, read, callee.function.key),
    ],
    // where something refers to the function after all, it stays
    ...(!isKept && { fallback: () => propose(context, all, true, types) }),
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
  callee: FunctionRef,
  isKept: boolean,
): FunctionRef[] {
  const loaders = loadersOf(context, module.file)
  const others = context.services.flatMap((service) =>
    service.functions.flatMap((fn) =>
      (isKept && fn === callee.function) ||
      (fn.handler?.file === module.file && fn !== callee.function) ||
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
  if (!found) refuse(site, 'handler-not-found', `The handler of "${fn.key}" is exported in a form that is not known.`)
  if (isRecursive(found.module, found.form))
    refuse(
      site,
      'not-relocatable',
      `"${fn.key}" calls itself. Put what does so into a function of its own that the handler calls: that one can move.`,
    )
  return { ...found, answers: context.relocatable(callee).handler?.answers }
}

function removal({ service, function: fn }: FunctionRef): Proposal['infra'][number] {
  return { service, change: { kind: 'remove-function', function: fn.key } }
}

/** Why a callee stays that nothing known needs: the user asks for it, or the template without it would not deploy. */
function reasonToKeep({ options }: TransformContext): string {
  return options.keepCallees ? '--keep-callees asks for it' : 'the configuration still refers to it'
}
