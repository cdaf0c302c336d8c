import { type FanOut, type Filter, fanOutOf } from '../../advise/fan-out'
import { refKey } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { choosersOf, definitionsBehind } from '../shared/wrapper/group'
import { refuse, type TransformContext } from '../transform'
import { filterTypes } from './filter-types'

/** The calls that become one message. */
export interface Fan {
  readonly members: readonly InvokeSite[]
  /** What a callee gets of the messages, by its key; absent for one that gets all. */
  readonly filters: ReadonlyMap<string, Filter>
}

/** The sites that are rewritten with one, itself included; the call in their helper, where nothing else calls that. */
export function groupOf(context: TransformContext, index: number): number[] {
  const { advice } = context
  const { members, filters } = fanOutAt(context, index)
  const group = members.filter((member) => advice[member]?.verdict === 'sns')
  // what stands behind a comparison goes with all that stands there
  if (group.length === 0 || (filters.size > 0 && group.length < members.length)) return [index]
  return [...group, ...definitionsBehind(context, group)].sort((a, b) => a - b)
}

/**
 * The calls of a group, with what each callee gets.
 * @throws Refused where a call that stands behind the same comparison is left alone.
 */
export function fanOf(context: TransformContext, group: readonly number[]): Fan {
  const { sites } = context
  const choosers = choosersOf(sites, group)
  // a call whose helper has the function fixed is refused further down
  const indices = choosers.length > 0 ? choosers : group
  const members = indices.map((index) => sites[index] as InvokeSite)
  const [first] = members as [InvokeSite]
  const { members: all, filters } = fanOutAt(context, indices[0] ?? 0)
  if (members.length === 1 || filters.size === 0) return { members, filters: new Map() }
  if (all.length > members.length)
    refuse(first, 'several-callers', 'A call that would be part of the same message cannot be rewritten.')
  const byCallee = members.flatMap(({ target }, at): [string, Filter][] => {
    const filter = filters.get(indices[at] ?? -1)
    return filter && target.status === 'resolved' ? [[refKey(target.ref), filter]] : []
  })
  return { members, filters: new Map(byCallee) }
}

/** The fan-out that a site is part of, as it was advised. */
function fanOutAt(context: TransformContext, index: number): FanOut {
  const site = context.sites[index]
  if (site?.target.status !== 'resolved') return { members: [], filters: new Map() }
  return fanOutOf(context.sites, site, filterTypes(context, site.target.ref.service))
}
