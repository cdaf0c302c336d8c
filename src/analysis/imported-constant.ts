import { ts } from 'ts-morph'
import type { Binding } from '../syntax/bind'
import type { Importer } from '../syntax/import-index'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, propertyName, requiredModule, topLevelStatement, unwrap } from '../syntax/nodes'
import { moduleAt, type SourceProgram } from '../syntax/program'

/** What is asked of the rest of the repository. */
export interface Surroundings {
  readonly program: SourceProgram
  readonly importersOf: (file: string) => readonly Importer[]
}

/**
 * The file of an imported name that is a constant: a literal, or a list or an object of literals, which no file of the
 * repository does more with than to read its members. Such a value is the same in every Lambda.
 */
export function constantSource(
  { program, importersOf }: Surroundings,
  module: SourceModule,
  binding: Binding,
): SourceModule | undefined {
  const imported = importOf(binding)
  const source = imported && moduleAt(program, module.file, imported.specifier)
  const exported = imported && source?.exports.named.get(imported.name)
  if (!source || !exported) return undefined
  const written = exported.kind === 'expression' ? unwrap(exported.expression) : undefined
  if (written && !ts.isIdentifier(written)) return isFlat(written) && isReadOnly(exported.name) ? source : undefined
  const name = exported.kind === 'declaration' ? declaredName(exported.node) : written?.text
  const own = source.bindings.topLevel.get(name ?? '')
  const [declaration] = own?.declarations ?? []
  if (!own || own.writes.length > 0 || !declaration || !ts.isVariableDeclaration(declaration)) return undefined
  const isConstant = declaration.initializer !== undefined && isFlat(declaration.initializer)
  return isConstant && own.references.every(isRead) && isReadOnly(exported.name) ? source : undefined

  function isReadOnly(name: string): boolean {
    const file = source?.file ?? ''
    return importersOf(file).every((importer) => {
      const from = program.module(importer.file)
      if (!from) return false
      return from.bindings.all
        .filter((candidate) => importOf(candidate)?.specifier === importer.specifier)
        .every((candidate) => {
          const one = importOf(candidate)
          if (one?.name === name) return candidate.references.every(isRead)
          return one?.name !== '*' || candidate.references.every((reference) => isMemberRead(reference, name))
        })
    })
  }
}

/** `RATES` of `import { RATES } from './rates'`; `*` for all of a module. */
export function importOf({ declarations: [declaration] }: Binding): { specifier: string; name: string } | undefined {
  if (!declaration) return undefined
  if (ts.isImportSpecifier(declaration) || ts.isNamespaceImport(declaration) || ts.isImportClause(declaration)) {
    const statement = topLevelStatement(declaration)
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return undefined
    const name = ts.isImportSpecifier(declaration) ? (declaration.propertyName ?? declaration.name).text : '*'
    return { specifier: statement.moduleSpecifier.text, name }
  }
  const variable = ts.isBindingElement(declaration) ? declaration.parent.parent : declaration
  if (!ts.isVariableDeclaration(variable) || !variable.initializer) return undefined
  const specifier = requiredModule(unwrap(variable.initializer))
  if (specifier === undefined) return undefined
  if (!ts.isBindingElement(declaration)) return { specifier, name: '*' }
  const name = propertyName(declaration.propertyName ?? (declaration.name as ts.Identifier))
  return name === undefined || declaration.dotDotDotToken ? { specifier, name: '*' } : { specifier, name }
}

function declaredName(node: ts.Node): string | undefined {
  const { name } = node as { name?: ts.Node }
  return name && ts.isIdentifier(name) ? name.text : undefined
}

/** A literal, or a list or an object that holds nothing else: nothing in it can be changed by another name. */
function isFlat(expression: ts.Expression): boolean {
  const node = unwrap(expression)
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isPrimitive)
  if (!ts.isObjectLiteralExpression(node)) return isPrimitive(node)
  return node.properties.every((property) => ts.isPropertyAssignment(property) && isPrimitive(property.initializer))
}

function isPrimitive(expression: ts.Expression): boolean {
  const node = unwrap(expression)
  if (ts.isPrefixUnaryExpression(node)) return isPrimitive(node.operand)
  return (
    ts.isStringLiteralLike(node) ||
    ts.isNumericLiteral(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword
  )
}

/** `exports.RATES` of another file, read as `rates.RATES`: only a member of it may be read. */
function isMemberRead(reference: ts.Identifier, name: string): boolean {
  const { parent } = reference
  if (!isAccess(parent) || parent.expression !== reference) return false
  const member = accessedName(parent)
  return member !== undefined && (member !== name || isRead(parent))
}

/** Methods that read a list. */
const READING =
  /^(includes|indexOf|join|map|filter|some|every|find|slice|length|at|reduce|forEach|entries|keys|values)$/

/** Whether a use reads a member of a value, or its keys or elements, or exports it; and nothing more. */
function isRead(reference: ts.Node): boolean {
  const { parent } = reference
  if (ts.isExportSpecifier(parent) || ts.isShorthandPropertyAssignment(parent)) return isExport(parent)
  if (ts.isCallExpression(parent))
    return parent.expression !== reference && /^Object\.(keys|values|entries)$/.test(parent.expression.getText())
  if (ts.isTypeQueryNode(parent) || ts.isTemplateSpan(parent) || ts.isSpreadElement(parent)) return true
  if (ts.isBinaryExpression(parent)) return parent.left !== reference || !isWritten(parent)
  if (!isAccess(parent) || parent.expression !== reference) return false
  const outer = parent.parent
  if (ts.isCallExpression(outer) && outer.expression === parent) return READING.test(accessedName(parent) ?? '')
  if (ts.isBinaryExpression(outer) && outer.left === parent) return !isWritten(outer)
  return !ts.isDeleteExpression(outer) && !ts.isPostfixUnaryExpression(outer) && !ts.isPrefixUnaryExpression(outer)
}

function isWritten({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
}

/** `export { RATES }`, `module.exports = { RATES }`. */
function isExport(node: ts.Node): boolean {
  if (ts.isExportSpecifier(node)) return true
  const assignment = node.parent.parent
  return ts.isBinaryExpression(assignment) && /^(module\.)?exports\b/.test(assignment.left.getText())
}
