import { ts } from 'ts-morph'
import { isAssignmentOperator } from '../../syntax/bind'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import { isAccess, isFunctionNode, propertyName } from '../../syntax/nodes'
import { mayFailToConvert, mayFailToTakeApart } from '../coercion'
import { mayFailToCall, mayFailToTakeArguments } from '../failing-calls'
import type { Surroundings } from '../imported-constant'
import { isLocalFunction } from '../names'
import type { Packages } from '../packages/packages'
import { dropsPromises, isForgotten, isLeftAlone } from '../promises'
import { REFUSED } from '../tables/constructs'
import type { Vouching } from '../vouched/vouching'
import { reachForPrototype, readStack, visitAccess } from './collect-access'
import { visitCall, visitConstruction } from './collect-calls'
import { changePart, visitAssignment, visitChange, visitUpdate } from './collect-changes'
import { visitClass, visitMember } from './collect-members'
import { visitName } from './collect-names'
import { type Effect, type EffectLabel, effectAt, type Use } from './effect'
import type { Facts, Step, Unit } from './facts'
import type { JsonData } from './json-data'
import type { Loads } from './loads'
import { notItsOwn } from './words'

/** What looking through code rests on. */
export interface CollectContext {
  readonly evaluator: Evaluator
  readonly surroundings: Surroundings
  readonly packages: Packages
  readonly loads: Loads
  readonly data: JsonData
  readonly vouching: Vouching
  /** The one unit of a node. */
  readonly unit: (module: SourceModule, node: ts.Node) => Unit
}

interface ChangeOptions {
  readonly what?: string
  /** How many levels of the target. */
  readonly depth?: number
  /** By a method of lists, maps or sets, which other values do not have. */
  readonly isMethod?: boolean
}

const LEFT_ALONE = 'it does not wait for a promise'

/** Looks through a piece of code, and through nothing that it calls. */
export function collectFacts(context: CollectContext, unit: Unit): Facts {
  return new Collector(context, unit).run()
}

/** Walks a unit and records what it meets; each kind of construct has its file beside this one. */
export class Collector {
  readonly module: SourceModule
  /** How many `try` blocks with a `catch` are around what is being visited. */
  caught = 0
  private readonly steps: Step[] = []
  private readonly returns: ts.Expression[] = []
  private readonly defined = new Map<string, ts.Node>()
  private readonly spoiled = new Map<string, ts.Node>()
  private throws: ts.Node | undefined
  /** What is being visited. */
  private at: ts.Node

  constructor(
    readonly context: CollectContext,
    readonly unit: Unit,
  ) {
    this.module = unit.module
    this.at = unit.node
  }

  run(): Facts {
    const { node } = this.unit
    if (ts.isClassLike(node)) visitClass(this, node)
    else if (ts.isVariableDeclaration(node)) this.visitAll([node.initializer])
    else if (ts.isFunctionLike(node)) this.function(node)
    else this.visit(node)
    return {
      unit: this.unit,
      steps: this.steps,
      returns: this.returns,
      defines: this.defined,
      spoils: this.spoiled,
      throws: this.throws,
    }
  }

  private function(node: ts.SignatureDeclaration): void {
    this.visitAll(node.parameters)
    const { body } = node as { body?: ts.Node }
    const { exits = [] } = this.unit.answers ?? {}
    if (body && !ts.isBlock(body) && !exits.some((exit) => exit.node === body)) this.returns.push(body as ts.Expression)
    this.visitAll([body])
  }

  effect(node: ts.Node, use: Use): void {
    this.steps.push({ kind: 'effect', effect: effectAt(this.module, node, use) })
  }

  /** An effect that was found somewhere else counts here. */
  found(effect: Effect): void {
    this.steps.push({ kind: 'effect', effect })
  }

  fail(node: ts.Node, what: string, label: EffectLabel = 'unknown'): void {
    this.effect(node, { label, what })
  }

  /** A function is called, or only mentioned: then it may be called with anything. */
  call(node: ts.Node, callee: Unit, args?: readonly ts.Expression[], isCaught = false): void {
    if (mayFailToTakeArguments(this.module, node, callee.node, args)) this.mayThrow()
    this.steps.push({ kind: 'call', callee, args, node, isCaught })
  }

  /** A function is given by its name to a method that calls it with the elements of a list. */
  handOver(callback: ts.Expression, callee: Unit, handedBy: ts.CallExpression, isCaught: boolean): void {
    if (mayFailToTakeArguments(this.module, callback, callee.node, undefined)) this.mayThrow()
    this.steps.push({ kind: 'call', callee, args: undefined, node: callback, isCaught, handedBy })
  }

  /** A function becomes a member of something: whoever calls a member of that name may mean it. */
  member(node: ts.Node, callee: Unit, name: string): void {
    if (mayFailToTakeArguments(this.module, node, callee.node, undefined)) this.mayThrow()
    this.steps.push({ kind: 'member', callee, name, node })
    this.define(name, node)
  }

  /** @param puts What becomes a part of the target; `undefined` where that may be anything. */
  change(
    node: ts.Node,
    target: ts.Expression,
    puts: readonly ts.Expression[] | undefined,
    { what = notItsOwn(target), depth = 1, isMethod = false }: ChangeOptions = {},
  ): void {
    const isOpen = puts?.some(ts.isSpreadElement)
    this.steps.push({ kind: 'change', target, node, what, depth, isMethod, puts: isOpen ? undefined : puts })
  }

  /** The user's word counts here. */
  vouch(origin: string): void {
    this.steps.push({ kind: 'vouched', origin })
  }

