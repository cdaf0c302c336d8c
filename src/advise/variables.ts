import type { DiagnosticBag } from '../messages/diagnostic'
import type { InvokeSite } from '../scan/site'

/** Reports functions that reach a call, but do not have the variable that names its callee. */
export function reportMissingVariables(diagnostics: DiagnosticBag, sites: readonly InvokeSite[]): void {
  for (const { target, module, line, kind } of sites) {
    if (target.status !== 'resolved' || kind === 'wrapper-definition') continue
    for (const { function: caller } of target.unsetFor) {
      const message = `"${caller.key}" reaches this call, but does not have the variable that names "${target.ref.function.key}".`
      diagnostics.add({ severity: 'warning', code: 'variable-missing', message, file: module.file, line })
    }
  }
}
