import { ts } from 'ts-morph'
import { functionOf } from '../../analysis/callees'
import { isPrimitiveExpression } from '../../analysis/primitive'
import type { HandlerCode } from '../../analysis/relocatable'
import { givenTo } from '../../analysis/trust/given'
import { results } from '../../analysis/written/written-values'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import { isAccess, isAsync, isFunctionNode, propertyName, unwrap } from '../../syntax/nodes'

/** Whether a function that does not await may give a promise. What is not known to be none may be one. */
export function mayGivePromise(evaluator: Evaluator, { module, node }: Pick<HandlerCode, 'module' | 'node'>): boolean {
  return new Given(evaluator, node).mayGive(module, node)
}

class Given {
  private readonly seen = new Set<ts.Node>()

  /** @param handler Its event came out of JSON, which has no promises. */
  constructor(
    private readonly evaluator: Evaluator,
    private readonly handler: ts.Node,
  ) {}

  mayGive(module: SourceModule, node: HandlerCode['node']): boolean {
    if (this.seen.has(node)) return false
    this.seen.add(node)
    return !node.body || !!node.asteriskToken || results(node).some((value) => this.mayBe(module, value))
  }

  private mayBe(module: SourceModule, value: ts.Expression): boolean {
    const node = unwrap(value)
    if (isPrimitiveExpression(node) || ts.isArrayLiteralExpression(node)) return false
    if (ts.isObjectLiteralExpression(node)) return !node.properties.every(isPlain)
    if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].some((one) => this.mayBe(module, one))
    if (ts.isBinaryExpression(node)) return [node.left, node.right].some((one) => this.mayBe(module, one))
    if (ts.isIdentifier(node)) return this.mayHold(module, node)
    if (isAccess(node)) return !this.isOfEvent(module, node)
    const fn = ts.isCallExpression(node) ? functionOf(this.evaluator, module, node.expression) : undefined
    return !fn || !isFunctionNode(fn.node) || isAsync(fn.node) || this.mayGive(fn.module, fn.node)
  }

  private mayHold(module: SourceModule, node: ts.Identifier): boolean {
    if (this.isOfEvent(module, node)) return false
    const binding = module.bindings.of(node)
    const [declaration, ...more] = binding?.declarations ?? []
    const isKnown = declaration && ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name)
    if (!isKnown || more.length > 0 || binding?.writes.length !== 0 || !declaration.initializer) return true
    return this.mayBe(module, declaration.initializer)
  }

  private isOfEvent(module: SourceModule, value: ts.Expression): boolean {
    let node = unwrap(value)
    while (isAccess(node)) node = unwrap(node.expression)
    const binding = ts.isIdentifier(node) ? module.bindings.of(node) : undefined
    let declaration: ts.Node | undefined = binding?.declarations[0]
    // what else it was given may be a promise
    if (!declaration || binding?.writes.length !== 0 || binding.references.some((one) => givenTo(one).length > 0))
      return false
    while (ts.isBindingElement(declaration) && !declaration.initializer) declaration = declaration.parent.parent
    return ts.isParameter(declaration) && declaration.parent === this.handler && !declaration.initializer
  }
}

/** `then` makes a promise of any object. */
function isPlain(property: ts.ObjectLiteralElementLike): boolean {
  const name = property.name && propertyName(property.name)
  return !ts.isSpreadAssignment(property) && name !== undefined && name !== 'then'
}
