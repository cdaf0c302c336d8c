import type { InvokeSite } from '../../scan/site'
import { refuse } from '../transform'

/** What a call with a client of somewhere else is refused with: of a function call, and of what needs another client. */
export type OriginCode = 'callee-not-known' | 'client-config'

/** @throws Refused with that code */
export function refuseClient(site: InvokeSite, code: OriginCode, what: string): never {
  // what else is not known of a callee is its name
  refuse(site, code, `The Lambda client ${what}.`, undefined, code === 'callee-not-known' ? 'client' : undefined)
}
