import { placeIn } from '../infra/check/place'
import { type Cause, withCauses } from '../infra/diff/causes'
import { type CompiledService, diffTemplates } from '../infra/diff/diff'
import type { InfraDiff } from '../infra/diff/model'
import { synthesize } from '../infra/synth/synthesize'
import type { LoadContext } from '../load/build-service'
import { readConfig } from '../load/config-file'
import type { ConfigPath } from '../load/document'
import { loadServices } from '../load/load'
import type { Service } from '../load/service'
import { DiagnosticBag } from '../messages/diagnostic'
import { sourceProgram } from '../syntax/program'
import type { Workspace } from '../workspace/workspace'
import type { Analysis } from './analyze'

/** A service before and after, compiled. */
export interface CompiledChange {
  readonly before: CompiledService
  readonly after: CompiledService
}

/** What the changed configuration does to the stacks, and the templates that are compared. */
export interface ServicesDiff {
  readonly infra: readonly InfraDiff[]
  readonly compiled: readonly CompiledChange[]
}

export function diffServices(
  { context, services }: Analysis,
  after: Workspace,
  causes: readonly Cause[],
): ServicesDiff {
  const diagnostics = new DiagnosticBag()
  const contextAfter = { ...context, workspace: after, program: sourceProgram(after), diagnostics }
  const changed = loadServices(contextAfter)
  const compiledChanges = services.flatMap((service): CompiledChange[] => {
    const other = changed.find((candidate) => candidate.config === service.config)
    if (!other || !isConfigurationChanged(context.workspace, after, service)) return []
    return [{ before: compiled(service, context), after: compiled(other, contextAfter) }]
  })
  const infra = compiledChanges.map((change) => {
    const others = changed.filter((candidate) => candidate !== change.after.service)
    return withCauses(diffTemplates(change.before, change.after, others), causes)
  })
  return { infra, compiled: compiledChanges }
}

function compiled(service: Service, context: LoadContext): CompiledService {
  const placeOf = (path: ConfigPath) => placeIn(service, path, (file) => readConfig(context, file))
  return { service, ...synthesize(service), placeOf }
}

function isConfigurationChanged(
  before: Workspace,
  after: Workspace,
  service: { config: string; includes: readonly { file: string }[] },
): boolean {
  const text = (workspace: Workspace, file: string) => {
    const result = workspace.read(file)
    return 'text' in result ? result.text : undefined
  }
  return [service.config, ...service.includes.map(({ file }) => file)].some(
    (file) => text(before, file) !== text(after, file),
  )
}
