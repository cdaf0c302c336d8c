import { ts } from 'ts-morph'
import { type Binding, isAssignmentOperator } from '../syntax/bind'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import { isInert } from '../syntax/inert'
import type { SourceModule } from '../syntax/module'
import {
  accessedName,
  type FunctionNode,
  isAccess,
  isFunctionNode,
  propertyName,
  requiredModule,
  unwrap,
} from '../syntax/nodes'
import { functionOf } from './callees'
import { mayFailToConvert, mayFailToTakeApart } from './coercion'
import { variableRead } from './environment'
import { isFresh, isFreshAssign, isMutationOf, isNeverNullish } from './freshness'
import { constantSource, type Surroundings } from './imported-constant'
import { loadEffect } from './load-effect'
import { isImport, isLocalFunction, isValuePosition } from './names'
import { isInstance, plainClass } from './plain-class'
import { isLeftAlone } from './promises'
import {
  GLOBALS,
  isBuiltInName,
  MUTATORS,
  PURE_CONSTRUCTORS,
  PURE_FUNCTIONS,
  PURE_METHODS,
  PURE_STATIC,
  REFUSED,
  THROWING,
} from './tables/effects'
import { notFollowed, packageUse } from './uses-of-packages'
import { type Witness, witnessAt } from './witness'

/**
 * Walks a function and all that it calls, and stops at the first thing that is not known to be harmless: effects on
 * the outside, reads of what belongs to the Lambda (environment, file system, module state), and whatever is unknown.
 */
export class EffectWalker {
  mayThrow = false
  logs = false
  /** Variables of the environment that it reads. */
  readonly environment = new Set<string>()
  private readonly seen = new Set<ts.Node>()
  /** Methods of classes that were looked into. */
  private readonly methods = new Set<string>()
  private module!: SourceModule

  constructor(
    private readonly evaluator: Evaluator,
    private readonly surroundings: Surroundings,
  ) {}

  function(module: SourceModule, node: FunctionNode | ts.ConstructorDeclaration): Witness | undefined {
    if (this.seen.has(node)) return undefined
    this.seen.add(node)
    const outer = this.module
    this.module = module
    let witness: Witness | undefined
    for (const child of [...node.parameters, node.type, node.body]) witness ??= child && this.visit(child)
    this.module = outer
    return witness
  }

  private fail(node: ts.Node, what: string): Witness {
    return witnessAt(this.module, node, what)
  }

  private children(node: ts.Node): Witness | undefined {
    let witness: Witness | undefined
    ts.forEachChild(node, (child) => {
      witness ??= this.visit(child)
    })
    return witness
  }

  private visit(node: ts.Node): Witness | undefined {
    if (mayFailToConvert(node)) this.mayThrow = true
    // types have no effects
    if (ts.isTypeNode(node)) return undefined
    if (ts.isIdentifier(node)) return this.identifier(node)
    if (isAccess(node)) return this.access(node)
    if (ts.isCallExpression(node)) return this.call(node)
    if (ts.isNewExpression(node)) return this.construct(node)
    if (ts.isBinaryExpression(node) && isAssignmentOperator(node.operatorToken.kind)) return this.assignment(node)
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return this.update(node)
    if (ts.isDeleteExpression(node)) return this.mutation(node, node.expression)
    if (ts.isThrowStatement(node) || mayFailToTakeApart(this.module, node)) this.mayThrow = true
    if (ts.isExpressionStatement(node) && isLeftAlone(this.evaluator, this.module, node))
      return this.fail(node, 'it does not wait for a promise')
    if (ts.isPropertyAssignment(node)) return this.named(node.name, node.initializer)
    if (ts.isShorthandPropertyAssignment(node)) return this.method(node.name, node.name) ?? this.identifier(node.name)
    if (ts.isMethodDeclaration(node)) return this.fail(node, 'it defines a method')
    if (node.kind === ts.SyntaxKind.ThisKeyword && isInstance(node)) return undefined
    const refused = REFUSED.get(node.kind)
    return refused === undefined ? this.children(node) : this.fail(node, refused)
  }

  private named(name: ts.PropertyName, value: ts.Expression): Witness | undefined {
    const inName = ts.isComputedPropertyName(name) ? this.visit(name) : this.method(name, value)
    return inName ?? this.visit(value)
  }

  /** A function under the name of a built-in method would be taken for that. */
  private method(name: ts.PropertyName, value: ts.Expression): Witness | undefined {
    const isTaken = isBuiltInName(propertyName(name)) && functionOf(this.evaluator, this.module, unwrap(value))
    return isTaken ? this.fail(name, 'it defines a method') : undefined
  }

