import { escapeRegExp, type FunctionName, HOLE } from '../load/function-name'
import { functionLogicalId } from '../load/naming'
import { type FunctionRef, refKey, type Service } from '../load/service'
import { compare } from '../messages/diagnostic'
import type { Value } from '../syntax/evaluate/value'
import { type EnvironmentView, functionNames } from './function-name'
import type { NameIndex } from './name-index'
import type { SiteKind, Target, UnresolvedCode } from './site'
import { unresolvedCodes } from './site'

/** The place of a call, and who reaches it. */
export interface Viewpoint {
  readonly names: NameIndex
  readonly file: string
  readonly callers: readonly FunctionRef[]
  /** The service that the file belongs to where no function reaches it. */
  readonly home: Service | undefined
}

/** Finds the function that a call invokes, seen from every function that reaches the call. */
export function targetOf(view: Viewpoint, name: Value, kind: SiteKind, qualifier: string | undefined): Target {
  const { callers, home } = view
  const seenFrom: (FunctionRef | undefined)[] = callers.length > 0 ? [...callers] : [undefined]
  const found = seenFrom.flatMap((caller) => {
    const environment = caller ? environmentOf(caller) : outside(home)
    return functionNames(name, environment).map((functionName) => ({ ...match(view, functionName, caller), caller }))
  })
  return merge(kind === 'wrapper-definition' ? found : found.map(withoutParameter), qualifier)
}

function environmentOf({ function: fn }: FunctionRef): EnvironmentView {
  return { variables: fn.environment, isOpen: false, isUnread: fn.hasOpenEnvironment }
}

/** The environment of code that no function reaches: what the functions of its service agree on. */
function outside(home: Service | undefined): EnvironmentView {
  const variables: Record<string, unknown> = {}
  const disputed = new Set<string>()
  for (const { environment } of home?.functions ?? []) {
    for (const [key, value] of Object.entries(environment)) {
      if (key in variables && JSON.stringify(variables[key]) !== JSON.stringify(value)) disputed.add(key)
      variables[key] = value
    }
  }
  for (const key of disputed) delete variables[key]
  return { variables, isOpen: true }
}

/** Where the callee is not a parameter of a wrapper, an open parameter is data that somebody sends. */
function withoutParameter(found: Match): Match {
  return found.missing === 'callee-is-parameter' ? { ...found, missing: 'runtime-data' } : found
}

interface Match {
  readonly caller?: FunctionRef | undefined
  readonly refs: readonly FunctionRef[]
  readonly qualifier: string | undefined
  readonly missing: UnresolvedCode | undefined
  readonly external: string | undefined
  readonly isSelf: boolean
}

const NOTHING = { refs: [], qualifier: undefined, missing: undefined, external: undefined, isSelf: false }

function match(view: Viewpoint, name: FunctionName, caller: FunctionRef | undefined): Match {
  const own = caller?.service ?? view.home
  switch (name.kind) {
    case 'self':
      return caller
        ? { ...NOTHING, refs: [caller], isSelf: true }
        : { ...NOTHING, missing: 'calls-itself', isSelf: true }
    case 'logical-id': {
      const fn = own?.functions.find((candidate) => functionLogicalId(candidate.key) === name.id)
      return own && fn
        ? { ...NOTHING, refs: [{ service: own, function: fn }], qualifier: name.qualifier }
        : { ...NOTHING, external: name.id }
    }
    case 'text': {
      const refs = view.names.find(name.text, view.file, own)
      if (refs.length > 0) return { ...NOTHING, refs, qualifier: name.qualifier }
      // with the variable, which another stage may set, it could be a function of the service
      const mayBeOwn = name.lacksVariable && own?.functions.some((fn) => hasShape(fn.name, name.text))
      return mayBeOwn ? { ...NOTHING, missing: 'env-not-declared' } : { ...NOTHING, external: readable(name.text) }
    }
    default:
      return { ...NOTHING, missing: UNKNOWN[name.why] }
  }
}

const UNKNOWN: Record<Extract<FunctionName, { kind: 'unknown' }>['why'], UnresolvedCode> = {
  parameter: 'callee-is-parameter',
  'env-not-declared': 'env-not-declared',
  'env-is-symbolic': 'env-is-symbolic',
  'runtime-data': 'runtime-data',
  absent: 'no-function-name',
}

/** Whether a name has the known pieces of a text with holes. */
function hasShape(name: string, text: string): boolean {
  return new RegExp(`^${text.split(HOLE).map(escapeRegExp).join('.*')}$`).test(name)
}

function readable(text: string): string {
  return text.replaceAll(HOLE, '…')
}

function merge(matches: readonly Match[], qualifier: string | undefined): Target {
  const refs = [...new Map(matches.flatMap((m) => m.refs).map((ref) => [refKey(ref), ref])).entries()]
    .sort(([a], [b]) => compare(a, b))
    .map(([, ref]) => ref)
  const [only] = refs
  const open = matches.filter((m) => m.refs.length === 0)
  const unsetFor = open.flatMap(({ caller }) => caller ?? [])
  // where the variable is not set the call cannot reach another function: it cannot reach any
  const isCertain = open.every(({ missing, caller }) => missing === 'env-not-declared' && caller)
  if (refs.length === 1 && only && isCertain) {
    const found = qualifier ?? matches.find((m) => m.qualifier)?.qualifier
    return { status: 'resolved', ref: only, qualifier: found, unsetFor }
  }
  const isSelf = refs.length > 1 && matches.every((m) => m.isSelf)
  if (refs.length > 0 && !isSelf) return { status: 'candidates', refs }
  const external = matches.find((m) => m.external !== undefined)?.external
  if (external !== undefined) return { status: 'external', name: external }
  const code = isSelf ? 'calls-itself' : (matches.find((m) => m.missing)?.missing ?? 'runtime-data')
  return { status: 'unresolved', code, reason: unresolvedCodes[code] }
}

/** `Qualifier` of the parameters, where it is given. */
export function qualifierOf(params: Value): string | undefined {
  if (params.kind === 'one-of') {
    const [first, ...others] = new Set(params.values.map(qualifierOf))
    return others.length === 0 ? first : '?'
  }
  const value = params.kind === 'object' ? params.properties.get('Qualifier') : undefined
  if (!value || (value.kind === 'literal' && value.value === undefined)) return undefined
  return value.kind === 'literal' ? String(value.value) : '?'
}
