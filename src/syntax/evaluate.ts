import { ts } from 'ts-morph'
import type { Binding } from './bind'
import { callBuiltin } from './evaluate-calls'
import { fieldOf } from './evaluate-classes'
import type { Export } from './exports'
import type { SourceModule } from './module'
import {
  accessedName,
  environmentKey,
  isAccess,
  isFunctionNode,
  isProcessEnv,
  propertyName,
  requiredModule,
  unwrapAwait,
  walkOwn,
} from './nodes'
import { moduleAt, type SourceProgram } from './program'
import {
  type Frame,
  type FunctionValue,
  type InstanceValue,
  literal,
  type ObjectValue,
  oneOf,
  text,
  UNDEFINED,
  unknown,
  type Value,
} from './value'

/** How deep calls and references are followed before the answer is "unknown". */
const MAX_DEPTH = 24

/**
 * Finds out what an expression is, by reading: through constants, imports, object literals, template strings, classes
 * and the return values of small functions. Never runs anything; what it cannot know is `unknown`, never a guess.
 */
export class Evaluator {
  private depth = 0

  constructor(readonly program: SourceProgram) {}

  evaluate(module: SourceModule, node: ts.Expression, frame?: Frame): Value {
    if (this.depth >= MAX_DEPTH) return unknown(node.getText(module.ast))
    this.depth++
    try {
      return this.expression(module, unwrapAwait(node), frame)
    } finally {
      this.depth--
    }
  }

  private expression(module: SourceModule, node: ts.Expression, frame: Frame | undefined): Value {
    if (ts.isStringLiteralLike(node)) return literal(node.text)
    if (ts.isNumericLiteral(node)) return literal(Number(node.text))
    if (node.kind === ts.SyntaxKind.TrueKeyword) return literal(true)
    if (node.kind === ts.SyntaxKind.FalseKeyword) return literal(false)
    if (node.kind === ts.SyntaxKind.NullKeyword) return literal(null)
    if (ts.isIdentifier(node)) return this.identifier(module, node, frame)
    if (ts.isTemplateExpression(node)) return this.template(module, node, frame)
    if (isAccess(node)) return this.access(module, node, frame)
    if (ts.isObjectLiteralExpression(node)) return this.object(module, node, frame)
    if (ts.isArrayLiteralExpression(node)) return this.array(module, node, frame)
    if (ts.isConditionalExpression(node)) return this.conditional(module, node, frame)
    if (ts.isBinaryExpression(node)) return this.binary(module, node, frame)
    if (ts.isCallExpression(node)) return this.call(module, node, frame)
    if (ts.isNewExpression(node)) return this.construct(module, node, frame)
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return { kind: 'function', node, module, frame }
    if (ts.isClassExpression(node)) return { kind: 'class', node, module }
    if (node.kind === ts.SyntaxKind.ThisKeyword) return this.self(module, node, frame)
    return unknown(node.getText(module.ast))
  }

  private identifier(module: SourceModule, node: ts.Identifier, frame: Frame | undefined): Value {
    const binding = module.bindings.of(node)
    if (!binding) return node.text === 'undefined' ? UNDEFINED : { kind: 'external', module: '', path: [node.text] }
    return this.binding(module, binding, frame)
  }

  /** What a name holds. A name that is assigned several times holds one of the values assigned. */
  binding(module: SourceModule, binding: Binding, frame?: Frame): Value {
    const [declaration] = binding.declarations
    if (!declaration) return unknown(binding.name)
    const initial = this.declared(module, binding, declaration, frame)
    if (binding.writes.length === 0) return this.withAssignedProperties(module, binding, initial, frame)
    const assigned = binding.writes.map((write) => this.written(module, write, frame))
    const isBlank = initial.kind === 'literal' && initial.value === undefined
    return oneOf(isBlank ? assigned : [initial, ...assigned])
  }

  private written(module: SourceModule, write: ts.Identifier, frame: Frame | undefined): Value {
    const { parent } = write
    const isPlain = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
    return isPlain && parent.left === write
      ? this.evaluate(module, parent.right, frame)
      : unknown(parent.getText(module.ast))
  }