  private identifier(node: ts.Identifier): Witness | undefined {
    const binding = this.module.bindings.of(node)
    if (!binding) return this.global(node)
    const isOwn =
      node.parent && (node.parent as { name?: ts.Node }).name === node && binding.declarations.includes(node.parent)
    return isOwn || !ts.isSourceFile(binding.scope) ? undefined : this.topLevel(node)
  }

  private global(node: ts.Identifier): Witness | undefined {
    if (GLOBALS.has(node.text) || !isValuePosition(node)) return undefined
    if (node.text === 'process')
      return this.fail(node, 'it reads the process: its environment, arguments or working directory')
    return this.fail(node, `it uses the global "${node.text}"`)
  }

  /** A name of the file's top level: constants and functions may be used, what can change may not. */
  private topLevel(node: ts.Identifier): Witness | undefined {
    const binding = this.module.bindings.of(node)
    const [declaration] = binding?.declarations ?? []
    if (!binding || !declaration) return undefined
    if (binding.writes.length > 0) return this.fail(node, `"${node.text}" is module state that changes`)
    if (ts.isFunctionDeclaration(declaration)) return this.function(this.module, declaration)
    if (
      ts.isInterfaceDeclaration(declaration) ||
      ts.isTypeAliasDeclaration(declaration) ||
      ts.isEnumDeclaration(declaration)
    )
      return undefined
    if (ts.isVariableDeclaration(declaration)) return this.constant(node, binding, declaration)
    if (isImport(declaration)) return this.imported(node, binding)
    return this.fail(node, `"${node.text}" is of a kind that is not analysed`)
  }

  private constant(node: ts.Identifier, binding: Binding, declaration: ts.VariableDeclaration): Witness | undefined {
    const { initializer } = declaration
    if (this.seen.has(declaration)) return undefined
    this.seen.add(declaration)
    if (!initializer) return this.fail(node, `"${node.text}" has no value of its own`)
    if (requiredModule(unwrap(initializer)) !== undefined) return this.imported(node, binding)
    if (isFunctionNode(unwrap(initializer))) return this.function(this.module, unwrap(initializer) as FunctionNode)
    const literal = unwrap(initializer)
    if (ts.isRegularExpressionLiteral(literal) && /[gy]\w*$/.test(literal.text)) {
      return this.fail(node, `"${node.text}" is a regular expression that keeps its position between calls`)
    }
    const isChanged = binding.references.some((reference) => isMutationOf(reference))
    if (isChanged) return this.fail(node, `"${node.text}" is module state that changes`)
    return isInert(initializer) || ts.isRegularExpressionLiteral(unwrap(initializer))
      ? this.visit(initializer)
      : this.fail(node, `"${node.text}" is computed when the file is loaded`)
  }

  private imported(node: ts.Identifier, binding: Binding): Witness | undefined {
    const value = this.evaluator.binding(this.module, binding)
    if (value.kind !== 'function' || !isFunctionNode(value.node)) {
      const source = constantSource(this.surroundings, this.module, binding)
      if (source) return this.loaded(source)
      return this.fail(node, notFollowed(node.text, value, binding.declarations[0]))
    }
    return this.loaded(value.module) ?? this.function(value.module, value.node)
  }

  private loaded(module: SourceModule): Witness | undefined {
    const init = loadEffect(module)
    return init && witnessAt(module, init, 'loading this file has an effect')
  }

  private access(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): Witness | undefined {
    const target = unwrap(node.expression)
    if (ts.isIdentifier(target) && target.text === 'console' && !this.module.bindings.of(target)) {
      this.logs = true
      return undefined
    }
    const variable = variableRead(this.module, node)
    if (variable !== undefined) {
      this.environment.add(variable)
      return undefined
    }
    if (!node.questionDotToken && !isNeverNullish(this.module, target)) this.mayThrow = true
    const inner = this.visit(node.expression)
    return inner ?? (ts.isElementAccessExpression(node) ? this.visit(node.argumentExpression) : undefined)
  }

  private call(node: ts.CallExpression): Witness | undefined {
    const callee = unwrap(node.expression)
    const inArguments = () =>
      node.arguments.map((argument) => this.visit(argument)).find((witness) => witness !== undefined)
    if (ts.isIdentifier(callee)) {
      if (THROWING.has(callee.text)) this.mayThrow = true
      const isLocal = this.module.bindings.of(callee)
      if (!isLocal && !PURE_FUNCTIONS.has(callee.text)) return this.fail(node, `it calls "${callee.text}"`)
      if (isLocal && !ts.isSourceFile(isLocal.scope) && !isLocalFunction(isLocal))
        return this.fail(node, `it calls "${callee.text}", which is not known`)
      return this.identifier(callee) ?? inArguments()
    }
    if (isFunctionNode(callee)) return this.function(this.module, callee) ?? inArguments()
    if (!isAccess(callee)) return this.fail(node, 'it calls something that is not known')
    return this.methodCall(callee) ?? inArguments()
  }

