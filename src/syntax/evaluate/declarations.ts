import { ts } from 'ts-morph'
import type { Binding } from '../bind'
import type { SourceModule } from '../module'
import { accessedName, isAccess, propertyName } from '../nodes'
import type { Evaluator, Scope } from './evaluator'
import { enumerationOf } from './literals'
import { moduleValue } from './modules'
import { type InstanceValue, isUndefined, oneOf, UNDEFINED, unknown, type Value } from './value'

/** What a name holds: its declaration, the assignments to it, and properties that are added to it later. */
export function valueOfBinding(evaluator: Evaluator, scope: Scope, binding: Binding): Value {
  const [declaration] = binding.declarations
  if (!declaration) return unknown(binding.name)
  const initial = declared(evaluator, scope, binding, declaration)
  if (binding.writes.length === 0) return withAssignedProperties(evaluator, scope, binding, initial)
  const assigned = binding.writes.map((write) => written(evaluator, scope, write))
  return oneOf(isUndefined(initial) ? assigned : [initial, ...assigned])
}

function written(evaluator: Evaluator, { module, frame }: Scope, write: ts.Identifier): Value {
  const { parent } = write
  const isPlain = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  return isPlain && parent.left === write
    ? evaluator.evaluate(module, parent.right, frame)
    : unknown(parent.getText(module.ast))
}

/** `const params = {}; params.FunctionName = …`: properties that are assigned after the declaration. */
function withAssignedProperties(evaluator: Evaluator, { module, frame }: Scope, binding: Binding, value: Value): Value {
  if (value.kind !== 'object') return value
  const properties = new Map(value.properties)
  for (const reference of binding.references) {
    const access = reference.parent
    if (!isAccess(access) || access.expression !== reference) continue
    const assignment = access.parent
    const name = accessedName(access)
    if (!ts.isBinaryExpression(assignment) || assignment.left !== access || name === undefined) continue
    if (assignment.operatorToken.kind !== ts.SyntaxKind.EqualsToken) continue
    const assigned = evaluator.evaluate(module, assignment.right, frame)
    const before = properties.get(name)
    // an assignment inside a branch may not happen
    const isCertain = assignment.parent.parent === blockOf(binding)
    properties.set(name, before && !isCertain ? oneOf([before, assigned]) : assigned)
  }
  return { ...value, properties }
}

/** The block in which a variable is declared. */
function blockOf(binding: Binding): ts.Node | undefined {
  const [declaration] = binding.declarations
  return declaration && ts.isVariableDeclaration(declaration) ? declaration.parent.parent.parent : undefined
}

function declared(evaluator: Evaluator, scope: Scope, binding: Binding, node: ts.Node): Value {
  const { module, frame } = scope
  if (ts.isVariableDeclaration(node)) {
    return node.initializer ? evaluator.evaluate(module, node.initializer, frame) : UNDEFINED
  }
  if (ts.isBindingElement(node)) return destructured(evaluator, scope, node)
  if (ts.isParameter(node)) return parameter(evaluator, scope, node)
  if (ts.isFunctionDeclaration(node)) return { kind: 'function', node, module, frame }
  if (ts.isClassLike(node)) return { kind: 'class', node, module }
  if (ts.isEnumDeclaration(node)) return enumerationOf(evaluator, module, node)
  return imported(evaluator, module, node) ?? unknown(binding.name)
}

function imported(evaluator: Evaluator, module: SourceModule, node: ts.Node): Value | undefined {
  const load = (specifier: ts.Expression, name: string | undefined): Value =>
    ts.isStringLiteralLike(specifier)
      ? moduleValue(evaluator, module.file, specifier.text, name)
      : unknown(specifier.getText(module.ast))
  if (ts.isImportClause(node)) return load(node.parent.moduleSpecifier, 'default')
  if (ts.isNamespaceImport(node)) return load(node.parent.parent.moduleSpecifier, undefined)
  if (ts.isImportSpecifier(node)) {
    return load(node.parent.parent.parent.moduleSpecifier, (node.propertyName ?? node.name).text)
  }
  const isRequire = ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)
  return isRequire ? load((node.moduleReference as ts.ExternalModuleReference).expression, undefined) : undefined
}

function parameter(evaluator: Evaluator, { module, frame }: Scope, node: ts.ParameterDeclaration): Value {
  for (let current = frame; current; current = current.parent) {
    const value = current.parameters.get(node)
    if (!value) continue
    return isUndefined(value) && node.initializer ? evaluator.evaluate(module, node.initializer, frame) : value
  }
  return typedInstance(evaluator, module, node.type) ?? { kind: 'parameter', declaration: node, path: [] }
}

/** A parameter or field that is declared as a class holds an instance of it: dependency injection. */
export function typedInstance(
  evaluator: Evaluator,
  module: SourceModule,
  type: ts.TypeNode | undefined,
): InstanceValue | undefined {
  if (!type || !ts.isTypeReferenceNode(type)) return undefined
  const name = ts.isQualifiedName(type.typeName) ? type.typeName.left : type.typeName
  if (!ts.isIdentifier(name)) return undefined
  const binding = module.bindings.of(name)
  if (!binding) return undefined
  const value = evaluator.binding(module, binding)
  const of = ts.isQualifiedName(type.typeName) ? evaluator.member(value, type.typeName.right.text) : value
  if (of.kind !== 'external' && of.kind !== 'class') return undefined
  return { kind: 'instance', of, args: [], node: undefined }
}

function destructured(evaluator: Evaluator, scope: Scope, element: ts.BindingElement): Value {
  const { module, frame } = scope
  const pattern = element.parent
  const source = destructuredFrom(evaluator, scope, pattern.parent)
  if (!source) return unknown(element.getText(module.ast))
  if (element.dotDotDotToken) {
    return source.kind === 'object' ? { ...source, open: true } : unknown(element.getText(module.ast))
  }
  const key = ts.isArrayBindingPattern(pattern)
    ? String(pattern.elements.indexOf(element))
    : propertyName(element.propertyName ?? (element.name as ts.Identifier))
  if (key === undefined) return unknown(element.getText(module.ast))
  const value = evaluator.member(source, key)
  if (!element.initializer) return value
  const otherwise = evaluator.evaluate(module, element.initializer, frame)
  if (isUndefined(value)) return otherwise
  return value.kind === 'literal' ? value : { kind: 'fallback', first: value, second: otherwise }
}

function destructuredFrom(
  evaluator: Evaluator,
  scope: Scope,
  owner: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
): Value | undefined {
  if (ts.isParameter(owner)) return parameter(evaluator, scope, owner)
  if (ts.isBindingElement(owner)) return destructured(evaluator, scope, owner)
  return owner.initializer && evaluator.evaluate(scope.module, owner.initializer, scope.frame)
}
