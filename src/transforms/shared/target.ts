import { type FunctionRef, refKey } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { refuse } from '../transform'

/**
 * The one function that a site invokes.
 * @throws Refused where the call names a version of it.
 */
export function resolvedCallee(site: InvokeSite): { ref: FunctionRef } {
  if (site.target.status !== 'resolved') throw new Error('A site without a known callee is advised to stay.')
  const { ref, qualifier } = site.target
  if (qualifier !== undefined) refuse(site, 'qualified-callee', `The call names "${ref.function.key}:${qualifier}".`)
  return { ref }
}

/** The functions that can make the call: where the variable that names the callee is not set, it fails as it did. */
export function sendersOf({ callers, target }: InvokeSite): FunctionRef[] {
  const unset = new Set((target.status === 'resolved' ? target.unsetFor : []).map(refKey))
  return callers.filter((ref) => !unset.has(refKey(ref)))
}
