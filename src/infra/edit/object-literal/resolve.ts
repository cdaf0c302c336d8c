import { ts } from 'ts-morph'
import type { Export } from '../../../syntax/exports'
import type { SourceModule } from '../../../syntax/module'
import { accessedName, isAccess, requiredModule, unwrap } from '../../../syntax/nodes'
import { moduleAt, type SourceProgram } from '../../../syntax/program'
import { CannotEdit } from '../cannot-edit'
import type { Found } from './found'

/** How many names are followed before it is a circle. */
const MAX_STEPS = 30

/**
 * Follows an expression to where its value is written: through constants, imports and re-exports.
 * @throws CannotEdit where a name has several values.
 */
export class References {
  private steps = 0

  constructor(private readonly program: SourceProgram) {}

  /** What a file exports for a name; for `default`, what the framework takes as the configuration. */
  exported(module: SourceModule, name: string): Found {
    const found = this.program.findExport(module, name)
    if (found) return this.ofExport(found.module, found.export)
    const { assigned } = module.exports
    if (name === 'default') return this.whole(module)
    if (assigned) throw new CannotEdit(`"${name}" of ${module.file} is no plain export`)
    throw new CannotEdit(`${module.file} has no export "${name}"`)
  }

  resolve(module: SourceModule, expression: ts.Expression): Found {
    this.steps++
    if (this.steps > MAX_STEPS) throw new CannotEdit(`the names in ${module.file} lead too far`)
    const node = unwrap(expression)
    const required = requiredModule(node)
    if (required !== undefined) return this.imported(module, required, undefined)
    if (ts.isIdentifier(node)) return this.named(module, node)
    if (isAccess(node) && accessedName(node) !== undefined) {
      const target = this.resolve(module, node.expression)
      if (target.kind === 'module') return this.exported(target.module, accessedName(node) as string)
    }
    return { kind: 'expression', module, node }
  }

  private named(module: SourceModule, name: ts.Identifier): Found {
    const binding = module.bindings.of(name)
    const [declaration, ...others] = binding?.declarations ?? []
    if (!declaration) return { kind: 'expression', module, node: name }
    if (others.length > 0 || (binding?.writes.length ?? 0) > 0)
      throw new CannotEdit(`"${name.text}" of ${module.file} has several values`)
    if (ts.isVariableDeclaration(declaration) && declaration.initializer)
      return this.resolve(module, declaration.initializer)
    if (ts.isImportClause(declaration)) return this.imported(module, specifier(declaration.parent), 'default')
    if (ts.isNamespaceImport(declaration)) return this.imported(module, specifier(declaration.parent.parent), undefined)
    if (ts.isImportSpecifier(declaration)) {
      const from = specifier(declaration.parent.parent.parent)
      return this.imported(module, from, (declaration.propertyName ?? declaration.name).text)
    }
    const required = ts.isBindingElement(declaration) ? requiredName(declaration) : undefined
    if (required) return this.imported(module, required.specifier, required.name)
    return { kind: 'expression', module, node: name }
  }

  private imported(module: SourceModule, from: string, name: string | undefined): Found {
    const target = moduleAt(this.program, module.file, from)
    if (!target) throw new CannotEdit(`it comes from ${from}`)
    return name === undefined ? this.whole(target) : this.exported(target, name)
  }

  private whole(module: SourceModule): Found {
    const { assigned, named } = module.exports
    const isLiteral = assigned && (named.size === 0 || ts.isObjectLiteralExpression(unwrap(assigned)))
    return isLiteral ? this.resolve(module, assigned) : { kind: 'module', module }
  }

  private ofExport(module: SourceModule, entry: Export): Found {
    if (entry.kind === 'expression') return this.resolve(module, entry.expression)
    if (entry.kind === 'reexport') return this.imported(module, entry.specifier, entry.imported)
    if (entry.kind === 'namespace') return this.imported(module, entry.specifier, undefined)
    if (ts.isVariableDeclaration(entry.node) && ts.isIdentifier(entry.node.name))
      return this.named(module, entry.node.name)
    throw new CannotEdit(`"${entry.name}" of ${module.file} is code`)
  }
}

function specifier(node: ts.Node): string {
  const { moduleSpecifier } = node as ts.ImportDeclaration
  return ts.isStringLiteralLike(moduleSpecifier) ? moduleSpecifier.text : moduleSpecifier.getText()
}

/** `const { hello } = require('./functions')`. */
function requiredName(element: ts.BindingElement): { specifier: string; name: string } | undefined {
  const owner = element.parent.parent
  const from = ts.isVariableDeclaration(owner) && owner.initializer && requiredModule(unwrap(owner.initializer))
  const name = element.propertyName ?? element.name
  if (!from || element.initializer || element.dotDotDotToken || !ts.isIdentifier(name)) return undefined
  return { specifier: from, name: name.text }
}
