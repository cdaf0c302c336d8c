import { ts } from 'ts-morph'
import { JsonClassifier } from '../../analysis/json'
import { useOfBinding } from '../../analysis/uses'
import type { Binding } from '../../syntax/bind'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import {
  accessedName,
  contains,
  enclosingFunction,
  environmentKey,
  type FunctionNode,
  isAccess,
  propertyName,
  unwrap,
  unwrapAwait,
} from '../../syntax/nodes'
import type { WorkflowInput } from './ir'

/** How the workflow uses a name from before it. */
export interface InputUse {
  /** Whether the value only goes into JSON, or is looked at too. */
  readonly position: 'json' | 'looked-at'
  /** The members that are read of it, from the outermost on. */
  readonly path: readonly string[]
}

/**
 * The names from before the workflow that it needs. They reach it as JSON, so what JSON may change can be handed on as
 * a whole, but not looked at.
 */
export class Inputs {
  private readonly names: string[] = []
  private readonly declared: ts.Identifier[] = []
  private readonly classifier: JsonClassifier

  /**
   * @param isDeployed Whether Lambda calls the function: its event came out of JSON.
   * @param region Statements that become the workflow: they work on a copy of what they are given.
   */
  constructor(
    private readonly evaluator: Evaluator,
    private readonly module: SourceModule,
    private readonly handler: FunctionNode,
    private readonly isDeployed: boolean,
    private readonly region: readonly ts.Statement[],
  ) {
    const handlers = isDeployed ? [handler] : []
    this.classifier = new JsonClassifier({ evaluator, module, handlers, types: undefined, mayShare: true })
  }

  /** Makes a name part of the input; says why not where it cannot be. */
  add(name: ts.Identifier, declaration: ts.Node, use: InputUse): string | undefined {
    if (!contains(this.handler, declaration) && !isConstant(declaration))
      return `"${name.text}" is declared outside of the function`
    const isHandedOn = use.position === 'json' && (use.path.length === 0 || this.isBorn(name))
    const isJson = isHandedOn || this.isStable(name, use.path)
    if (!isJson)
      return `"${name.text}" is looked into, and may be no JSON: work out what is needed of it before the first call`
    if (!this.names.includes(name.text)) {
      this.names.push(name.text)
      this.declared.push(name)
    }
    return undefined
  }

  /** Whether a path is that of a name which is never `undefined`. */
  isWhole([name, ...members]: readonly string[]): boolean {
    const declared = this.declared.find(({ text }) => text === name)
    return members.length === 0 && declared !== undefined && this.isNeverUndefined(declared)
  }

  input(): WorkflowInput {
    const [only, ...others] = this.declared
    return { names: this.names, isWhole: only !== undefined && others.length === 0 && this.isNeverUndefined(only) }
  }

