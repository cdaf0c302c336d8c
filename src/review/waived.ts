import type { PlannedSite } from '../plan/document'
import type { Obligation } from '../transforms/transform'

/** A waived condition, and the sites that it holds for. */
export interface Waived {
  readonly obligation: Obligation
  readonly sites: readonly PlannedSite[]
}

/** The waived conditions of sites, each once, in the order in which they are met. */
export function waivedOf(sites: readonly PlannedSite[]): Waived[] {
  const found = new Map<string, { obligation: Obligation; sites: PlannedSite[] }>()
  for (const site of tellers(sites)) {
    for (const obligation of waivedAt(site)) {
      const key = keyOf(obligation)
      const known = found.get(key) ?? { obligation, sites: [] }
      found.set(key, { ...known, sites: [...known.sites, site] })
    }
  }
  return [...found.values()]
}

/**
 * What to tell at a site: not again what sites that are rewritten together share, and what is said of the name of a callee.
 * @param sites All that are told of together, in their order.
 */
export function newlyWaived(site: PlannedSite, sites: readonly PlannedSite[]): readonly Obligation[] {
  const all = tellers(sites)
  if (!all.includes(site)) return []
  const before = all.slice(0, all.indexOf(site))
  const own = JSON.stringify(site.obligations)
  if (before.some((other) => JSON.stringify(other.obligations) === own)) return []
  const told = new Set(before.flatMap(waivedAt).filter(isOfCallee).map(keyOf))
  return waivedAt(site).filter((one) => !told.has(keyOf(one)))
}

/** The call in a helper waives what the calls of the helper do: it is told there. */
function tellers(sites: readonly PlannedSite[]): readonly PlannedSite[] {
  const ofCalls = new Set(sites.filter((site) => !isHelper(site)).map(({ obligations }) => JSON.stringify(obligations)))
  return sites.filter((site) => !isHelper(site) || !ofCalls.has(JSON.stringify(site.obligations)))
}

function isHelper({ kind }: PlannedSite): boolean {
  return kind === 'wrapper-definition'
}

function waivedAt({ obligations = [] }: PlannedSite): readonly Obligation[] {
  return obligations.filter(({ status }) => status === 'waived')
}

function isOfCallee({ code }: Obligation): boolean {
  return code === 'stage-literal'
}

function keyOf({ code, message }: Obligation): string {
  return `${code}\n${message}`
}
