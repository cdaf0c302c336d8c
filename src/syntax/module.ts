import { ts } from 'ts-morph'
import type { SourceText } from '../workspace/workspace'
import { type Bindings, bind } from './bind'
import { type ExportTable, exportsOf } from './exports'
import { parse, type SourceError, syntaxErrorOf } from './parse'

/** One parsed source file. The tree is built at once; names and exports when they are first asked for. */
export interface SourceModule {
  readonly file: string
  readonly text: string
  readonly ast: ts.SourceFile
  readonly syntaxError: SourceError | undefined
  /** Whether the file uses `import`/`export` syntax, rather than `require` and `module.exports`. */
  readonly isEsm: boolean
  readonly bindings: Bindings
  readonly exports: ExportTable
}

export function sourceModule(source: SourceText): SourceModule {
  const ast = parse(source)
  let bindings: Bindings | undefined
  let exports: ExportTable | undefined
  return {
    file: source.file,
    text: source.text,
    ast,
    syntaxError: syntaxErrorOf(ast),
    isEsm: ast.statements.some(isModuleSyntax),
    get bindings() {
      bindings ??= bind(ast)
      return bindings
    },
    get exports() {
      exports ??= exportsOf(ast)
      return exports
    },
  }
}

function isModuleSyntax(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isExportAssignment(statement))
    return true
  return (
    ts.canHaveModifiers(statement) &&
    !!ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)
  )
}
