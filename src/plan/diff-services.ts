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

/** What the changed configuration does to the stacks. */
export function diffServices({ context, services }: Analysis, after: Workspace, causes: readonly Cause[]): InfraDiff[] {
  const diagnostics = new DiagnosticBag()
  const contextAfter = { ...context, workspace: after, program: sourceProgram(after), diagnostics }
  const changed = loadServices(contextAfter)
  return services.flatMap((service) => {
    const other = changed.find((candidate) => candidate.config === service.config)
    if (!other || !isConfigurationChanged(context.workspace, after, service)) return []
    const others = changed.filter((candidate) => candidate !== other)
    return [withCauses(diffTemplates(compiled(service, context), compiled(other, contextAfter), others), causes)]
  })
}

function compiled(service: Service, { workspace, program }: LoadContext): CompiledService {
  const placeOf = (path: ConfigPath) => placeIn(service, path, (file) => readConfig(workspace, program, file))
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
