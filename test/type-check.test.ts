import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Project, ts } from 'ts-morph'
import { FIXTURES, fixtures } from './support/fixtures'

/** One program over all fixtures: the declarations of the SDKs are loaded once. */
const sides = fixtures().flatMap(({ folder, input, expected }) => [
  ...Object.keys(input).map((file) => join(folder, 'input', file)),
  ...Object.keys(expected ?? {}).map((file) => join(folder, 'expected', file)),
])
const files = sides.filter((file) => /\.[cm]?ts$/.test(file) && existsSync(file))
const project = new Project({
  skipAddingFilesFromTsConfig: true,
  compilerOptions: {
    noEmit: true,
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    isolatedModules: true,
    skipLibCheck: true,
    types: ['node'],
  },
  resolutionHost: (host, optionsOf) => ({
    resolveModuleNames: (names, from) =>
      names.map((name) => ts.resolveModuleName(name, from, { ...optionsOf(), ...pathsOf(from) }, host).resolvedModule),
  }),
})
project.addSourceFilesAtPaths(files)
const program = project.getProgram().compilerObject

/** The aliases of the fixture that a file is of. */
function pathsOf(file: string): ts.CompilerOptions {
  const folder = /^.*?\/(?:input|expected)(?=\/)/.exec(file.slice(FIXTURES.length))?.[0]
  if (folder === undefined || !file.startsWith(FIXTURES)) return {}
  const path = join(FIXTURES, folder)
  const { config } = ts.readConfigFile(join(path, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config ?? {}, ts.sys, path)
  const { paths, baseUrl } = options
  return paths ? { paths, pathsBasePath: baseUrl ?? path } : {}
}

function errorsIn(folder: string): string[] {
  return files
    .filter((file) => file.startsWith(`${folder}/`))
    .flatMap((file) => {
      const source = program.getSourceFile(file)
      return source ? [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)] : []
    })
    .map(({ code, messageText }) => `${code}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`)
}

const typed = fixtures().filter(({ expected }) => Object.keys(expected ?? {}).some((file) => file.endsWith('.ts')))

test('there is TypeScript to check', () => {
  expect(typed.length).toBeGreaterThan(5)
})

test.each(typed.map(({ name }) => name))('%s has no new type errors', (name) => {
  const before = errorsIn(join(FIXTURES, name, 'input'))
  const after = errorsIn(join(FIXTURES, name, 'expected'))
  expect(after.filter((error) => !before.includes(error))).toEqual([])
})
