import { refKey } from '../load/service'
import type { InvokeSite } from '../scan/site'
import type { SourceModule } from '../syntax/module'

/** Indices of sites by what the rules ask for: a look at every site for every site would grow with their square. */
interface SiteGroups {
  readonly byModule: ReadonlyMap<SourceModule, readonly number[]>
  /** By the key of each function that reaches the site. */
  readonly byCaller: ReadonlyMap<string, readonly number[]>
  /** By the key of the function that is called. */
  readonly byCallee: ReadonlyMap<string, readonly number[]>
}

const known = new WeakMap<readonly InvokeSite[], SiteGroups>()

/** The groups of a list of sites; made once for each list. */
export function groupsOf(sites: readonly InvokeSite[]): SiteGroups {
  const groups = known.get(sites) ?? makeGroups(sites)
  known.set(sites, groups)
  return groups
}

/** The sites at some indices, in order and each once. */
export function sitesAt(
  sites: readonly InvokeSite[],
  indices: readonly number[] = [],
): { readonly site: InvokeSite; readonly index: number }[] {
  const ordered = [...new Set(indices)].sort((a, b) => a - b)
  return ordered.flatMap((index) => (sites[index] ? [{ site: sites[index], index }] : []))
}

function makeGroups(sites: readonly InvokeSite[]): SiteGroups {
  const byModule = new Map<SourceModule, number[]>()
  const byCaller = new Map<string, number[]>()
  const byCallee = new Map<string, number[]>()
  for (const [index, { module, callers, target }] of sites.entries()) {
    push(byModule, module, index)
    for (const caller of callers) push(byCaller, refKey(caller), index)
    if (target.status === 'resolved') push(byCallee, refKey(target.ref), index)
  }
  return { byModule, byCaller, byCallee }
}

function push<K>(map: Map<K, number[]>, key: K, index: number): void {
  const list = map.get(key)
  if (list) list.push(index)
  else map.set(key, [index])
}
