import { type Node, ts } from 'ts-morph'
import { languageFiles } from '../syntax/language-files'
import type { SourceModule } from '../syntax/module'
import type { SourceProgram } from '../syntax/program'
import { isTypeScript } from '../syntax/source-file'
import { HANDLER_TYPES } from './handler-types'

const TARGET = ts.ScriptTarget.ES2022

/**
 * A compiler's view of the files that are asked about and of what they import from the workspace. It grows: nothing is read
 * before it is asked for. The declarations of packages are never loaded; but for the type of a handler, what they type is
 * unknown.
 */
export class TypedFiles {
  private readonly parsed = new Map<string, ts.SourceFile>()
  private readonly wrapped = new Map<string, Node>()
  private checked: ts.Program | undefined
  private readonly options: ts.CompilerOptions

  constructor(
    private readonly sources: Pick<SourceProgram, 'module' | 'resolve'>,
    strict: boolean,
  ) {
    this.parsed.set(HANDLER_TYPES.file, ts.createSourceFile(HANDLER_TYPES.file, HANDLER_TYPES.text, TARGET, true))
    this.options = { strict, target: TARGET, module: ts.ModuleKind.CommonJS, types: [] }
  }

  /** The same expression, with its type; `undefined` where the file is no TypeScript. */
  find(module: SourceModule, node: ts.Expression): Node | undefined {
    if (!isTypeScript(module.file)) return undefined
    this.add(module)
    const found = this.file(module.file)?.getDescendantAtPos(node.getStart(module.ast))
    const exact = found?.getParentWhile((_, child) => child.getEnd() < node.end) ?? found
    const target =
      exact && exact.getEnd() === node.end
        ? exact
        : found?.getFirstAncestor((ancestor) => ancestor.getEnd() === node.end)
    return target && ts.isSourceFile(target.compilerNode) ? undefined : target
  }

  private file(file: string): Node | undefined {
    const known = this.wrapped.get(file)
    if (known) return known
    const { createWrappedNode } = require('ts-morph') as typeof import('ts-morph')
    this.checked ??= this.compile()
    const source = this.checked.getSourceFile(pathOf(file))
    if (!source) return undefined
    const node = createWrappedNode(source, { sourceFile: source, typeChecker: this.checked.getTypeChecker() })
    this.wrapped.set(file, node)
    return node
  }

  private add(module: SourceModule): void {
    const path = pathOf(module.file)
    if (this.parsed.has(path)) return
    this.parsed.set(path, ts.createSourceFile(path, module.text, TARGET, true))
    this.checked = undefined
    this.wrapped.clear()
    for (const statement of module.ast.statements) {
      const specifier =
        (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) && statement.moduleSpecifier
      const imported = specifier && ts.isStringLiteral(specifier) && this.imported(module.file, specifier.text)
      if (imported) this.add(imported)
    }
  }

  private imported(from: string, specifier: string): SourceModule | undefined {
    const target = this.sources.resolve(from, specifier)
    const module = target.kind === 'file' ? this.sources.module(target.file) : undefined
    return module && isTypeScript(module.file) ? module : undefined
  }

  private compile(): ts.Program {
    const language = languageFiles()
    const fileExists = (path: string) => language.has(path) || this.parsed.has(path)
    const resolved = (from: string, specifier: string): ts.ResolvedModuleFull | undefined => {
      if (specifier === HANDLER_TYPES.package)
        return { resolvedFileName: HANDLER_TYPES.file, extension: ts.Extension.Dts }
      const module = this.imported(from.slice(1), specifier)
      const extension = module && /(\.d)?\.[cm]?tsx?$/.exec(module.file)?.[0]
      return module && extension ? { resolvedFileName: pathOf(module.file), extension } : undefined
    }
    return ts.createProgram({
      rootNames: [...this.parsed.keys()],
      options: this.options,
      host: {
        fileExists,
        readFile: (path) => this.parsed.get(path)?.text,
        getSourceFile: (path) => this.parsed.get(path) ?? language.source(path, TARGET),
        resolveModuleNameLiterals: (literals, from) =>
          literals.map(({ text }) => ({ resolvedModule: resolved(from, text) })),
        getDefaultLibFileName: (settings) => `${language.folder}/${ts.getDefaultLibFileName(settings)}`,
        getDefaultLibLocation: () => language.folder,
        writeFile: () => {},
        getCurrentDirectory: () => '/',
        getCanonicalFileName: (name) => name,
        useCaseSensitiveFileNames: () => true,
        getNewLine: () => '\n',
      },
    })
  }
}

function pathOf(file: string): string {
  return `/${file}`
}
