import { groupsOf } from '../../../advise/site-groups'
import { refKey } from '../../../load/service'
import type { InvokeSite } from '../../../scan/site'
import type { TransformContext } from '../../transform'
import { chainAt } from '../own-helpers'

/**
 * The chains that lead to a call through the function that makes it, the outermost first: the first of them whose workflow
 * takes the function's steps has the call.
 */
export function chainsAbove(
  context: TransformContext,
  { callers }: InvokeSite,
  seen: ReadonlySet<string> = new Set(),
): (readonly number[])[] {
  const { sites, advice } = context
  const [caller, ...others] = callers
  if (!caller || others.length > 0 || seen.has(refKey(caller))) return []
  const calling = groupsOf(sites).byCallee.get(refKey(caller)) ?? []
  const first = calling.find((index) => advice[index]?.verdict === 'step-functions')
  const above = first === undefined ? undefined : sites[first]
  if (first === undefined || !above) return []
  return [...chainsAbove(context, above, new Set([...seen, refKey(caller)])), chainAt(context, first)]
}
