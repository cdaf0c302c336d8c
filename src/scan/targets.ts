import { asObject, asString } from '../load/document'
import { type FunctionName, HOLE } from '../load/function-name'
import { functionLogicalId } from '../load/naming'
import { type FunctionRef, refKey, type Service, type ServiceFunction } from '../load/service'
import { compare } from '../messages/diagnostic'
import type { Value } from '../syntax/evaluate/value'
import { functionNames } from './function-name'
import type { SiteKind, Target, UnresolvedCode } from './site'
import { unresolvedCodes } from './site'

/** Finds the function that a call invokes, seen from every function that reaches the call. */
export function targetOf(
  services: readonly Service[],
  name: Value,
  kind: SiteKind,
  callers: readonly FunctionRef[],
  home: Service | undefined,
  qualifier: string | undefined,
): Target {
  const seenFrom: (FunctionRef | undefined)[] = callers.length > 0 ? [...callers] : [undefined]
  const found = seenFrom.flatMap((caller) =>
    functionNames(name, caller?.function).map((functionName) => match(services, functionName, caller, home)),
  )
  return merge(kind === 'wrapper-definition' ? found : found.map(withoutParameter), qualifier)
}

/** Where the callee is not a parameter of a wrapper, an open parameter is data that somebody sends. */
function withoutParameter(found: Match): Match {
  return found.missing === 'callee-is-parameter' ? { ...found, missing: 'runtime-data' } : found
}

interface Match {
  readonly refs: readonly FunctionRef[]
  readonly qualifier: string | undefined
  readonly missing: UnresolvedCode | undefined
  readonly external: string | undefined
}

const NOTHING = { refs: [], qualifier: undefined, missing: undefined, external: undefined }

function match(
  services: readonly Service[],
  name: FunctionName,
  caller: FunctionRef | undefined,
  home: Service | undefined,
): Match {
  const own = caller?.service ?? home
  switch (name.kind) {
    case 'self':
      return caller ? { ...NOTHING, refs: [caller] } : { ...NOTHING, missing: 'runtime-data' }
    case 'logical-id': {
      const fn = own?.functions.find((candidate) => functionLogicalId(candidate.key) === name.id)
      return own && fn ? { ...NOTHING, refs: [{ service: own, function: fn }] } : { ...NOTHING, external: name.id }
    }
    case 'text': {
      const refs = byName(services, name.text, own)
      return refs.length > 0
        ? { ...NOTHING, refs, qualifier: name.qualifier }
        : { ...NOTHING, external: readable(name.text) }
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

function readable(text: string): string {
  return text.replaceAll(HOLE, '…')
}

/** Functions of that name: by the exact name first, then with any stage. The caller's own service wins over namesakes. */
function byName(services: readonly Service[], text: string, own: Service | undefined): FunctionRef[] {
  const all = services.flatMap((service) => service.functions.map((fn) => ({ service, function: fn })))
  const exact = preferOwn(
    all.filter((ref) => ref.function.name === text),
    own,
  )
  if (exact.length > 0) return exact
  const staged = all
    .map((ref) => ({ ref, pattern: stagePattern(ref.service, ref.function) }))
    .filter(({ pattern }) => pattern?.test(text))
    .map(({ ref }) => ref)
  // keys contain dashes too: of `a` and `b-a`, the longer key explains more of the name
  const longest = Math.max(0, ...staged.map((ref) => ref.function.key.length))
  return preferOwn(
    staged.filter((ref) => ref.function.key.length === longest),
    own,
  )
}

function preferOwn(refs: readonly FunctionRef[], own: Service | undefined): FunctionRef[] {
  const mine = refs.filter((ref) => ref.service === own)
  return mine.length > 0 ? mine : [...refs]
}

/** The name of a function with any stage in the place of the stage. */
function stagePattern(service: Service, fn: ServiceFunction): RegExp | undefined {
  const custom = rawName(service, fn)
  const shape = custom ?? `${service.name}-\${sls:stage}-${fn.key}`
  if (service.name === '' || !shape.includes('${sls:stage}')) return undefined
  const source = shape
    .split('${sls:stage}')
    .map((piece) => escapeRegExp(piece))
    .join('[\\w\u0001-]+')
  return new RegExp(`^${source}$`)
}

/** A custom name as written, where the stage can be told apart in it. */
function rawName(service: Service, fn: ServiceFunction): string | undefined {
  const name = asString(fn.data.name)
  if (name === undefined) return undefined
  const raw = asObject(asObject(asObject(service.document.value).functions)[fn.key]).name
  if (typeof raw !== 'string' || !/\$\{(sls:stage|opt:stage[^}]*|self:provider\.stage|self:custom\.stage)\}/.test(raw))
    return name
  const index = name.lastIndexOf(service.stage)
  return index < 0 ? name : `${name.slice(0, index)}\${sls:stage}${name.slice(index + service.stage.length)}`
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function merge(matches: readonly Match[], qualifier: string | undefined): Target {
  const refs = [...new Map(matches.flatMap((m) => m.refs).map((ref) => [refKey(ref), ref])).entries()]
    .sort(([a], [b]) => compare(a, b))
    .map(([, ref]) => ref)
  const [only] = refs
  const isCertain = matches.every((m) => m.refs.length > 0)
  if (refs.length === 1 && only && isCertain) {
    return { status: 'resolved', ref: only, qualifier: qualifier ?? matches.find((m) => m.qualifier)?.qualifier }
  }
  if (refs.length > 0) return { status: 'candidates', refs }
  const external = matches.find((m) => m.external !== undefined)?.external
  if (external !== undefined) return { status: 'external', name: external }
  const code = matches.find((m) => m.missing)?.missing ?? 'runtime-data'
  return { status: 'unresolved', code, reason: unresolvedCodes[code] }
}

/** `Qualifier` of the parameters, where it is given. */
export function qualifierOf(params: Value): string | undefined {
  const value = params.kind === 'object' ? params.properties.get('Qualifier') : undefined
  if (!value || (value.kind === 'literal' && value.value === undefined)) return undefined
  return value.kind === 'literal' ? String(value.value) : '?'
}
