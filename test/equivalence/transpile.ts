import { ts } from 'ts-morph'
import { built } from './built'

/** Makes sources what a runtime can load. Files before and after a plan are the same for the most part: each text once. */
export class Transpiler {
  private readonly known = new Map<string, string>()

  /** The files of a service: TypeScript and ES modules become CommonJS; sources and JSON only. */
  modulesOf(files: Readonly<Record<string, string>>): Record<string, string> {
    const modules = Object.entries(files).flatMap(([file, text]) => {
      if (/\.[cm]?[jt]sx?$/.test(file)) return [[built(file), this.transpiled(file, text)]]
      return file.endsWith('.json') ? [[file, text]] : []
    })
    return Object.fromEntries(modules)
  }

  private transpiled(file: string, text: string): string {
    const key = `${file}\n${text}`
    const known = this.known.get(key) ?? transpiled(file, text)
    this.known.set(key, known)
    return known
  }
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
