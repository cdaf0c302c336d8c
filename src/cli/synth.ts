import { openWorkspace } from '../discover/discover'
import { synthesize } from '../infra/synth/synthesize'
import type { Template } from '../infra/template'
import type { LoadContext, LoadOptions } from '../load/build-service'
import { loadServices } from '../load/load'
import { locate } from '../load/locate'
import type { Service } from '../load/service'
import { DiagnosticBag } from '../messages/diagnostic'
import { UserError } from '../messages/user-error'
import { toJson } from '../review/json'
import { sourceProgram } from '../syntax/program'
import { EXIT, type ExitCode, type Io } from './io'
import { hasErrors, logDiagnostics } from './log'
import { loadOptionsOf, type RepositoryFlags } from './options'
import { runPackager } from './packager/run-packager'

export interface SynthFlags extends RepositoryFlags {
  readonly service?: string
  readonly packager?: boolean
}

/** `synth`: prints the CloudFormation template of one service as JSON. */
export function synthCommand(paths: readonly string[], flags: SynthFlags, io: Io): ExitCode {
  const workspace = openWorkspace(paths, io.cwd)
  const diagnostics = new DiagnosticBag()
  const context: LoadContext = {
    workspace,
    program: sourceProgram(workspace),
    diagnostics,
    options: loadOptionsOf(flags, io.cwd),
  }
  const services = loadServices(context)
  logDiagnostics(io, diagnostics.list())
  const wanted = services.filter(
    (service) => flags.service === undefined || service.name === flags.service || service.config === flags.service,
  )
  const [service, ...others] = wanted
  // why has been told
  if (!service && flags.service === undefined && hasErrors(diagnostics.list())) return EXIT.error
  if (!service) {
    const what = flags.service === undefined ? 'No service was found.' : `There is no service "${flags.service}".`
    throw new UserError('no-service', what, services.length > 0 ? `There are: ${names(services)}.` : undefined)
  }
  if (others.length > 0)
    throw new UserError(
      'several-services',
      `There are ${wanted.length} services.`,
      `Name one with --service: ${names(wanted)}.`,
    )
  if (flags.packager) {
    io.out(toJson(packaged(workspace.root, service, context.options, io)))
    return EXIT.ok
  }
  const { template, notes } = synthesize(service)
  for (const { message, path } of notes) {
    const place = locate(service.document, path)
    io.err(`${service.config}${place ? `:${place.line}` : ''}: note: ${message}\n`)
  }
  io.out(toJson(template))
  return hasErrors(diagnostics.list()) ? EXIT.error : EXIT.ok
}

/**
 * The template that the repository's own packager makes. This runs code of the repository, and only this.
 * @throws UserError where it cannot be had
 */
function packaged(root: string, service: Service, options: LoadOptions, io: Io): Template {
  const result = runPackager(root, service, options)
  if ('problem' in result) throw new UserError('not-verified', `not verified, because ${result.problem}`)
  io.err(`${service.config}: packaged by ${result.packager}, with an empty archive\n`)
  return result.template
}

function names(services: readonly { name: string; config: string }[]): string {
  return services.map(({ name, config }) => `${name} (${config})`).join(', ')
}
