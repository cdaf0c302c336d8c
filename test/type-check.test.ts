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
})
project.addSourceFilesAtPaths(files)
const program = project.getProgram().compilerObject

function errorsIn(folder: string): string[] {
  return files
    .filter((file) => file.startsWith(`${folder}/`))
    .flatMap((file) => {
      const source = program.getSourceFile(file)
      const found = source
        ? [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
        : []
      return found.filter((error) => !isOfAlias(folder, file, error))
    })
    .map(({ code, messageText }) => `${code}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`)
}

/** Whether the file is missed only since the one program knows no `paths`: by those of the fixture it is there. */
function isOfAlias(folder: string, file: string, { code, messageText }: ts.Diagnostic): boolean {
  const specifier = /^Cannot find module '([^']+)'/.exec(ts.flattenDiagnosticMessageText(messageText, ' '))?.[1]
  if (code !== 2307 || specifier === undefined) return false
  const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config ?? {}, ts.sys, folder)
  return options.paths !== undefined && !!ts.resolveModuleName(specifier, file, options, ts.sys).resolvedModule
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
