import { ts } from 'ts-morph'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, propertyName, requiredModule, rewrap, walk } from '../syntax/nodes'
import { isNamePosition, isValuePosition } from './names'
import { type KeyContext, keysOf } from './variable-keys'

/**
 * The variables of its environment that a file reads by names that are worked out, as in `process.env[key]`; those that it
 * writes out are not among them. `undefined` where it may read any: it does something else with all of them.
 */
export function computedVariables(context: KeyContext, module: SourceModule): ReadonlySet<string> | undefined {
  const reader = new EnvironmentReader(context, module)
  walk(module.ast, (node) => {
    if (ts.isTypeNode(node)) return false
    reader.visit(node)
    return true
  })
  return reader.isAny ? undefined : reader.names
}

/** Whether a file loads modules by names that are worked out: what those read is not known. */
export function loadsAnything(module: SourceModule): boolean {
  let isFound = false
  walk(module.ast, (node) => {
    if (!ts.isCallExpression(node)) return
    const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require'
    const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword
    const [specifier] = node.arguments
    isFound ||= (isRequire || isImport) && !(specifier && ts.isStringLiteralLike(specifier))
  })
  return isFound
}

/** The name of the built-in module that is `process`. */
const PROCESS_MODULE = /^(node:)?process$/

class EnvironmentReader {
  readonly names = new Set<string>()
  isAny = false

  constructor(
    private readonly context: KeyContext,
    private readonly module: SourceModule,
  ) {}

  visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node) || requiredModule(node) !== undefined) this.load(node)
    else if (ts.isIdentifier(node)) this.name(node)
    else if (ts.isExpression(node) && isGlobalProcess(node)) this.process(node)
  }

  /** `import process from 'process'` is that of everywhere; what else is taken from there may be called anything. */
  private load(node: ts.Node): void {
    const isImport = ts.isImportDeclaration(node)
    const specifier = isImport ? (node.moduleSpecifier as ts.StringLiteral).text : (requiredModule(node) ?? '')
    if (!PROCESS_MODULE.test(specifier)) return
    const name = isImport
      ? node.importClause?.namedBindings === undefined && node.importClause?.name
      : ts.isVariableDeclaration(node.parent) && node.parent.name
    this.isAny ||= !(name && ts.isIdentifier(name) && name.text === 'process')
  }

  private name(node: ts.Identifier): void {
    if (node.text !== 'process' || !isValuePosition(node) || isNamePosition(node)) return
    const [declaration] = this.module.bindings.of(node)?.declarations ?? []
    if (declaration && !isProcessModule(declaration)) return
    if (declaration && (declaration as { name?: ts.Node }).name === node) return
    this.process(node)
  }

  /** What is done with `process`. */
  private process(node: ts.Expression): void {
    const outer = rewrap(node)
    const { parent } = outer
    if (ts.isTypeOfExpression(parent)) return
    if (isAccess(parent) && parent.expression === outer) {
      const name = accessedName(parent)
      if (name === 'env') this.environment(parent)
      else this.isAny ||= name === undefined
      return
    }
    const taken = takenNames(parent)
    this.isAny ||= !taken || taken.includes('env')
  }

  /** What is done with `process.env`. */
  private environment(node: ts.Expression): void {
    const outer = rewrap(node)
    const { parent } = outer
    if (isAccess(parent) && parent.expression === outer) {
      if (ts.isElementAccessExpression(parent)) this.key(parent.argumentExpression)
    } else if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword) {
      this.key(parent.left)
    } else if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
      const binding = this.module.bindings.of(parent.name)
      const isExported = !binding || [...this.module.exports.named.keys()].includes(binding.name)
      this.isAny ||= isExported || binding.writes.length > 0
      if (!this.isAny) for (const reference of binding?.references ?? []) this.environment(reference)
    } else if (!ts.isTypeOfExpression(parent)) this.isAny ||= takenNames(parent) === undefined
  }

  private key(key: ts.Expression): void {
    if (ts.isStringLiteralLike(key)) return
    const keys = keysOf(this.context, this.module, key)
    this.isAny ||= keys === undefined
    for (const name of keys ?? []) this.names.add(name)
  }
}

/** `globalThis.process`. */
function isGlobalProcess(node: ts.Expression): boolean {
  if (!isAccess(node) || accessedName(node) !== 'process') return false
  return ts.isIdentifier(node.expression) && /^(globalThis|global)$/.test(node.expression.text)
}

/** `import process from 'process'`, `const process = require('process')`. */
function isProcessModule(declaration: ts.Node): boolean {
  if (ts.isImportClause(declaration))
    return PROCESS_MODULE.test((declaration.parent.moduleSpecifier as ts.StringLiteral).text)
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return false
  return PROCESS_MODULE.test(requiredModule(declaration.initializer) ?? '')
}

/** `TABLE` and `KEY` of `const { TABLE, KEY: key } = …`; `undefined` where that is not what is done, or not all. */
function takenNames(parent: ts.Node): string[] | undefined {
  if (!ts.isVariableDeclaration(parent) || !ts.isObjectBindingPattern(parent.name)) return undefined
  const names = parent.name.elements.map(({ name, propertyName: written, dotDotDotToken }) => {
    const key = written ?? (ts.isIdentifier(name) ? name : undefined)
    return dotDotDotToken || !key ? undefined : propertyName(key)
  })
  return names.every((name) => name !== undefined) ? names : undefined
}