  /** The event, or what `JSON.parse` gave. */
  private isNeverUndefined(name: ts.Identifier): boolean {
    const binding = this.module.bindings.of(name)
    const [declaration] = binding?.declarations ?? []
    if (!declaration || binding?.writes.length !== 0) return false
    if (ts.isParameter(declaration)) return this.isDeployed && this.handler.parameters[0] === declaration
    const value = ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name) && declaration.initializer
    return value ? isParsed(unwrapAwait(value)) : false
  }

  /** Whether JSON gives a value, or a part of it, back as it was. */
  private isStable(name: ts.Identifier, path: readonly string[], seen: readonly Binding[] = []): boolean {
    if (this.classifier.of(name).isStable) return true
    const binding = this.module.bindings.of(name)
    const [declaration] = binding?.declarations ?? []
    if (!binding || !declaration || seen.includes(binding)) return false
    const isInRegion = (node: ts.Node) => this.region.some((statement) => contains(statement, node))
    const written = this.writtenTo(binding, isInRegion)
    const held = written.length > 0 ? { ...binding, writes: [] } : binding
    if (useOfBinding(this.evaluator, this.module, held, [this.handler], path, isInRegion) === 'escapes') return false
    if (this.isEvent(declaration)) return true
    const source = this.sourceOf(name)
    const sources = source ? [source] : written
    const isStable = (one: ts.Expression) => {
      if (environmentKey(one) !== undefined) return true
      const root = rootOf(one)
      const own = [...pathOf(one), ...pathIn(declaration), ...path]
      return ts.isIdentifier(root) ? this.isStable(root, own, [...seen, binding]) : isParsed(root)
    }
    return sources.length > 0 && sources.every(isStable)
  }

  /** All that a name is given before the workflow, where it is declared without a value: until then it is `undefined`. */
  private writtenTo({ writes, declarations }: Binding, isInRegion: (node: ts.Node) => boolean): ts.Expression[] {
    const [declaration, ...others] = declarations
    const isPlain = declaration && ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name)
    if (!isPlain || declaration.initializer || others.length > 0) return []
    const values = writes.map((write) => {
      const { parent } = write
      const isAssignment =
        ts.isBinaryExpression(parent) &&
        parent.left === write &&
        parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
        ts.isExpressionStatement(parent.parent)
      const isBefore = enclosingFunction(write) === this.handler && !isInRegion(write)
      return isAssignment && isBefore ? unwrapAwait(parent.right) : undefined
    })
    return values.every((value) => value !== undefined) ? values : []
  }

  /** The event of a handler, or what is taken from it where it is declared. */
  private isEvent(declaration: ts.Node): boolean {
    const [event] = this.handler.parameters
    return this.isDeployed && event !== undefined && contains(event, declaration) && !hasDefault(declaration)
  }

  /** Whether a value came out of JSON, whatever was done to it since: a part of it is the same part of its JSON. */
  private isBorn(name: ts.Identifier): boolean {
    const binding = this.module.bindings.of(name)
    const [declaration] = binding?.declarations ?? []
    if (!declaration || binding?.writes.length !== 0) return false
    if (this.isEvent(declaration)) return true
    const source = this.sourceOf(name)
    const root = source && rootOf(source)
    if (!root) return false
    return ts.isIdentifier(root) ? this.isBorn(root) : isParsed(root)
  }

  /** What a name was declared as, or as a part of: it is never written again. */
  private sourceOf(name: ts.Identifier): ts.Expression | undefined {
    const binding = this.module.bindings.of(name)
    const [declaration, ...others] = binding?.declarations ?? []
    if (!declaration || others.length > 0 || binding?.writes.length !== 0 || hasDefault(declaration)) return undefined
    const owner = ownerOf(declaration)
    return ts.isVariableDeclaration(owner) && owner.initializer ? unwrapAwait(owner.initializer) : undefined
  }
}

/** A constant of the file. */
function isConstant(declaration: ts.Node): boolean {
  const owner = ownerOf(declaration)
  return (
    ts.isVariableDeclaration(owner) &&
    ts.isSourceFile(owner.parent.parent.parent) &&
    !!(ts.getCombinedNodeFlags(owner) & ts.NodeFlags.Const)
  )
}

/** The declaration around a pattern. */
export function ownerOf(declaration: ts.Node): ts.Node {
  let owner = declaration
  while (ts.isBindingElement(owner)) owner = owner.parent.parent
  return owner
}

function hasDefault(declaration: ts.Node): boolean {
  for (let owner = declaration; ts.isBindingElement(owner); owner = owner.parent.parent) {
    if (owner.initializer || owner.dotDotDotToken) return true
  }
  return false
}

/** The names by which a pattern takes something apart, as far as they are known. */
export function pathIn(declaration: ts.Node): string[] {
  const path: string[] = []
  for (let element = declaration; ts.isBindingElement(element); element = element.parent.parent) {
    const key = element.propertyName ?? element.name
    const name = ts.isObjectBindingPattern(element.parent) && !ts.isBindingName(key) ? propertyName(key) : undefined
    const own = ts.isIdentifier(key) && ts.isObjectBindingPattern(element.parent) ? key.text : name
    if (own === undefined) path.length = 0
    else path.unshift(own)
  }
  return path
}

/** The members that an expression reads of its root, as far as they are known. */
function pathOf(expression: ts.Expression): string[] {
  const path: string[] = []
  for (let node = unwrapAwait(expression); isAccess(node); node = unwrap(node.expression)) {
    const name = accessedName(node)
    if (name === undefined) path.length = 0
    else path.unshift(name)
  }
  return path
}

function rootOf(expression: ts.Expression): ts.Expression {
  let root = unwrapAwait(expression)
  while (isAccess(root)) root = unwrap(root.expression)
  return root
}

function isParsed(node: ts.Expression): boolean {
  return ts.isCallExpression(node) && node.expression.getText() === 'JSON.parse' && node.arguments.length === 1
}
