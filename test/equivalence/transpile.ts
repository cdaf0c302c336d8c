import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ts } from 'ts-morph'

/**
 * Lays files out so that Node can load them: TypeScript and ES modules become CommonJS. The folder is inside of this
 * repository, so that the SDKs are found.
 */
export function layOut(folder: string, files: Readonly<Record<string, string>>): void {
  rmSync(folder, { recursive: true, force: true })
  for (const [file, text] of Object.entries({ ...files, 'package.json': '{ "type": "commonjs" }' })) {
    const path = join(folder, built(file))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, /\.[cm]?[jt]sx?$/.test(file) ? transpiled(file, text) : text)
  }
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
