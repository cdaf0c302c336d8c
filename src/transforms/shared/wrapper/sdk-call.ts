import type { InvokeSite, WrapperLevel } from '../../../scan/site'

/** The call of the SDK that a call leads to through helpers, as a site of its own with the same callers and callee. */
export function sdkCallOf(site: InvokeSite, level: WrapperLevel | undefined): InvokeSite {
  return { ...site, ...level?.call, kind: 'direct', through: [] }
}
