import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { enclosingFunction, type FunctionNode, isAccess, propertyName, rewrap } from '../../syntax/nodes'

/**
 * Where a value goes that goes nowhere but into JSON: `whole`, it is the answer of a handler, or all of a text; `inside`, it
 * is a part of one. `elsewhere`, it may be looked at.
 */
export type Flow = 'inside' | 'whole' | 'elsewhere'

const RANK: Readonly<Record<Flow, number>> = { inside: 0, whole: 1, elsewhere: 2 }

function worst(flows: readonly Flow[]): Flow {
  return flows.reduce<Flow>((most, flow) => (RANK[flow] > RANK[most] ? flow : most), 'inside')
}

/** Follows a value to the JSON that it becomes a part of. */
export class Flows {
  /**
   * @param answering Functions whose results are written as JSON.
   * @param isLeftOut Mentions that do not matter.
   */
  constructor(
    private readonly module: SourceModule,
    private readonly answering: readonly FunctionNode[],
    private readonly isLeftOut: (mention: ts.Node) => boolean = () => false,
  ) {}

  /** @param isTakenApart Whether members of it may be read: it is what goes into JSON of each. */
  of(expression: ts.Expression, isTakenApart: boolean, isInside = false): Flow {
    const node = rewrap(expression)
    const { parent } = node
    if (ts.isReturnStatement(parent)) return this.end(enclosingFunction(parent), isInside)
    if (ts.isArrowFunction(parent) && parent.body === node) return this.end(parent, isInside)
    if (ts.isExpressionStatement(parent)) return 'inside'
    if (ts.isAwaitExpression(parent) || (ts.isConditionalExpression(parent) && parent.condition !== node))
      return this.of(parent, isTakenApart, isInside)
    if (ts.isVariableDeclaration(parent) && parent.initializer === node)
      return this.name(parent.name, isTakenApart, isInside)
    // what is taken apart is not all of it
    if (isTakenApart)
      return isAccess(parent) && parent.expression === node ? this.of(parent, false, isInside) : 'elsewhere'
    return this.part(parent, isInside)
  }

  /** A value that becomes a part of another, or is written as it is. */
  private part(parent: ts.Node, isInside: boolean): Flow {
    if (ts.isArrayLiteralExpression(parent)) return this.of(parent, false, true)
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
      return isPlain(parent) ? this.of(parent.parent, false, true) : 'elsewhere'
    return ts.isCallExpression(parent) && this.isStringify(parent) ? (isInside ? 'inside' : 'whole') : 'elsewhere'
  }

  private end(fn: ts.FunctionLikeDeclaration | undefined, isInside: boolean): Flow {
    if (!this.answering.some((one) => one === fn)) return 'elsewhere'
    return isInside ? 'inside' : 'whole'
  }

  private name(name: ts.BindingName, isTakenApart: boolean, isInside: boolean): Flow {
    if (ts.isArrayBindingPattern(name)) return 'elsewhere'
    if (ts.isObjectBindingPattern(name)) {
      const isKnown = ({ initializer, dotDotDotToken, propertyName: key }: ts.BindingElement) =>
        !initializer && !dotDotDotToken && (!key || propertyName(key) !== undefined)
      if (!isTakenApart || !name.elements.every((one) => isKnown(one) && ts.isIdentifier(one.name))) return 'elsewhere'
      return worst(name.elements.map((one) => this.name(one.name, false, isInside)))
    }
    const binding = this.module.bindings.of(name)
    if (!binding || binding.writes.length > 0) return 'elsewhere'
    const mentions = binding.references.filter((one) => !ts.isTypeNode(one.parent) && !this.isLeftOut(one))
    return worst(mentions.map((one) => this.of(one, isTakenApart, isInside)))
  }

  private isStringify({ expression, arguments: args }: ts.CallExpression): boolean {
    const isJson = isAccess(expression) && ts.isIdentifier(expression.expression)
    const isGlobal = isJson && !this.module.bindings.of(expression.expression as ts.Identifier)
    return args.length === 1 && isGlobal && expression.getText(this.module.ast) === 'JSON.stringify'
  }
}

/** Not a name that JSON, or who waits for the object, asks for. */
function isPlain({ name }: ts.PropertyAssignment | ts.ShorthandPropertyAssignment): boolean {
  const text = propertyName(name)
  return text !== undefined && !/^(toJSON|then|__proto__)$/.test(text)
}
