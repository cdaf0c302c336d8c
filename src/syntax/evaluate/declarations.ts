import { ts } from 'ts-morph'
import type { Binding } from '../bind'
import type { SourceModule } from '../module'
import { accessedName, isAccess, isFunctionNode, propertyName } from '../nodes'
import { assignmentOf, isLogicalAssignment } from './assignments'
import type { Evaluator, Scope } from './evaluator'
import { enumerationOf } from './literals'
import { moduleValue } from './modules'
import { plus, truthOf } from './operators'
import { ELEMENT, type InstanceValue, isUndefined, NO_ARGUMENTS, oneOf, UNDEFINED, unknown, type Value } from './value'

/** What a name holds: its declaration, the assignments to it, and properties that are added to it later. */
export function valueOfBinding(evaluator: Evaluator, scope: Scope, binding: Binding): Value {
  const [declaration] = binding.declarations
  if (!declaration) return unknown(binding.name)
  const initial = declared(evaluator, scope, binding, declaration)
  if (binding.writes.length === 0) return withAssignedProperties(evaluator, scope, binding, initial)
  // a variable of the file outlives the call that is looked through: another call may have assigned to it
  const writer = ts.isSourceFile(binding.scope) ? { module: scope.module, frame: undefined } : scope
  const assigned = binding.writes.map((write) => written(evaluator, writer, write))
  return oneOf(isUndefined(initial) ? assigned : [initial, ...assigned])
}

function written(evaluator: Evaluator, { module, frame }: Scope, write: ts.Identifier): Value {
  const { parent } = write
  const assignment = assignmentOf(parent)
  const value =
    assignment?.target === write
      ? // `name = name + …` stands on what it was before, which is not followed again
        evaluator.enter(write, () => evaluator.evaluate(module, assignment.value, frame))
      : undefined
  return value ?? unknown(parent.getText(module.ast))
}

/** `const params = {}; params.FunctionName = …`: properties that are assigned after the declaration. */
function withAssignedProperties(evaluator: Evaluator, scope: Scope, binding: Binding, value: Value): Value {
  if (value.kind !== 'object') return value
  const properties = new Map(value.properties)
  let { open } = value
  for (const reference of binding.references) {
    const change = changeOf(evaluator, scope, reference)
    if (!change) continue
    const isReached = reached(evaluator, scope, change.statement, blockOf(binding))
    if (isReached === false) continue
    for (const [name, assigned] of change.properties) {
      const before = properties.get(name)
      const after = change.isAdded ? ((before && plus(before, assigned)) ?? unknown(name)) : assigned
      properties.set(name, isReached && !change.isPerhaps ? after : oneOf([before ?? UNDEFINED, after]))
    }
    open ||= change.open
  }
  return { ...value, properties, open }
}

/** What a statement does to the properties of an object. */
interface Change {
  readonly statement: ts.Node
  readonly properties: ReadonlyMap<string, Value>
  readonly isAdded: boolean
  /** Whether it depends on what is there: `??=`. */
  readonly isPerhaps: boolean
  readonly open: boolean
}

function changeOf(evaluator: Evaluator, { module, frame }: Scope, reference: ts.Identifier): Change | undefined {
  const { parent } = reference
  if (ts.isCallExpression(parent) && parent.arguments[0] === reference) {
    const isAssign = isAccess(parent.expression) && accessedName(parent.expression) === 'assign'
    if (!isAssign || !ts.isExpressionStatement(parent.parent)) return undefined
    const sources = parent.arguments.slice(1).map((source) => evaluator.evaluate(module, source, frame))
    const merged = sources.flatMap((source) => (source.kind === 'object' ? [...source.properties] : []))
    const open = sources.some((source) => source.kind !== 'object' || source.open)
    return { statement: parent.parent, properties: new Map(merged), isAdded: false, isPerhaps: false, open }
  }
  return isAccess(parent) && parent.expression === reference
    ? propertyChange(evaluator, { module, frame }, parent)
    : undefined
}