  method(node: ts.Node, name: string, args: readonly ts.Expression[] | undefined, use: Use): void {
    this.steps.push({ kind: 'method', name, args, node, use })
  }

  define(name: string, node: ts.Node): void {
    if (!this.defined.has(name)) this.defined.set(name, node)
  }

  spoil(name: string, node: ts.Node): void {
    if (!this.spoiled.has(name)) this.spoiled.set(name, node)
  }

  mayThrow(): void {
    if (this.caught === 0) this.throws ??= this.at
  }

  visitAll(nodes: readonly (ts.Node | undefined)[]): void {
    for (const node of nodes) if (node) this.visit(node)
  }

  children(node: ts.Node): void {
    ts.forEachChild(node, (child) => this.visit(child))
  }

  visit(node: ts.Node): void {
    if (isErased(node) || this.answered(node)) return
    const around = this.at
    this.at = node
    if (mayFailToConvert(node) || mayFailToTakeApart(this.module, node) || mayFailToCall(this.module, node))
      this.mayThrow()
    if (ts.isExpression(node)) this.expression(node)
    else this.other(node)
    this.at = around
  }

  /** A call that answers, like `callback(null, result)`, does what `return result` does; a setting of it does nothing. */
  private answered(node: ts.Node): boolean {
    const { answers } = this.unit
    if (answers?.settings.some((setting) => setting === node)) return true
    const exit = answers?.exits.find((one) => one.node === node)
    if (!exit) return false
    const { kind, value } = exit
    if (value) this.visit(value)
    if (kind === 'error') this.mayThrow()
    else if (value) this.returns.push(value)
    return true
  }

  private expression(node: ts.Expression): void {
    if (ts.isIdentifier(node)) visitName(this, node)
    else if (isAccess(node)) visitAccess(this, node)
    else if (ts.isCallExpression(node)) this.callExpression(node)
    else if (ts.isNewExpression(node)) visitConstruction(this, node)
    else if (isFunctionNode(node)) this.call(node, this.context.unit(this.module, node))
    else if (ts.isBinaryExpression(node) && isAssignmentOperator(node.operatorToken.kind)) visitAssignment(this, node)
    else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) visitUpdate(this, node)
    else if (ts.isDeleteExpression(node)) visitChange(this, node, node.expression, [])
    else this.refusedOrChildren(node)
  }

  private callExpression(node: ts.CallExpression): void {
    if (dropsPromises(this.context.evaluator, this.module, node)) this.fail(node, LEFT_ALONE, 'floating')
    visitCall(this, node)
  }

  private other(node: ts.Node): void {
    if (ts.isTryStatement(node)) this.attempt(node)
    else if (ts.isFunctionLike(node) || ts.isObjectLiteralElementLike(node)) visitMember(this, node)
    // a class that is declared here is looked at where it is used
    else if (ts.isClassDeclaration(node) || this.isNamedFunction(node)) return
    else {
      if (ts.isThrowStatement(node)) this.mayThrow()
      if (ts.isBindingElement(node)) {
        reachForPrototype(this, node, partName(node))
        readStack(this, node, partName(node))
      }
      if (ts.isReturnStatement(node) && node.expression) this.returns.push(node.expression)
      if (ts.isExpressionStatement(node) && isLeftAlone(this.context.evaluator, this.module, node))
        this.fail(node, LEFT_ALONE, 'floating')
      if (ts.isVariableDeclaration(node) && isForgotten(this.context.evaluator, this.module, node))
        this.fail(node, LEFT_ALONE, 'floating')
      this.variable(node)
      this.refusedOrChildren(node)
    }
  }

  /** `const f = () => …`: looked at where it is named, and called there with what is known. */
  private isNamedFunction(node: ts.Node): boolean {
    if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name)) return false
    const binding = this.module.bindings.of(node.name)
    return !!binding && binding.declarations.length === 1 && isLocalFunction(binding)
  }

  /** A loop over a list assigns to what it declares, or to something else. */
  private variable(node: ts.Node): void {
    const isLoop = ts.isForOfStatement(node) || ts.isForInStatement(node)
    if (isLoop && !ts.isVariableDeclarationList(node.initializer)) changePart(this, node, node.initializer)
  }

  private attempt({ tryBlock, catchClause, finallyBlock }: ts.TryStatement): void {
    if (catchClause) this.caught += 1
    this.visit(tryBlock)
    if (catchClause) this.caught -= 1
    this.visitAll([catchClause, finallyBlock])
  }

  private refusedOrChildren(node: ts.Node): void {
    const what = REFUSED.get(node.kind)
    if (node.kind === ts.SyntaxKind.ThisKeyword && isBound(node)) return
    if (what === undefined) this.children(node)
    else this.fail(node, what)
  }
}

/** The member that a part of a pattern takes; `undefined` for a position. */
function partName({ name, propertyName: written, parent }: ts.BindingElement): string | undefined {
  if (written) return propertyName(written)
  return ts.isObjectBindingPattern(parent) && ts.isIdentifier(name) ? name.text : undefined
}

/** Types are not there when the code runs. */
function isErased(node: ts.Node): boolean {
  return ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)
}

/** `this` of a member of a class, or of an accessor: it is what the member was read from. */
function isBound(node: ts.Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isClassElement(at) && ts.isClassLike(at.parent)) return true
    if (ts.isAccessor(at)) return true
    if (ts.isFunctionLike(at) && !ts.isArrowFunction(at)) return false
  }
  return false
}
