#!/usr/bin/env node
// Whether real repositories are as whole after a plan as before:
//   npm run build && node scripts/corpus-check.js CHECKOUTS [--repo name] [-- OPTIONS OF apply]
// CHECKOUTS is a folder of repositories. Each of which the plan rewrites something is copied twice to a temporary folder,
// the plan is applied to one of the copies, and both are compared: the type errors of the TypeScript files that change, and
// whether the packager (osls) packages the services that change. Packages that are not installed are those of this
// repository, or missing on both sides; plugins that are not installed are left out on both sides. Without CHECKOUTS it
// says so and does nothing.
const { spawnSync } = require('node:child_process')
const {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} = require('node:fs')
const { tmpdir } = require('node:os')
const { dirname, join, relative } = require('node:path')
const { parseArgs } = require('node:util')
const { Project, ts } = require('ts-morph')

const root = join(__dirname, '..')
const cli = join(root, 'bin', 'lambda-unchain.js')

/** @returns `{ status, stdout, stderr }` */
function run(args) {
  return spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 })
}

/** Errors of some files, each as its file, its code and its text. */
function typeErrors(folder, files) {
  const byConfig = new Map()
  for (const file of files) {
    const config = ts.findConfigFile(join(folder, dirname(file)), ts.sys.fileExists) ?? ''
    const own = config.startsWith(folder) ? config : ''
    byConfig.set(own, [...(byConfig.get(own) ?? []), file])
  }
  return [...byConfig].flatMap(([config, names]) => {
    const read = config ? ts.readConfigFile(config, ts.sys.readFile).config : {}
    const { options } = ts.parseJsonConfigFileContent(
      { ...read, files: [], include: [] },
      ts.sys,
      dirname(config || folder),
    )
    // a project brings the declarations of the language itself
    const project = new Project({
      skipAddingFilesFromTsConfig: true,
      compilerOptions: {
        strict: true,
        ...options,
        noEmit: true,
        skipLibCheck: true,
        composite: false,
        incremental: false,
        types: ['node'],
      },
    })
    project.addSourceFilesAtPaths(names.map((name) => join(folder, name)))
    const program = project.getProgram().compilerObject
    return names.flatMap((name) => {
      const source = program.getSourceFile(join(folder, name))
      const found = source
        ? [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
        : []
      return found.map(
        ({ code, messageText }) => `${name}: TS${code} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      )
    })
  })
}

/** What is more in one list than in another. */
function more(after, before) {
  const left = [...before]
  return after.filter((error) => {
    const at = left.indexOf(error)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

/** Whether the packager packages a service, and why not. */
function packaged(folder, config, variables) {
  const args = ['synth', join(folder, dirname(config)), '--packager', '--stage', 'dev', '--dotenv', variables]
  const { status, stderr } = run(args)
  return status === 0 ? undefined : stderr.trim().split('\n').slice(-3).join(' ')
}

/** Takes out of a configuration what is not installed: plugins, with what only they know, and the version of the framework. */
function withoutPlugins(file) {
  const text = readFileSync(file, 'utf8')
  const plugins = /^plugins:[^\n]*\n(?:[ \t]*(?:-|#)[^\n]*\n|[ \t]*\n)*/m
  writeFileSync(
    file,
    `${text
      .replace(plugins, '')
      .replace(/^frameworkVersion:.*\n/m, '')
      .trimEnd()}\nconfigValidationMode: warn\n`,
  )
}

function variablesOf(folder, files) {
  const names = new Set()
  for (const file of files) {
    if (!existsSync(join(folder, file))) continue
    for (const [, name] of readFileSync(join(folder, file), 'utf8').matchAll(/\$\{env:(\w+)/g)) names.add(name)
  }
  return [...names].map((name) => `${name}=1`).join('\n')
}

function check(checkout, name, options) {
  const planned = run(['plan', checkout, '--json', ...options])
  if (planned.status !== 2) return
  const plan = JSON.parse(planned.stdout)
  const rewritten = plan.sites.filter(({ outcome }) => outcome === 'rewritten').length
  const folder = mkdtempSync(join(tmpdir(), 'lambda-unchain-corpus-'))
  try {
    const [before, after] = ['before', 'after'].map((side) => join(folder, side))
    for (const side of [before, after]) {
      cpSync(checkout, side, { recursive: true, filter: (path) => !/[\\/](\.git|node_modules)$/.test(path) })
      symlinkSync(join(root, 'node_modules'), join(side, 'node_modules'))
    }
    const applied = run(['apply', after, '--yes', ...options])
    const changed = [...new Set(plan.edits.map(({ file }) => file)), ...plan.createdFiles.map(({ file }) => file)]
    const sources = changed.filter((file) => /\.[cm]?tsx?$/.test(file) && !/serverless\.ts$/.test(file))
    const there = (side) => sources.filter((file) => existsSync(join(side, file)))
    const errors = more(typeErrors(after, there(after)), typeErrors(before, there(before)))
    const variables = join(folder, 'variables.env')
    const inputs = plan.inputs.map(({ file }) => file).filter((file) => /\.ya?ml$|\.json$|serverless\./.test(file))
    writeFileSync(variables, variablesOf(before, inputs))
    process.stdout.write(`${name}: ${rewritten} rewritten, apply ${applied.status}, ${errors.length} new type errors\n`)
    for (const error of errors) process.stdout.write(`    ${error}\n`)
    const configs = plan.services
      .map(({ config }) => config)
      .filter((config) => plan.infra.some((diff) => diff.config === config))
    for (const config of configs) {
      let failure = packaged(before, config, variables)
      if (failure !== undefined && /\.ya?ml$/.test(config)) {
        for (const side of [before, after]) withoutPlugins(join(side, config))
        failure = packaged(before, config, variables)
      }
      const result = failure ?? packaged(after, config, variables)
      const state =
        failure !== undefined ? 'not packaged before' : result === undefined ? 'packaged' : 'NO MORE PACKAGED'
      process.stdout.write(`    ${config}: ${state}${result === undefined ? '' : `: ${result}`}\n`)
    }
    return { errors: errors.length }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { repo: { type: 'string', default: '' } },
  })
  const [checkouts, ...options] = positionals
  if (!checkouts || !existsSync(checkouts)) {
    process.stdout.write('The checkouts are not here: nothing to check.\n')
    return
  }
  for (const name of readdirSync(checkouts).filter((entry) => entry.includes(values.repo)))
    check(join(relative('', checkouts) || '.', name), name, options)
}

main()
