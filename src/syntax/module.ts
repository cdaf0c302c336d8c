import { ts } from 'ts-morph'
import type { SourceText } from '../workspace/workspace'
import { type Bindings, bind } from './bind'
import { isTooDeep } from './depth'
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
  const { ast, syntaxError } = parsed(source)
  let bindings: Bindings | undefined
  let exports: ExportTable | undefined
  return {
    file: source.file,
    text: source.text,
    ast,
    syntaxError,
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

const TOO_DEEP = { message: 'The file nests too deeply to be analysed.', line: 1, column: 1 }

/** The tree of a file; one that cannot be walked is left empty. */
function parsed(source: SourceText): { ast: ts.SourceFile; syntaxError: SourceError | undefined } {
  try {
    const ast = parse(source)
    if (!isTooDeep(ast)) return { ast, syntaxError: syntaxErrorOf(ast) }
  } catch (error) {
    // the parser itself ran out of stack
    if (!(error instanceof RangeError)) throw error
  }
  return { ast: parse({ file: source.file, text: '' }), syntaxError: TOO_DEEP }
}

function isModuleSyntax(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isExportAssignment(statement))
    return true
  return (
    ts.canHaveModifiers(statement) &&
    !!ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)
  )
}
