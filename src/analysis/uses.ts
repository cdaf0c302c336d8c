import { ts } from 'ts-morph'
import type { Binding } from '../syntax/bind'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { SourceModule } from '../syntax/module'
import { accessedName, enclosingFunction, isAccess, rewrap, unwrap } from '../syntax/nodes'
import { functionOf, isReader } from './callees'
import {
  CONVERTING,
  FOLDING,
  HARMLESS,
  IDENTITY,
  LOGICAL,
  LOOKING,
  PASSING,
  REORDERING,
  SELECTING,
  TELLING,
} from './tables/uses'

/**
 * What code may do with a value, from harmless to not:
 * - `reads`: it looks at members, or serialises the value;
 * - `inspects`: it can also tell absent from undefined properties, or one object from an equal one;
 * - `escapes`: it may change the value, or hand it to someone who may.
 */
export type Use = 'reads' | 'inspects' | 'escapes'

const RANK = { reads: 0, inspects: 1, escapes: 2 }

/**
 * What is done with the value of an expression, from where it stands outwards.
 * @param answering Functions that may return it, and calls that answer with it: what becomes of an answer does not matter.
 * @param mayReorder Whether it does not matter in what order its lists are.
 */
export function useOf(
  evaluator: Evaluator,
  module: SourceModule,
  expression: ts.Expression,
  answering: readonly ts.Node[] = [],
  mayReorder = false,
): Use {
  return new Follower(evaluator, answering, undefined, mayReorder).of(module, expression)
}

/**
 * What is done with what a name holds, wherever the name stands.
 * @param path The part of it that is asked about: what is done with other parts does not matter.
 * @param isLeftOut Mentions that do not matter.
 */
export function useOfBinding(
  evaluator: Evaluator,
  module: SourceModule,
  binding: Binding,
  answering: readonly ts.Node[] = [],
  path: readonly string[] = [],
  isLeftOut: (reference: ts.Node) => boolean = () => false,
  mayReorder = false,
): Use {
  return new Follower(evaluator, answering, isLeftOut, mayReorder).ofBinding(module, binding, path)
}

/** Follows a value through the names, patterns, callbacks and functions that it is given to. */
class Follower {
  private readonly seen = new Set<ts.Node>()
  /** Functions that were followed into: what they return is followed from where they are called. */
  private readonly entered: Set<ts.Node>

  constructor(
    private readonly evaluator: Evaluator,
    answering: readonly ts.Node[],
    private readonly isLeftOut: (reference: ts.Node) => boolean = () => false,
    private readonly mayReorder = false,
  ) {
    this.entered = new Set(answering)
  }

  ofBinding(module: SourceModule, binding: Binding, path: readonly string[] = []): Use {
    if (binding.writes.length > 0) return 'escapes'
    const meant = binding.references.filter((reference) => !this.isLeftOut(reference) && !isOtherPart(reference, path))
    return worst(meant.map((reference) => this.of(module, reference)))
  }

