import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError, Option } from 'commander'
import { UserError } from '../messages/user-error'
import type { ApplyFlags } from './apply'
import { EXIT, type ExitCode, type Io } from './io'
import { analysisOptions, planOptions, repositoryOptions } from './options'
import type { PlanCommandFlags } from './plan'
import type { ScanFlags } from './scan'
import type { SynthFlags } from './synth'

const FORMATS = ['text', 'markdown', 'html', 'json', 'sarif', 'patch']
const EXIT_CODES = `
Exit codes:
  0  nothing to do, or done
  1  an error; with --strict, a refusal
  2  plan: there is something to apply
  3  blocked: a stale plan, uncommitted changes, nobody to ask
`
const GRAPHS = ['mermaid', 'dot', 'json']

/**
 * Runs the command line.
 * @param argv Arguments without the program.
 * @returns The exit code. User errors are printed; other errors are thrown: they are defects of this program.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok
  const program = buildProgram(io, (result) => {
    code = result
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.error
    if (!(error instanceof UserError)) throw error
    io.err(
      `${io.errPalette.red('error')} [${error.code}] ${error.message}\n${error.hint === undefined ? '' : `  ${error.hint}\n`}`,
    )
    return error.exitCode
  }
}

/** The commands. Each is loaded when it is run: `--help` and `--version` need none of the parsers. */
function buildProgram(io: Io, done: (code: ExitCode) => void): Command {
  const program = new Command('lambda-unchain')
    .description(
      'Rewrites Lambda-to-Lambda calls of Serverless Framework repositories: handler source and serverless.yml together.',
    )
    .version(version())
    .option('--no-color', 'no colours (so does NO_COLOR)')
    .addHelpText('after', EXIT_CODES)
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .exitOverride()
    .showHelpAfterError('(add --help for the options)')

  analysisOptions(program.command('scan').description('find the calls, and what each should become'))
    .option('--json', 'print JSON')
    .addOption(new Option('--graph <format>', 'print who calls whom instead').choices(GRAPHS))
    .action(async (paths: string[], flags: ScanFlags) => {
      const { scanCommand } = await import('./scan')
      done(await scanCommand(paths, flags, io))
    })

  planOptions(program.command('plan').description('show the code diff and the infrastructure diff; write nothing'))
    .addOption(new Option('--format <format>', 'form of the output').choices(FORMATS).default('text'))
    .addOption(new Option('--json', 'the same as --format json').conflicts('format'))
    .option('--out <file>', 'save the plan, to be applied later')
    .option('--validate', "check the templates with AWS's own validator too (@aws/cloudformation-validate)")
    .action(async (paths: string[], flags: PlanCommandFlags) => {
      const { planCommand } = await import('./plan')
      done(await planCommand(paths, flags, io))
    })

  planOptions(
    program.command('apply').description('plan, ask, and write; or apply a saved plan: apply plan.json [folder]'),
  )
    .option('--yes', 'do not ask')
    .option('--allow-dirty', 'write over uncommitted changes')
    .option('--root <folder>', 'folder to apply a saved plan to (default: the one that it was made for)')
    .action(async (paths: string[], flags: ApplyFlags) => {
      const { applyCommand } = await import('./apply')
      done(await applyCommand(paths, flags, io))
    })

  repositoryOptions(program.command('synth').description('print the CloudFormation template of a service'))
    .option('--service <name>', 'name or configuration file of the service, where there are several')
    .option('--packager', 'run the osls or serverless 3 of the repository instead: this runs its code, in a copy')
    .action(async (paths: string[], flags: SynthFlags) => {
      const { synthCommand } = await import('./synth')
      done(synthCommand(paths, flags, io))
    })

  return program
}

function version(): string {
  const file = join(__dirname, '..', '..', 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