  /** `const params = {}; params.FunctionName = …`: properties that are assigned after the declaration. */
  private withAssignedProperties(
    module: SourceModule,
    binding: Binding,
    value: Value,
    frame: Frame | undefined,
  ): Value {
    if (value.kind !== 'object') return value
    const properties = new Map(value.properties)
    for (const reference of binding.references) {
      const access = reference.parent
      if (!isAccess(access) || access.expression !== reference) continue
      const assignment = access.parent
      const name = accessedName(access)
      if (!ts.isBinaryExpression(assignment) || assignment.left !== access || name === undefined) continue
      if (assignment.operatorToken.kind !== ts.SyntaxKind.EqualsToken) continue
      const assigned = this.evaluate(module, assignment.right, frame)
      const before = properties.get(name)
      // an assignment inside a branch may not happen
      const isCertain = assignment.parent.parent === bodyOf(binding)
      properties.set(name, before && !isCertain ? oneOf([before, assigned]) : assigned)
    }
    return { ...value, properties }
  }

  private declared(module: SourceModule, binding: Binding, node: ts.Node, frame: Frame | undefined): Value {
    if (ts.isVariableDeclaration(node))
      return node.initializer ? this.evaluate(module, node.initializer, frame) : UNDEFINED
    if (ts.isBindingElement(node)) return this.destructured(module, node, frame)
    if (ts.isParameter(node)) return this.parameter(module, node, frame)
    if (ts.isFunctionDeclaration(node)) return { kind: 'function', node, module, frame }
    if (ts.isClassLike(node)) return { kind: 'class', node, module }
    if (ts.isEnumDeclaration(node)) return this.enumeration(module, node)
    if (ts.isImportClause(node)) return this.imported(module, node.parent.moduleSpecifier, 'default')
    if (ts.isNamespaceImport(node)) return this.imported(module, node.parent.parent.moduleSpecifier, undefined)
    if (ts.isImportSpecifier(node)) {
      return this.imported(module, node.parent.parent.parent.moduleSpecifier, (node.propertyName ?? node.name).text)
    }
    if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      return this.imported(module, node.moduleReference.expression, undefined)
    }
    return unknown(binding.name)
  }

  private parameter(module: SourceModule, node: ts.ParameterDeclaration, frame: Frame | undefined): Value {
    for (let current = frame; current; current = current.parent) {
      const value = current.parameters.get(node)
      if (!value) continue
      const isAbsent = value.kind === 'literal' && value.value === undefined
      return isAbsent && node.initializer ? this.evaluate(module, node.initializer, frame) : value
    }
    return this.typedInstance(module, node.type) ?? { kind: 'parameter', declaration: node, path: [] }
  }

  /** A parameter or field that is declared as a class holds an instance of it: dependency injection. */
  typedInstance(module: SourceModule, type: ts.TypeNode | undefined): InstanceValue | undefined {
    if (!type || !ts.isTypeReferenceNode(type)) return undefined
    const name = ts.isQualifiedName(type.typeName) ? type.typeName.left : type.typeName
    if (!ts.isIdentifier(name)) return undefined
    const binding = module.bindings.of(name)
    if (!binding) return undefined
    const value = this.binding(module, binding)
    const of = ts.isQualifiedName(type.typeName) ? this.member(value, type.typeName.right.text) : value
    if (of.kind !== 'external' && of.kind !== 'class') return undefined
    return { kind: 'instance', of, args: [], node: undefined }
  }

  private destructured(module: SourceModule, element: ts.BindingElement, frame: Frame | undefined): Value {
    const pattern = element.parent
    const owner = pattern.parent
    const source = ts.isVariableDeclaration(owner)
      ? owner.initializer && this.evaluate(module, owner.initializer, frame)
      : ts.isParameter(owner)
        ? this.parameter(module, owner, frame)
        : this.destructured(module, owner, frame)
    if (!source) return unknown(element.getText(module.ast))
    if (element.dotDotDotToken)
      return source.kind === 'object' ? { ...source, open: true } : unknown(element.getText(module.ast))
    const key = ts.isArrayBindingPattern(pattern)
      ? String(pattern.elements.indexOf(element))
      : propertyName(element.propertyName ?? (element.name as ts.Identifier))
    if (key === undefined) return unknown(element.getText(module.ast))
    const value = this.member(source, key)
    if (!element.initializer) return value
    const isAbsent = value.kind === 'literal' && value.value === undefined
    const otherwise = this.evaluate(module, element.initializer, frame)
    if (isAbsent) return otherwise
    return value.kind === 'literal' ? value : { kind: 'fallback', first: value, second: otherwise }
  }

  private enumeration(module: SourceModule, node: ts.EnumDeclaration): Value {
    const properties = new Map<string, Value>()
    let next: number | undefined = 0
    for (const member of node.members) {
      const name = propertyName(member.name)
      const value: Value = member.initializer ? this.evaluate(module, member.initializer) : literal(next)
      next = value.kind === 'literal' && typeof value.value === 'number' ? value.value + 1 : undefined
      if (name !== undefined) properties.set(name, value)
    }
    return { kind: 'object', properties, open: false }
  }

  private imported(module: SourceModule, specifier: ts.Expression, name: string | undefined): Value {
    if (!ts.isStringLiteralLike(specifier)) return unknown(specifier.getText(module.ast))
    return this.fromModule(module.file, specifier.text, name)
  }

  /** An export of another module, or all of it where `name` is absent. */
  fromModule(fromFile: string, specifier: string, name: string | undefined): Value {
    const target = this.program.resolve(fromFile, specifier)
    if (target.kind === 'missing') return unknown(specifier)
    if (target.kind === 'package') {
      return { kind: 'external', module: target.name, path: name === undefined || name === 'default' ? [] : [name] }
    }
    const module = this.program.module(target.file)
    if (!module) return unknown(specifier)
    return name === undefined ? this.wholeModule(module) : this.exported(module, name)
  }

  private wholeModule(module: SourceModule): Value {
    const { assigned, named } = module.exports
    // `module.exports = fn`: requiring the file gives the value itself
    return assigned && named.size === 0 ? this.evaluate(module, assigned) : { kind: 'namespace', module }
  }

  exported(module: SourceModule, name: string): Value {
    const found = this.program.findExport(module, name)
    if (found) return this.exportValue(found.module, found.export)
    if (name === 'default') return this.wholeModule(module)
    if (module.exports.assigned) return this.member(this.evaluate(module, module.exports.assigned), name)
    return unknown(name)
  }

  private exportValue(module: SourceModule, entry: Export): Value {
    if (entry.kind === 'expression') return this.evaluate(module, entry.expression)
    if (entry.kind === 'namespace') return this.fromModule(module.file, entry.specifier, undefined)
    if (entry.kind === 'reexport') return this.fromModule(module.file, entry.specifier, entry.imported)
    const { node } = entry
    const binding = module.bindings.topLevel.get(nameOf(node) ?? entry.name)
    if (binding) return this.binding(module, binding)
    if (isFunctionNode(node)) return { kind: 'function', node, module, frame: undefined }
    return ts.isClassLike(node) ? { kind: 'class', node, module } : unknown(entry.name)
  }

  private template(module: SourceModule, node: ts.TemplateExpression, frame: Frame | undefined): Value {
    const parts: (string | Value)[] = [node.head.text]
    for (const span of node.templateSpans) parts.push(this.evaluate(module, span.expression, frame), span.literal.text)
    return text(parts)
  }

  private access(
    module: SourceModule,
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    frame: Frame | undefined,
  ): Value {
    const key = environmentKey(node)
    if (key !== undefined) return { kind: 'environment', key }
    if (isProcessEnv(node)) return { kind: 'external', module: '', path: ['process', 'env'] }
    const target = this.evaluate(module, node.expression, frame)
    const name = accessedName(node)
    if (name !== undefined) return this.member(target, name)
    if (!ts.isElementAccessExpression(node)) return unknown(node.getText(module.ast))
    const index = this.evaluate(module, node.argumentExpression, frame)
    return this.indexed(target, index) ?? unknown(node.getText(module.ast))
  }

  /** `table[key]`: the entry where the key is known, else one of all entries. */
  private indexed(target: Value, index: Value): Value | undefined {
    if (index.kind === 'literal' && (typeof index.value === 'string' || typeof index.value === 'number')) {
      return this.member(target, String(index.value))
    }
    if (index.kind === 'one-of') return oneOf(index.values.map((value) => this.indexed(target, value) ?? unknown('')))
    if (target.kind === 'object' && !target.open && target.properties.size > 0)
      return oneOf([...target.properties.values()])
    if (target.kind === 'array' && !target.open && target.elements.length > 0) return oneOf(target.elements)
    return undefined
  }

  /** A property of a value. */
  member(target: Value, name: string): Value {
    switch (target.kind) {
      case 'object':
        return target.properties.get(name) ?? (target.open ? unknown(name) : UNDEFINED)
      case 'array': {
        if (name === 'length') return target.open ? unknown(name) : literal(target.elements.length)
        return target.elements[Number(name)] ?? (target.open ? unknown(name) : UNDEFINED)
      }
      case 'external':
        return isEnvironment(target) ? { kind: 'environment', key: name } : { ...target, path: [...target.path, name] }
      case 'namespace':
        return this.exported(target.module, name)
      case 'parameter':
        return { ...target, path: [...target.path, name] }
      case 'instance':
      case 'class':
        return fieldOf(this, target, name)
      case 'one-of':
        return oneOf(target.values.map((value) => this.member(value, name)))
      case 'fallback':
        return oneOf([this.member(target.first, name), this.member(target.second, name)])
      default:
        return unknown(name)
    }
  }

  private object(module: SourceModule, node: ts.ObjectLiteralExpression, frame: Frame | undefined): ObjectValue {
    const properties = new Map<string, Value>()
    let open = false
    for (const property of node.properties) {
      if (ts.isSpreadAssignment(property)) {
        open = this.spread(properties, this.evaluate(module, property.expression, frame)) || open
        continue
      }
      const name = property.name && this.propertyKey(module, property.name, frame)
      if (name === undefined) open = true
      else if (ts.isPropertyAssignment(property))
        properties.set(name, this.evaluate(module, property.initializer, frame))
      else if (ts.isShorthandPropertyAssignment(property))
        properties.set(name, this.identifier(module, property.name, frame))
      else if (ts.isMethodDeclaration(property))
        properties.set(name, { kind: 'function', node: property, module, frame })
      else open = true
    }
    return { kind: 'object', properties, open }
  }

  private propertyKey(module: SourceModule, name: ts.PropertyName, frame: Frame | undefined): string | undefined {
    const fixed = propertyName(name)
    if (fixed !== undefined || !ts.isComputedPropertyName(name)) return fixed
    const value = this.evaluate(module, name.expression, frame)
    return value.kind === 'literal' ? String(value.value) : undefined
  }

  /** Copies what a spread brings; answers whether it may bring more than is known. */
  private spread(into: Map<string, Value>, value: Value): boolean {
    if (value.kind === 'literal') return false
    if (value.kind === 'object') {
      for (const [name, property] of value.properties) into.set(name, property)
      return value.open
    }
    if (value.kind === 'one-of') {
      // `...(isAsync ? { InvocationType: 'Event' } : {})`
      let open = false
      for (const choice of value.values) {
        if (choice.kind !== 'object') open ||= choice.kind !== 'literal'
        else
          for (const [name, property] of choice.properties)
            into.set(name, oneOf([into.get(name) ?? UNDEFINED, property]))
      }
      return open
    }
    return true
  }

  private array(module: SourceModule, node: ts.ArrayLiteralExpression, frame: Frame | undefined): Value {
    const elements: Value[] = []
    let open = false
    for (const element of node.elements) {
      if (!ts.isSpreadElement(element)) elements.push(this.evaluate(module, element, frame))
      else {
        const inner = this.evaluate(module, element.expression, frame)
        if (inner.kind === 'array') elements.push(...inner.elements)
        open ||= inner.kind !== 'array' || inner.open
      }
    }
    return { kind: 'array', elements, open }
  }

  private conditional(module: SourceModule, node: ts.ConditionalExpression, frame: Frame | undefined): Value {
    const condition = this.evaluate(module, node.condition, frame)
    if (condition.kind === 'literal')
      return this.evaluate(module, condition.value ? node.whenTrue : node.whenFalse, frame)
    return oneOf([this.evaluate(module, node.whenTrue, frame), this.evaluate(module, node.whenFalse, frame)])
  }

  private binary(module: SourceModule, node: ts.BinaryExpression, frame: Frame | undefined): Value {
    const left = this.evaluate(module, node.left, frame)
    switch (node.operatorToken.kind) {
      case ts.SyntaxKind.PlusToken: {
        const right = this.evaluate(module, node.right, frame)
        return isStringLike(left) || isStringLike(right) ? text([left, right]) : unknown(node.getText(module.ast))
      }
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.QuestionQuestionToken: {
        const isNullish = node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken
        if (left.kind === 'literal') {
          const isSkipped = isNullish ? left.value == null : !left.value
          return isSkipped ? this.evaluate(module, node.right, frame) : left
        }
        return { kind: 'fallback', first: left, second: this.evaluate(module, node.right, frame) }
      }
      case ts.SyntaxKind.AmpersandAmpersandToken: {
        const right = this.evaluate(module, node.right, frame)
        if (left.kind === 'literal') return left.value ? right : left
        return oneOf([UNDEFINED, right])
      }
      case ts.SyntaxKind.CommaToken:
        return this.evaluate(module, node.right, frame)
      case ts.SyntaxKind.EqualsToken:
        return this.evaluate(module, node.right, frame)
      case ts.SyntaxKind.EqualsEqualsEqualsToken:
      case ts.SyntaxKind.ExclamationEqualsEqualsToken: {
        const right = this.evaluate(module, node.right, frame)
        if (left.kind !== 'literal' || right.kind !== 'literal') return unknown(node.getText(module.ast))
        return literal(
          (left.value === right.value) === (node.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken),
        )
      }
      default:
        return unknown(node.getText(module.ast))
    }
  }

  private call(module: SourceModule, node: ts.CallExpression, frame: Frame | undefined): Value {
    const specifier = requiredModule(node)
    if (specifier !== undefined) return this.fromModule(module.file, specifier, undefined)
    const callee = this.evaluate(module, node.expression, frame)
    const args = node.arguments.map((argument) => this.evaluate(module, argument, frame))
    if (callee.kind === 'function') return this.returned(callee, args)
    const target = isAccess(node.expression) ? this.evaluate(module, node.expression.expression, frame) : undefined
    const method = accessedName(node.expression)
    return callBuiltin(callee, target, method, args) ?? unknown(node.getText(module.ast))
  }

  /** What a function returns when it is called with `args`. */
  returned(callee: FunctionValue, args: readonly Value[], self?: InstanceValue): Value {
    if (this.depth >= MAX_DEPTH) return unknown('a deep call')
    const frame = this.frameOf(callee, args, self)
    const { body } = callee.node
    if (!body) return unknown('a function without a body')
    if (!ts.isBlock(body)) return this.evaluate(callee.module, body, frame)
    const results: Value[] = []
    walkOwn(body, (child) => {
      if (ts.isReturnStatement(child)) {
        results.push(child.expression ? this.evaluate(callee.module, child.expression, frame) : UNDEFINED)
      }
    })
    return results.length > 0 ? oneOf(results) : UNDEFINED
  }

  /** Binds the parameters of a function to the arguments of a call. */
  frameOf(callee: FunctionValue, args: readonly Value[], self?: InstanceValue): Frame {
    const parameters = new Map<ts.ParameterDeclaration, Value>()
    callee.node.parameters.forEach((parameter, index) => {
      const value: Value = parameter.dotDotDotToken
        ? { kind: 'array', elements: args.slice(index), open: false }
        : (args[index] ?? UNDEFINED)
      parameters.set(parameter, value)
    })
    return { parameters, self: self ?? callee.frame?.self, parent: callee.frame }
  }

  private construct(module: SourceModule, node: ts.NewExpression, frame: Frame | undefined): Value {
    const of = this.evaluate(module, node.expression, frame)
    if (of.kind !== 'class' && of.kind !== 'external') return unknown(node.getText(module.ast))
    const args = (node.arguments ?? []).map((argument) => this.evaluate(module, argument, frame))
    return { kind: 'instance', of, args, node }
  }

  private self(module: SourceModule, node: ts.Node, frame: Frame | undefined): Value {
    for (let current = frame; current; current = current.parent) if (current.self) return current.self
    for (let outer = node.parent; outer; outer = outer.parent) {
      if (ts.isClassLike(outer))
        return { kind: 'instance', of: { kind: 'class', node: outer, module }, args: [], node: undefined }
      if (ts.isFunctionDeclaration(outer) || ts.isFunctionExpression(outer)) break
      if (ts.isObjectLiteralExpression(outer)) return this.object(module, outer, frame)
    }
    return unknown('this')
  }

  /** The module that a specifier leads to, where it is a file of the workspace. */
  moduleAt(fromFile: string, specifier: string): SourceModule | undefined {
    return moduleAt(this.program, fromFile, specifier)
  }
}

function isEnvironment(value: { module: string; path: readonly string[] }): boolean {
  return value.path.length === 2 && value.path[0] === 'process' && value.path[1] === 'env'
}

function isStringLike(value: Value): boolean {
  if (value.kind === 'literal') return typeof value.value === 'string'
  return value.kind === 'text' || value.kind === 'environment'
}

function nameOf(node: ts.Node): string | undefined {
  const { name } = node as { name?: ts.Node }
  return name && ts.isIdentifier(name) ? name.text : undefined
}

/** The block in which a variable is declared. */
function bodyOf(binding: Binding): ts.Node | undefined {
  const [declaration] = binding.declarations
  return declaration && ts.isVariableDeclaration(declaration) ? declaration.parent.parent.parent : undefined
}
