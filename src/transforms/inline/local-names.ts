import type { InvokeSite } from '../../scan/site'
import { enclosingFunction } from '../../syntax/nodes'
import { freshName } from '../shared/names'

/** Makes names for what the rewrite of one site declares. */
export type NameMaker = (...candidates: string[]) => string

/** Several calls in one function must not declare the same: each but the first numbers its names. */
export function nameMaker(sites: readonly InvokeSite[], site: InvokeSite): NameMaker {
  const around = enclosingFunction(site.call)
  const beside = sites.filter(({ module, call }) => module === site.module && enclosingFunction(call) === around)
  const index = beside.indexOf(site)
  const given = new Set<string>()
  const make = (candidates: readonly string[], number: number): string => {
    const name = freshName(site.module, ...candidates.map((one) => (number > 0 ? `${one}${number + 1}` : one)))
    return given.has(name) ? make(candidates, number + beside.length) : name
  }
  return (...candidates) => {
    const name = make(candidates, index)
    given.add(name)
    return name
  }
}
