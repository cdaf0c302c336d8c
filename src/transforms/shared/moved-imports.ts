import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import { wholeLines } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import { isAccess } from '../../syntax/nodes'
import { sourceStyle } from '../../syntax/style'
import { isOfTypes, type MovedAlias } from './alias-specifier'
import { movedSpecifier } from './specifier'

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

/**
 * Imports that the moved code needs, from where it goes.
 * @param alias The alias by which a file may be imported there, where that is what one would write.
 */
export function importLines(
  module: SourceModule,
  needs: readonly Binding[],
  file: string,
  alias?: MovedAlias,
): string[] {
  const wanted = new Set(needs.filter(isImported).map((binding) => binding.name))
  const target = ({ text }: ts.StringLiteralLike, isType: boolean) => {
    const mark = sourceStyle(module).quote === 'single' ? "'" : '"'
    return `${mark}${alias?.(text, isType) ?? movedSpecifier(text, module.file, file)}${mark}`
  }
  const end = sourceStyle(module).semicolons ? ';' : ''
  return module.ast.statements.flatMap((statement): string[] => {
    if (ts.isImportDeclaration(statement)) {
      const { moduleSpecifier } = statement
      const clause = ts.isStringLiteral(moduleSpecifier) ? clauseText(module, statement, wanted) : undefined
      if (clause === undefined || !ts.isStringLiteral(moduleSpecifier)) return []
      const attributes = statement.attributes ? ` ${statement.attributes.getText(module.ast)}` : ''
      return [
        `${commentsAbove(module, statement)}import ${clause} from ${target(moduleSpecifier, isOfTypes(statement))}${attributes}${end}`,
      ]
    }
    if (!ts.isVariableStatement(statement)) return []
    return statement.declarationList.declarations.flatMap((declaration): string[] => {
      const specifier = isRequired(declaration) ? requireSpecifier(declaration.initializer) : undefined
      const pattern = specifier && patternText(module, declaration.name, wanted)
      if (!specifier || pattern === undefined || !declaration.initializer) return []
      const { initializer } = declaration
      const value =
        module.text.slice(initializer.getStart(module.ast), specifier.getStart(module.ast)) +
        target(specifier, false) +
        module.text.slice(specifier.end, initializer.end)
      return [`const ${pattern} = ${value}${end}`]
    })
  })
}

/** `// @ts-ignore` */
function commentsAbove(module: SourceModule, statement: ts.Statement): string {
  return module.text.slice(wholeLines(module, statement).start, statement.getStart(module.ast)).trimStart()
}

/** The specifier of `require('./a')`, also of `require('./a').b`. */
function requireSpecifier(node: ts.Expression | undefined): ts.StringLiteralLike | undefined {
  if (!node) return undefined
  if (ts.isCallExpression(node) && node.expression.getText() === 'require') {
    const [specifier] = node.arguments
    return specifier && ts.isStringLiteralLike(specifier) ? specifier : undefined
  }
  return isAccess(node) || ts.isCallExpression(node) ? requireSpecifier(node.expression) : undefined
}

/** What of an import is wanted, as it is written: `rates, { type Order }`. */
function clauseText(
  { ast }: SourceModule,
  { importClause: clause }: ts.ImportDeclaration,
  wanted: ReadonlySet<string>,
): string | undefined {
  if (!clause) return undefined
  const { name, namedBindings: named } = clause
  const isWanted = (node: ts.Identifier | undefined) => !!node && wanted.has(node.text)
  const elements = named && ts.isNamedImports(named) ? named.elements : undefined
  const kept = elements?.filter((element) => isWanted(element.name)) ?? []
  const isWhole = elements !== undefined && kept.length === elements.length
  const parts = [
    ...(name && isWanted(name) ? [name.text] : []),
    ...(named && ts.isNamespaceImport(named) && isWanted(named.name) ? [named.getText(ast)] : []),
    ...(named && isWhole && kept.length > 0 ? [named.getText(ast)] : []),
    ...(!isWhole && kept.length > 0 ? [`{ ${kept.map((element) => element.getText(ast)).join(', ')} }`] : []),
  ]
  return parts.length > 0 ? `${clause.isTypeOnly ? 'type ' : ''}${parts.join(', ')}` : undefined
}

/** What of a `require` is wanted: its name, or those members that are. */
function patternText({ ast }: SourceModule, name: ts.BindingName, wanted: ReadonlySet<string>): string | undefined {
  if (ts.isIdentifier(name)) return wanted.has(name.text) ? name.text : undefined
  const isWanted = (node: ts.BindingName): boolean =>
    ts.isIdentifier(node)
      ? wanted.has(node.text)
      : node.elements.some((element) => ts.isBindingElement(element) && isWanted(element.name))
  if (ts.isArrayBindingPattern(name)) return isWanted(name) ? name.getText(ast) : undefined
  const kept = name.elements.filter((element) => isWanted(element.name))
  if (kept.length === 0) return undefined
  return kept.length === name.elements.length
    ? name.getText(ast)
    : `{ ${kept.map((element) => element.getText(ast)).join(', ')} }`
}
