import type { ts } from 'ts-morph'

/** Where the declarations of the language stand: nowhere on disk. */
const FOLDER = '/node_modules/typescript/lib'

/** The declarations of the language and its library (`lib.es2022.d.ts`), which ts-morph brings along. */
export interface LanguageFiles {
  readonly folder: string
  has(path: string): boolean
  source(path: string, target: ts.ScriptTarget): ts.SourceFile | undefined
}

let opened: LanguageFiles | undefined

/** Opened on first use; what is parsed once never changes, and is shared by all programs. */
export function languageFiles(): LanguageFiles {
  opened ??= open()
  return opened
}

function open(): LanguageFiles {
  const { Project, ts } = require('ts-morph') as typeof import('ts-morph')
  const host = new Project({ useInMemoryFileSystem: true, skipAddingFilesFromTsConfig: true }).getModuleResolutionHost()
  const parsed = new Map<string, ts.SourceFile | undefined>()
  return {
    folder: FOLDER,
    has: (path) => path.startsWith(`${FOLDER}/`) && host.fileExists(path),
    source(path, target) {
      const key = `${target} ${path}`
      if (!parsed.has(key)) {
        const text = host.readFile(path)
        parsed.set(key, text === undefined ? undefined : ts.createSourceFile(path, text, target))
      }
      return parsed.get(key)
    },
  }
}
