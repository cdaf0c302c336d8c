import type { FunctionRef } from '../../../load/service'
import type { InvokeSite } from '../../../scan/site'
import { refuse, type TransformContext } from '../../transform'
import type { ErrorEffect } from '../error-effect'
import { mayFailInJson } from '../read-members'
import { throwsOnlyErrors } from '../thrown'
import { caughtUse } from './caught'
import { refuseWrapper, type Wrapped } from './through'

/** What gives another result when it is run again. */
const CHANCE =
  /\bMath\.random\b|\bDate\.now\b|\bnew Date\(\)|\brandomUUID\b|\brandomBytes\b|\bperformance\.now\b|\bhrtime\b/

/**
 * Checks that nothing of a helper is lost that matters for this callee.
 * @throws Refused
 */
export function checkWrapped(
  context: TransformContext,
  site: InvokeSite,
  callee: FunctionRef,
  wrapped: Wrapped,
  onError: ErrorEffect,
): void {
  const { handler } = context.relocatable(callee)
  const mayChange = wrapped.isRetried && handler && CHANCE.test(handler.module.text)
  if (mayChange) refuseWrapper(site, 'tries again, and another try may have another result')
  if (wrapped.rewords && onError !== 'none') {
    const { isInspected, passesMessage } = caughtUse(context, site)
    const isSame =
      wrapped.keepsMessage && handler && throwsOnlyErrors(context.evaluator, handler) && !mayFailInJson(handler)
    if (isInspected || (passesMessage && !isSame))
      refuse(site, 'function-error-branch', 'The caller reads the error that the helper makes of that of the callee.')
  }
  const isKept = context.options.errors === 'preserve' && onError !== 'none'
  if (isKept && (wrapped.rewords || wrapped.isRetried))
    refuse(site, 'errors-not-preserved', `"${callee.function.key}" may throw, and the helper words its error anew.`)
}
