import type { Service } from '../load/service'
import { UserError } from '../messages/user-error'
import type { PlanOptions } from '../transforms/options'

/**
 * Checks that options that name a callee name a function: a slip of the pen would go unseen.
 * @throws UserError `callee-unknown`
 */
export function checkNamedCallees(services: readonly Service[], { queue, detailTypes }: PlanOptions): void {
  const keys = new Set(services.flatMap(({ functions }) => functions.map(({ key }) => key)))
  const named = [
    ...queue.fifo.map(({ callee }) => ['--fifo', callee] as const),
    ...Object.keys(detailTypes).map((callee) => ['--detail-type', callee] as const),
  ]
  const wrong = named.find(([, callee]) => !keys.has(callee))
  if (!wrong) return
  const [option, callee] = wrong
  const hint = keys.size > 0 ? `There are: ${[...keys].sort().join(', ')}.` : undefined
  throw new UserError('callee-unknown', `${option} names "${callee}", which is no function of these services.`, hint)
}
