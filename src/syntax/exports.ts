import { ts } from 'ts-morph'
import { accessedName, isAccess, propertyName, requiredModule, unwrap } from './nodes'

/** What an exported name stands for. */
export type Export =
  /** A declaration of this file: function, class, variable, enum, type. */
  | { readonly kind: 'declaration'; readonly name: string; readonly node: ts.Node }
  /** A value written at the export: `export default wrap(handler)`, `exports.a = () => …`. */
  | { readonly kind: 'expression'; readonly name: string; readonly expression: ts.Expression }
  /** A name of another module: `export { a as b } from './x'`. */
  | { readonly kind: 'reexport'; readonly name: string; readonly specifier: string; readonly imported: string }
  /** The whole of another module: `export * as ns from './x'`, `module.exports.x = require('./x')`. */
  | { readonly kind: 'namespace'; readonly name: string; readonly specifier: string }

export interface ExportTable {
  readonly named: ReadonlyMap<string, Export>
  /** Specifiers of `export * from`, and of `module.exports = require('./x')`. */
  readonly stars: readonly string[]
  /** The right side of `module.exports = …`, where it is no plain list of names. */
  readonly assigned: ts.Expression | undefined
}

/** The exports of a file: ES module syntax and the forms of CommonJS that real handlers use. */
export function exportsOf(ast: ts.SourceFile): ExportTable {
  const collector = new Collector()
  for (const statement of ast.statements) collector.visit(statement)
  return { named: collector.named, stars: collector.stars, assigned: collector.assigned }
}

class Collector {
  readonly named = new Map<string, Export>()
  readonly stars: string[] = []
  assigned: ts.Expression | undefined

  private add(entry: Export): void {
    this.named.set(entry.name, entry)
  }

  visit(statement: ts.Statement): void {
    if (ts.isExportDeclaration(statement)) this.exportDeclaration(statement)
    else if (ts.isExportAssignment(statement)) this.assignment(statement)
    else if (ts.isExpressionStatement(statement)) this.commonJs(statement.expression)
    else if (hasExport(statement)) this.declaration(statement)
  }

  private assignment(statement: ts.ExportAssignment): void {
    if (statement.isExportEquals) this.moduleExports(statement.expression)
    else this.add({ kind: 'expression', name: 'default', expression: statement.expression })
  }

  private exportDeclaration(statement: ts.ExportDeclaration): void {
    const specifier =
      statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier)
        ? statement.moduleSpecifier.text
        : undefined
    const clause = statement.exportClause
    if (!clause) {
      if (specifier !== undefined) this.stars.push(specifier)
      return
    }
    if (ts.isNamespaceExport(clause)) {
      if (specifier !== undefined) this.add({ kind: 'namespace', name: clause.name.text, specifier })
      return
    }
    for (const element of clause.elements) {
      const name = element.name.text
      const local = element.propertyName ?? element.name
      if (specifier !== undefined) this.add({ kind: 'reexport', name, specifier, imported: local.text })
      else if (ts.isIdentifier(local)) this.add({ kind: 'expression', name, expression: local })
    }
  }

  private declaration(statement: ts.Statement): void {
    if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) this.variable(declaration.name, declaration)
      return
    }
    const named = statement as ts.Statement & { name?: ts.Node }
    const isDefault =
      ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.DefaultKeyword)
    const name = isDefault ? 'default' : named.name && ts.isIdentifier(named.name) ? named.name.text : undefined
    if (name !== undefined) this.add({ kind: 'declaration', name, node: statement })
  }

  private variable(name: ts.BindingName, node: ts.Node): void {
    if (ts.isIdentifier(name)) this.add({ kind: 'declaration', name: name.text, node })
    else for (const element of name.elements) if (ts.isBindingElement(element)) this.variable(element.name, element)
  }

  private commonJs(expression: ts.Expression): void {
    // `module.exports = exports = value`, `exports.main = exports.handler = value`
    const value = lastAssigned(expression)
    let target = unwrap(expression)
    while (target !== unwrap(value) && ts.isBinaryExpression(target)) {
      this.target(target.left, value)
      target = unwrap(target.right)
    }
  }

  private target(left: ts.Expression, value: ts.Expression): void {
    if (isModuleExports(left)) this.moduleExports(value)
    else if (isAccess(left) && isExportsObject(left.expression)) {
      const name = accessedName(left)
      if (name !== undefined) this.exported(name, value)
    }
  }

  private exported(name: string, value: ts.Expression): void {
    const specifier = requiredModule(unwrap(value))
    if (specifier !== undefined) this.add({ kind: 'namespace', name, specifier })
    else this.add({ kind: 'expression', name, expression: value })
  }

  private moduleExports(value: ts.Expression): void {
    const inner = unwrap(value)
    const specifier = requiredModule(inner)
    if (specifier !== undefined) {
      this.stars.push(specifier)
      return
    }
    this.assigned = value
    if (!ts.isObjectLiteralExpression(inner)) return
    for (const property of inner.properties) {
      const name = property.name && propertyName(property.name)
      if (name === undefined) {
        const spread = ts.isSpreadAssignment(property) ? requiredModule(unwrap(property.expression)) : undefined
        if (spread !== undefined) this.stars.push(spread)
      } else if (ts.isPropertyAssignment(property)) this.exported(name, property.initializer)
      else if (ts.isShorthandPropertyAssignment(property))
        this.add({ kind: 'expression', name, expression: property.name })
      else if (ts.isMethodDeclaration(property)) this.add({ kind: 'declaration', name, node: property })
    }
  }
}

function hasExport(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) && !!ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword)
  )
}

function lastAssigned(expression: ts.Expression): ts.Expression {
  const inner = unwrap(expression)
  return ts.isBinaryExpression(inner) &&
    inner.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    isExportsTarget(inner.left)
    ? lastAssigned(inner.right)
    : expression
}

function isExportsTarget(node: ts.Expression): boolean {
  return isExportsObject(node) || (isAccess(node) && isExportsObject(node.expression))
}

export function isModuleExports(node: ts.Expression): boolean {
  return (
    accessedName(node) === 'exports' &&
    isAccess(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'module'
  )
}

/** `exports` or `module.exports`. */
export function isExportsObject(node: ts.Expression): boolean {
  return isModuleExports(node) || (ts.isIdentifier(node) && node.text === 'exports')
}