  private methodCall(callee: ts.PropertyAccessExpression | ts.ElementAccessExpression): Witness | undefined {
    const name = accessedName(callee)
    const target = unwrap(callee.expression)
    if (name === undefined) return this.fail(callee, 'it calls a computed method')
    if (THROWING.has(name)) this.mayThrow = true
    if (ts.isIdentifier(target) && !this.module.bindings.of(target)) {
      if (target.text === 'console') {
        this.logs = true
        return undefined
      }
      const known = PURE_STATIC[target.text]
      if (known && (known === '*' || known.has(name))) return undefined
      if (target.text === 'Object' && name === 'assign' && isFreshAssign(this.module, callee.parent)) return undefined
      return this.fail(callee, `it calls "${target.text}.${name}"`)
    }
    if (MUTATORS.has(name))
      return isFresh(this.module, target)
        ? this.access(callee)
        : this.fail(callee, `it changes a value with "${name}" that it did not make itself`)
    if (!PURE_METHODS.has(name)) {
      // a class is looked into where its instance is made, which may be right here
      const inTarget = this.access(callee)
      if (this.methods.has(name)) return inTarget
      return this.fail(callee, packageUse(this.evaluator, this.module, target) ?? `it calls the method "${name}"`)
    }
    return this.access(callee)
  }

  private construct(node: ts.NewExpression): Witness | undefined {
    const callee = unwrap(node.expression)
    const inArguments = () =>
      (node.arguments ?? []).map((argument) => this.visit(argument)).find((witness) => witness !== undefined)
    const own = ts.isIdentifier(callee) ? this.module.bindings.topLevel.get(callee.text) : undefined
    const [declaration] = own?.declarations ?? []
    if (
      ts.isIdentifier(callee) &&
      own === this.module.bindings.of(callee) &&
      declaration?.kind === ts.SyntaxKind.ClassDeclaration
    )
      return this.instance(callee, declaration as ts.ClassDeclaration) ?? inArguments()
    if (!ts.isIdentifier(callee) || this.module.bindings.of(callee) || !PURE_CONSTRUCTORS.has(callee.text)) {
      return this.fail(node, `it makes a "${node.expression.getText(this.module.ast)}"`)
    }
    if (THROWING.has(callee.text)) this.mayThrow = true
    return inArguments()
  }

  /** All that an instance can do is looked into where one is made. */
  private instance(name: ts.Identifier, node: ts.ClassDeclaration): Witness | undefined {
    const parts = plainClass(node)
    if (!parts) return this.fail(name, `it makes a "${name.text}", whose class is not analysed`)
    for (const method of parts.methods) this.methods.add(method)
    let witness: Witness | undefined
    for (const fn of parts.functions) witness ??= this.function(this.module, fn)
    for (const initializer of parts.initializers) witness ??= this.visit(initializer)
    return witness
  }

  private assignment(node: ts.BinaryExpression): Witness | undefined {
    const { left, right } = node
    const isMethod =
      isAccess(left) && isBuiltInName(accessedName(left)) && functionOf(this.evaluator, this.module, unwrap(right))
    if (isMethod) return this.fail(node, 'it defines a method')
    return this.mutation(node, left) ?? this.visit(right)
  }

  private update(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): Witness | undefined {
    const isUpdate = node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken
    return isUpdate ? this.mutation(node, node.operand) : this.visit(node.operand)
  }

  /** Assigning to a local variable is fine, and to a property of what the function made itself. */
  private mutation(node: ts.Node, target: ts.Expression): Witness | undefined {
    const inner = unwrap(target)
    if (ts.isIdentifier(inner)) {
      const binding = this.module.bindings.of(inner)
      return binding && !ts.isSourceFile(binding.scope) ? undefined : this.fail(node, `it assigns to "${inner.text}"`)
    }
    if (isAccess(inner)) {
      const owner = unwrap(inner.expression)
      return isFresh(this.module, owner) || (owner.kind === ts.SyntaxKind.ThisKeyword && isInstance(owner))
        ? this.access(inner)
        : this.fail(node, 'it changes a value that it did not make itself')
    }
    return this.fail(node, 'it assigns to a pattern')
  }
}
