import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import type { SourceModule } from '../../syntax/module'
import { sourceStyle } from '../../syntax/style'
import { movedSpecifier } from '../shared/specifier'

/** Whether a name comes from another module. */
export function isImported(binding: Binding): boolean {
  const [node] = binding.declarations
  return (
    !!node && (ts.isImportSpecifier(node) || ts.isImportClause(node) || ts.isNamespaceImport(node) || isRequired(node))
  )
}

function isRequired(node: ts.Node): boolean {
  const declaration = ts.isBindingElement(node) ? node.parent.parent : node
  return (
    ts.isVariableDeclaration(declaration) &&
    !!declaration.initializer &&
    /^require\(/.test(declaration.initializer.getText())
  )
}

/** Imports that the moved code needs, from where it goes. */
export function importLines(module: SourceModule, needs: readonly Binding[], file: string): string[] {
  const wanted = new Set(needs.filter(isImported).map((binding) => binding.name))
  const { quote } = sourceStyle(module)
  const mark = quote === 'single' ? "'" : '"'
  return module.ast.statements.flatMap((statement): string[] => {
    const specifier = importSpecifier(statement)
    if (specifier === undefined) return []
    const text = statement.getText(module.ast)
    const names = importedNames(statement).filter(({ local }) => wanted.has(local))
    if (names.length === 0) return []
    const target = `${mark}${movedSpecifier(specifier, module.file, file)}${mark}`
    if (names.length === importedNames(statement).length) return [text.replace(/(['"])[^'"]+\1(?=\)?;?$)/, target)]
    const list = `{ ${names.map(({ source }) => source).join(', ')} }`
    const end = sourceStyle(module).semicolons ? ';' : ''
    if (!ts.isImportDeclaration(statement)) return [`const ${list} = require(${target})${end}`]
    return [`import ${statement.importClause?.isTypeOnly ? 'type ' : ''}${list} from ${target}${end}`]
  })
}

function importSpecifier(statement: ts.Statement): string | undefined {
  if (ts.isImportDeclaration(statement))
    return ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : undefined
  return ts.isVariableStatement(statement) ? /require\((['"])(.+?)\1\)/.exec(statement.getText())?.[2] : undefined
}

function importedNames(statement: ts.Statement): { local: string; source: string }[] {
  if (ts.isImportDeclaration(statement)) {
    const clause = statement.importClause
    const named = clause?.namedBindings
    const rest = named ? (ts.isNamespaceImport(named) ? [named] : [...named.elements]) : []
    return [...(clause?.name ? [clause.name] : []), ...rest].map((node) => ({
      local: (ts.isIdentifier(node) ? node : node.name).text,
      source: node.getText(),
    }))
  }
  if (!ts.isVariableStatement(statement)) return []
  return statement.declarationList.declarations.flatMap(({ name }) =>
    ts.isIdentifier(name)
      ? [{ local: name.text, source: name.text }]
      : (name.elements as readonly ts.ArrayBindingElement[])
          .filter(ts.isBindingElement)
          .map((element) => ({ local: element.name.getText(), source: element.getText() })),
  )
}