  of(module: SourceModule, expression: ts.Node): Use {
    if (this.seen.has(expression)) return 'reads'
    this.seen.add(expression)
    const node = ts.isExpression(expression) ? rewrap(expression) : expression
    const { parent } = node
    if (isAccess(parent)) return this.access(module, parent, node)
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return this.argument(module, parent, node)
    if (ts.isBinaryExpression(parent)) return this.binary(module, parent, node)
    if (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent)) return this.declared(module, parent, node)
    if (ts.isSpreadAssignment(parent) || ts.isSpreadElement(parent)) {
      return worst(['inspects', this.of(module, parent.parent)])
    }
    if (ts.isForOfStatement(parent) && parent.expression === node) return this.loop(module, parent)
    if (PASSING.has(parent.kind) || isChosen(parent, node)) return this.of(module, parent)
    return this.end(parent, node)
  }

  /** Where a value goes no further. */
  private end(parent: ts.Node, node: ts.Node): Use {
    if (ts.isReturnStatement(parent)) return this.entered.has(enclosingFunction(parent) ?? parent) ? 'reads' : 'escapes'
    if (ts.isArrowFunction(parent)) return this.entered.has(parent) ? 'reads' : 'escapes'
    if (isUpdate(parent)) return 'escapes'
    return HARMLESS.has(parent.kind) || isTest(parent, node) || ts.isTypeNode(parent) ? 'reads' : 'escapes'
  }

  private access(
    module: SourceModule,
    access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    node: ts.Node,
  ): Use {
    // `table[value]`
    if (access.expression !== node) return 'reads'
    const outer = rewrap(access)
    const call = outer.parent
    if (!ts.isCallExpression(call) || call.expression !== outer) return this.of(module, access)
    const name = accessedName(access) ?? ''
    if (TELLING.has(name)) return 'reads'
    if (LOOKING.has(name))
      return call.arguments.every((argument) => isPrimitive(unwrap(argument))) ? 'reads' : 'inspects'
    const isReordered = this.mayReorder && REORDERING.has(name)
    if (!SELECTING.has(name) && !FOLDING.has(name) && !isReordered) return 'escapes'
    // what a list is reduced from comes from elsewhere
    const callbacks = FOLDING.has(name) ? call.arguments.slice(0, 1) : call.arguments
    return worst([...callbacks.map((argument) => this.callback(module, argument)), this.of(module, call)])
  }

  /** What a callback does with the items that it is given. */
  private callback(module: SourceModule, argument: ts.Expression): Use {
    const node = unwrap(argument)
    if (isPrimitive(node)) return 'reads'
    if (ts.isIdentifier(node) && CONVERTING.test(node.text) && !module.bindings.of(node)) return 'reads'
    const fn = functionOf(this.evaluator, module, node)
    if (!fn) return 'escapes'
    this.entered.add(fn.node)
    return worst(fn.node.parameters.map((parameter) => this.named(fn.module, parameter.name)))
  }

  private argument(module: SourceModule, call: ts.CallExpression | ts.NewExpression, node: ts.Node): Use {
    if (call.expression === node) return 'escapes'
    if (this.entered.has(call)) return 'reads'
    const callee = call.expression.getText(module.ast).replace(/\s/g, '')
    if (isReader(this.evaluator, module, call.expression)) return 'reads'
    if (ts.isNewExpression(call) && callee === 'Date' && !isDeclared(module, call.expression)) return 'reads'
    if (/^(JSON\.(stringify|parse)|console\.\w+|Array\.isArray)$/.test(callee) || CONVERTING.test(callee))
      return 'reads'
    if (/^Object\.(keys|values|entries)$/.test(callee)) return worst(['inspects', this.of(module, call)])
    // who waits for several gets each
    if (/^Promise\.(all|allSettled|any|race)$/.test(callee)) return this.of(module, call)
    const fn = functionOf(this.evaluator, module, call.expression)
    const index = call.arguments?.indexOf(node as ts.Expression) ?? -1
    const parameter = fn?.node.parameters[index]
    if (!fn || !parameter || parameter.dotDotDotToken) return 'escapes'
    // what the function gives back may be a part of it
    this.entered.add(fn.node)
    return worst([this.named(fn.module, parameter.name), this.of(module, call)])
  }

  private binary(module: SourceModule, parent: ts.BinaryExpression, node: ts.Node): Use {
    const operator = parent.operatorToken.kind
    if (operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment) {
      // `total += value` makes a number or a text of it
      return parent.right === node && /^[-+*/%]=$/.test(parent.operatorToken.getText()) ? 'reads' : 'escapes'
    }
    if (LOGICAL.has(operator)) return this.of(module, parent)
    if (operator === ts.SyntaxKind.InKeyword) return parent.right === node ? 'inspects' : 'reads'
    const other = unwrap(parent.left === node ? parent.right : parent.left)
    return IDENTITY.has(operator) && !isPrimitive(other) ? 'inspects' : 'reads'
  }

  private declared(module: SourceModule, parent: ts.VariableDeclaration | ts.BindingElement, node: ts.Node): Use {
    return parent.initializer === node ? this.named(module, parent.name) : 'reads'
  }

  private loop(module: SourceModule, { initializer }: ts.ForOfStatement): Use {
    if (!ts.isVariableDeclarationList(initializer)) return 'escapes'
    return worst(initializer.declarations.map(({ name }) => this.named(module, name)))
  }

  private named(module: SourceModule, name: ts.BindingName): Use {
    if (ts.isIdentifier(name)) {
      const binding = module.bindings.of(name)
      return binding ? this.ofBinding(module, binding) : 'escapes'
    }
    return worst(
      name.elements.flatMap((element): Use[] => {
        if (!ts.isBindingElement(element)) return []
        return [element.dotDotDotToken ? 'inspects' : 'reads', this.named(module, element.name)]
      }),
    )
  }
}

/** Whether a reference takes another part of a value than `path`: `event.user` where `event.order` is meant. */
function isOtherPart(reference: ts.Node, path: readonly string[]): boolean {
  let node = reference
  for (const step of path) {
    const access = rewrap(node as ts.Expression).parent
    const isAlong = isAccess(access) && unwrap(access.expression) === node
    const name = isAlong ? accessedName(access) : undefined
    if (name === undefined) return false
    if (name !== step) return true
    node = access
  }
  return false
}

function isDeclared(module: SourceModule, node: ts.Expression): boolean {
  return !ts.isIdentifier(node) || module.bindings.of(node) !== undefined
}

function worst(uses: readonly Use[]): Use {
  return uses.reduce<Use>((most, use) => (RANK[use] > RANK[most] ? use : most), 'reads')
}

/** `a` of `test ? a : b`. */
function isChosen(parent: ts.Node, node: ts.Node): boolean {
  return ts.isConditionalExpression(parent) && parent.condition !== node
}

function isTest(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isConditionalExpression(parent)) return parent.condition === node
  if (ts.isElementAccessExpression(parent)) return parent.argumentExpression === node
  return false
}

function isUpdate(parent: ts.Node): boolean {
  if (!ts.isPrefixUnaryExpression(parent)) return false
  return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken
}

function isPrimitive(node: ts.Expression): boolean {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isNumericLiteral(node) ||
    ts.isTypeOfExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(node) && node.text === 'undefined')
  )
}
