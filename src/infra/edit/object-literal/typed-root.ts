import { ts } from 'ts-morph'
import { rewrap } from '../../../syntax/nodes'
import { CannotEdit } from '../cannot-edit'

/** Sections that the framework's own type of a configuration knows. Source: `AWS` of @serverless/typescript 3.38. */
const KNOWN = new Set([
  'app',
  'build',
  'configValidationMode',
  'console',
  'custom',
  'dashboard',
  'deprecationNotificationMode',
  'disabledDeprecations',
  'frameworkVersion',
  'functions',
  'layers',
  'org',
  'outputs',
  'package',
  'params',
  'plugins',
  'provider',
  'resources',
  'service',
  'tenant',
  'unresolvedVariablesNotificationMode',
  'useDotenv',
  'variablesResolutionMode',
])

/**
 * A section of a plugin does not fit the type that a configuration is declared with, and would not compile.
 * @throws CannotEdit
 */
export function checkType(root: ts.ObjectLiteralExpression, key: string): void {
  if (KNOWN.has(key)) return
  let outer: ts.Node = root
  const outermost = rewrap(root)
  while (outer !== outermost) {
    outer = outer.parent
    if (ts.isSatisfiesExpression(outer)) throw unknownTo(outer.type, key)
  }
  const declaration = outermost.parent
  if (ts.isVariableDeclaration(declaration) && declaration.type) throw unknownTo(declaration.type, key)
}

function unknownTo(type: ts.TypeNode, key: string): CannotEdit {
  return new CannotEdit(`the configuration is declared as ${type.getText()}, which may have no "${key}"`)
}