/** `params.FunctionName = …`, `params.Payload += …`, `clients[key] ??= …`. */
function propertyChange(
  evaluator: Evaluator,
  { module, frame }: Scope,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
): Change | undefined {
  const { parent } = access
  if (!ts.isBinaryExpression(parent) || parent.left !== access) return undefined
  const isAdded = parent.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken
  const assignment = assignmentOf(parent)
  if (!isAdded && !assignment) return undefined
  const name = accessedName(access)
  const change = { statement: parent.parent, isAdded, isPerhaps: isLogicalAssignment(parent) }
  // a key that is not known may be any
  if (name === undefined) return { ...change, properties: new Map(), open: true }
  const assigned = evaluator.evaluate(module, isAdded ? parent.right : (assignment?.value ?? parent.right), frame)
  return { ...change, properties: new Map([[name, assigned]]), open: false }
}

/** Whether a statement of a block is run: one in a branch only where its condition says so, or perhaps. */
function reached(
  evaluator: Evaluator,
  { module, frame }: Scope,
  statement: ts.Node,
  block: ts.Node | undefined,
): boolean | undefined {
  const { parent } = statement
  if (parent === block) return true
  const branch = ts.isBlock(parent) ? parent : statement
  const choice = branch.parent
  if (!ts.isIfStatement(choice) || choice.parent !== block) return undefined
  const truth = truthOf(evaluator.evaluate(module, choice.expression, frame))
  return truth === undefined ? undefined : truth === (branch === choice.thenStatement)
}

/** The block in which a variable is declared. */
function blockOf(binding: Binding): ts.Node | undefined {
  const [declaration] = binding.declarations
  return declaration && ts.isVariableDeclaration(declaration) ? declaration.parent.parent.parent : undefined
}

function declared(evaluator: Evaluator, scope: Scope, binding: Binding, node: ts.Node): Value {
  const { module, frame } = scope
  if (ts.isVariableDeclaration(node)) return initialOf(evaluator, scope, node) ?? UNDEFINED
  if (ts.isBindingElement(node)) return destructured(evaluator, scope, node)
  if (ts.isParameter(node)) return parameter(evaluator, scope, node)
  if (ts.isFunctionDeclaration(node)) return { kind: 'function', node, module, frame }
  if (ts.isClassLike(node)) return { kind: 'class', node, module }
  if (ts.isEnumDeclaration(node)) return enumerationOf(evaluator, module, node)
  return imported(evaluator, module, node) ?? unknown(binding.name)
}

/** What a variable begins with; in a loop over a list, any of its elements. */
function initialOf(evaluator: Evaluator, { module, frame }: Scope, node: ts.VariableDeclaration): Value | undefined {
  const loop = node.parent.parent
  if (ts.isForOfStatement(loop)) return evaluator.member(evaluator.evaluate(module, loop.expression, frame), ELEMENT)
  if (ts.isForInStatement(loop) || ts.isCatchClause(node.parent)) return unknown(node.getText(module.ast))
  return node.initializer && evaluator.evaluate(module, node.initializer, frame)
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
    const value = current.parameters.get(node)?.()
    if (!value) continue
    return isUndefined(value) && node.initializer ? evaluator.evaluate(module, node.initializer, frame) : value
  }
  return (
    typedInstance(evaluator, module, node.type) ??
    elementOfList(evaluator, { module, frame }, node) ?? { kind: 'parameter', declaration: node, path: [] }
  )
}

/** Methods that call a function with each element of a list. */
export const LIST_METHODS: ReadonlySet<string> = new Set([
  'map',
  'forEach',
  'filter',
  'flatMap',
  'some',
  'every',
  'find',
])

/** `names.map((name) => …)`: the first parameter is any element of the list. */
function elementOfList(
  evaluator: Evaluator,
  { module, frame }: Scope,
  node: ts.ParameterDeclaration,
): Value | undefined {
  const callback = node.parent
  if (!isFunctionNode(callback) || callback.parameters[0] !== node) return undefined
  const call = callback.parent
  if (!ts.isCallExpression(call) || call.arguments[0] !== callback || !isAccess(call.expression)) return undefined
  if (!LIST_METHODS.has(accessedName(call.expression) ?? '')) return undefined
  const list = evaluator.evaluate(module, call.expression.expression, frame)
  if (list.kind !== 'array' && list.kind !== 'parameter') return undefined
  return evaluator.member(list, ELEMENT)
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
  return { kind: 'instance', of, args: NO_ARGUMENTS, node: undefined }
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
  return initialOf(evaluator, scope, owner)
}
