import type { FunctionRef } from '../load/service'
import type { DiagnosticBag } from '../messages/diagnostic'
import type { InvokeSite } from '../scan/site'

/** What API Gateway waits at most, in seconds: a REST API by default, an HTTP API always. */
const HTTP_LIMIT = { http: 29, httpApi: 30 } as const

/** Reports callers that give up before the function that they wait for does. */
export function reportTimeouts(diagnostics: DiagnosticBag, sites: readonly InvokeSite[]): void {
  for (const site of sites) {
    const { target, module, line } = site
    const isWaiting = site.kind !== 'wrapper-definition' && site.invocation === 'sync' && site.isAwaited
    if (!isWaiting || site.isTest || target.status !== 'resolved') continue
    for (const caller of site.callers) {
      const message = cascade(caller, target.ref)
      if (message) diagnostics.add({ severity: 'warning', code: 'timeout-cascade', message, file: module.file, line })
    }
  }
}

function cascade({ function: caller }: FunctionRef, { function: callee }: FunctionRef): string | undefined {
  if (!caller.isTimeoutKnown || !callee.isTimeoutKnown) return undefined
  if (caller.timeout < callee.timeout) {
    return `"${caller.key}" ends after ${caller.timeout} s; "${callee.key}", which it waits for, may take ${callee.timeout} s.`
  }
  const events = caller.events.flatMap((event) => Object.keys(event))
  const api = (['http', 'httpApi'] as const).find((name) => events.includes(name))
  if (!api || callee.timeout <= HTTP_LIMIT[api]) return undefined
  return `API Gateway gives "${caller.key}" up after ${HTTP_LIMIT[api]} s; "${callee.key}", which it waits for, may take ${callee.timeout} s.`
}
