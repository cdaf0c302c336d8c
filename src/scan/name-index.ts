import { asObject, asString } from '../load/document'
import { escapeRegExp, HOLE, SYMBOL } from '../load/function-name'
import type { FunctionRef, Service, ServiceFunction } from '../load/service'
import { folderOf } from '../workspace/paths'

/** Finds functions by the names that they are deployed under. */
export interface NameIndex {
  /**
   * Functions of that name: by the exact name first, then with any stage. Of namesakes, those of the caller's own service
   * win, then those whose service stands nearest to the call.
   */
  find(text: string, file: string, own: Service | undefined): FunctionRef[]
}

interface Staged {
  readonly ref: FunctionRef
  readonly pattern: RegExp
}

export function nameIndex(services: readonly Service[]): NameIndex {
  const exact = new Map<string, FunctionRef[]>()
  // by what the name ends with, so that few patterns are tried
  const staged = new Map<string, Staged[]>()
  for (const service of services) {
    for (const fn of service.functions) {
      const ref = { service, function: fn }
      push(exact, fn.name, ref)
      const shape = shapeOf(service, fn)
      if (shape) push(staged, shape.tail, { ref, pattern: shape.pattern })
    }
  }
  return {
    find(text, file, own) {
      const nearest = (refs: readonly FunctionRef[]) => nearestTo(file, preferOwn(refs, own))
      const known = exact.get(text)
      if (known) return nearest(known)
      const holed = text.replace(SYMBOL, HOLE)
      const found = [...new Set([text, holed])].flatMap((name) => matching(staged, name))
      const refs = [...new Set(found.map(({ ref }) => ref))]
      // keys contain dashes too: of `a` and `b-a`, the longer key explains more of the name
      const longest = Math.max(0, ...refs.map((ref) => ref.function.key.length))
      return nearest(refs.filter((ref) => ref.function.key.length === longest))
    },
  }
}

function matching(staged: ReadonlyMap<string, Staged[]>, name: string): Staged[] {
  const found: Staged[] = []
  for (let start = 0; start <= name.length; start++) {
    for (const candidate of staged.get(name.slice(start)) ?? []) if (candidate.pattern.test(name)) found.push(candidate)
  }
  return found
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

function preferOwn(refs: readonly FunctionRef[], own: Service | undefined): FunctionRef[] {
  const mine = refs.filter((ref) => ref.service === own)
  return mine.length > 0 ? mine : [...refs]
}

/** Of functions that would be deployed under one name, those whose service stands nearest to the call. */
function nearestTo(file: string, refs: readonly FunctionRef[]): FunctionRef[] {
  if (refs.length < 2) return [...refs]
  const shared = ({ service }: FunctionRef) => commonFolders(folderOf(file), service.folder)
  const most = Math.max(...refs.map(shared))
  return refs.filter((ref) => shared(ref) === most)
}

function commonFolders(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')]
  const end = left.findIndex((part, index) => part !== right[index])
  return end < 0 ? left.length : end
}

const STAGE = '${sls:stage}'

/**
 * The name of a function with any stage in the place of the stage. A variable that only the deployment knows stands for
 * itself, or for a piece of the call's name that is not known either: never for text.
 */
function shapeOf(service: Service, fn: ServiceFunction): { pattern: RegExp; tail: string } | undefined {
  const shape = rawName(service, fn) ?? `${service.name}-${STAGE}-${fn.key}`
  if (service.name === '' || !shape.includes('${')) return undefined
  let source = ''
  let end = 0
  for (const { 0: symbol, index } of shape.matchAll(SYMBOL)) {
    source += escapeRegExp(shape.slice(end, index))
    source += symbol === STAGE ? `[\\w${HOLE}-]+` : `(?:${HOLE}|${escapeRegExp(symbol)})`
    end = index + symbol.length
  }
  const tail = shape.slice(end)
  return { pattern: new RegExp(`^${source}${escapeRegExp(tail)}$`), tail }
}

/** A custom name as written, where the stage can be told apart in it. */
function rawName(service: Service, fn: ServiceFunction): string | undefined {
  const name = asString(fn.data.name)
  if (name === undefined) return undefined
  const raw = asObject(asObject(asObject(service.document.value).functions)[fn.key]).name
  if (typeof raw !== 'string' || !/\$\{(sls:stage|opt:stage[^}]*|self:provider\.stage|self:custom\.stage)\}/.test(raw))
    return name
  const index = name.lastIndexOf(service.stage)
  return index < 0 ? name : `${name.slice(0, index)}${STAGE}${name.slice(index + service.stage.length)}`
}
