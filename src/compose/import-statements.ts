import { ts } from 'ts-morph'
import { lineAfter } from '../syntax/lines'
import type { SourceModule } from '../syntax/module'
import { requiredModule } from '../syntax/nodes'

/** The imports of a file, `require` included. */
export function importStatements(module: SourceModule): ts.Statement[] {
  return module.ast.statements.filter((statement) => ts.isImportDeclaration(statement) || isRequire(statement))
}

export function lastImport(
  module: SourceModule,
  stays: (statement: ts.Statement) => boolean = () => true,
): ts.Statement | undefined {
  return importStatements(module).findLast(stays)
}

/** What an import statement or a `require` imports. */
export function specifierOf(statement: ts.Statement): string | undefined {
  if (ts.isImportDeclaration(statement))
    return ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : undefined
  if (!ts.isVariableStatement(statement)) return undefined
  const initializer = statement.declarationList.declarations[0]?.initializer
  return initializer && requiredModule(initializer)
}

function isRequire(statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.every(
      ({ initializer }) => initializer && requiredModule(initializer) !== undefined,
    )
  )
}

/** Behind directives (`'use strict'`), the blank line behind them, and the comment at the head. */
export function headEnd(module: SourceModule): number {
  const directive = module.ast.statements.findLast(
    (statement) => ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression),
  )
  if (directive) {
    const after = lineAfter(module.text, directive.end)
    return after + (/^[ \t]*\r?\n/.exec(module.text.slice(after))?.[0].length ?? 0)
  }
  const [first] = module.ast.statements
  return first ? first.getStart(module.ast) : 0
}

/** A name in the braces of an import, or of what is taken out of a `require`. */
export type ImportedName = ts.ImportSpecifier | ts.BindingElement

export interface ImportList {
  readonly isTypeOnly: boolean
  /** Whether it is an `import`, rather than what is taken out of a `require`. */
  readonly isEsm: boolean
  readonly elements: readonly ImportedName[]
}

/**
 * The lists of names that a file imports from a module: `import { a } from 'x'`, `const { a } = require('x')`.
 * A list with a rest (`...others`) is none: a name that is taken out of it would be missing in the rest.
 */
export function importLists(module: SourceModule, specifier: string): ImportList[] {
  return module.ast.statements.flatMap((statement): ImportList[] => {
    if (ts.isImportDeclaration(statement)) {
      const named = statement.importClause?.namedBindings
      if (specifierOf(statement) !== specifier || !named || !ts.isNamedImports(named)) return []
      return [{ isTypeOnly: statement.importClause?.isTypeOnly === true, isEsm: true, elements: named.elements }]
    }
    if (!ts.isVariableStatement(statement)) return []
    return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
      const isOfModule = initializer && requiredModule(initializer) === specifier
      if (!isOfModule || !ts.isObjectBindingPattern(name)) return []
      if (name.elements.some((element) => element.dotDotDotToken)) return []
      return [{ isTypeOnly: false, isEsm: false, elements: name.elements }]
    })
  })
}

/** Whether a file imports something from a module under its own name; the module itself, where `isWhole`. */
export function isImported(module: SourceModule, specifier: string, name: string, isWhole = false): boolean {
  if (isWhole) return importStatements(module).some((statement) => isWholeImport(statement, specifier, name))
  return importLists(module, specifier).some(({ elements }) =>
    elements.some(
      (element) => element.name.getText() === name && (element.propertyName ?? element.name).getText() === name,
    ),
  )
}

/** `import name from 'x'`, `import * as name from 'x'`, `const name = require('x')`. */
function isWholeImport(statement: ts.Statement, specifier: string, name: string): boolean {
  if (ts.isImportDeclaration(statement)) {
    const { name: own, namedBindings } = statement.importClause ?? {}
    const names = [own, namedBindings && ts.isNamespaceImport(namedBindings) ? namedBindings.name : undefined]
    return specifierOf(statement) === specifier && names.some((one) => one?.text === name)
  }
  return (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.some(
      (one) => one.name.getText() === name && one.initializer && requiredModule(one.initializer) === specifier,
    )
  )
}
