import { ts } from 'ts-morph'

/** The files of a service as a runtime can load them: TypeScript and ES modules become CommonJS; sources and JSON only. */
export function modulesOf(files: Readonly<Record<string, string>>): Record<string, string> {
  const modules = Object.entries(files).flatMap(([file, text]) => {
    if (/\.[cm]?[jt]sx?$/.test(file)) return [[built(file), transpiled(file, text)]]
    return file.endsWith('.json') ? [[file, text]] : []
  })
  return Object.fromEntries(modules)
}

/** Path of the file that Node loads for a source file. */
export function built(file: string): string {
  return file.replace(/\.[cm]?[jt]s$/, '.js')
}

function transpiled(file: string, text: string): string {
  const { outputText } = ts.transpileModule(text, {
    fileName: file.replace(/\.mjs$/, '.js'),
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
      allowJs: true,
    },
  })
  return outputText.replace(/(require\(["']\.[^"']*)\.mjs(["']\))/g, '$1.js$2')
}
