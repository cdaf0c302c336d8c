import { ts } from 'ts-morph'
import { folderOf } from '../../workspace/paths'
import type { Binding } from '../bind'
import type { SourceModule } from '../module'
import { unwrapAwait } from '../nodes'
import type { SourceProgram } from '../program'
import { accessOf, entryOf, memberOf } from './access'
import { callOf, constructionOf, selfOf } from './calls'
import { valueOfBinding } from './declarations'
import { absolute } from './files'
import { arrayOf, objectOf, templateOf } from './literals'
import { exportOf, loadedModule, moduleValue } from './modules'
import { isOperation, operationOf } from './operators'
import { type Frame, literal, UNDEFINED, unknown, type Value } from './value'

/** How deep calls and references are followed before the answer is "unknown". */
const MAX_DEPTH = 24

/** How many expressions one question may look at: code that branches at every step must not take for ever. */
const MAX_STEPS = 20_000

/**
 * Finds out what an expression is, by reading: through constants, imports, object literals, template strings, classes
 * and the return values of small functions. Never runs anything; what it cannot know is `unknown`, never a guess.
 *
 * Each kind of expression has its file beside this one; this class ties them together and bounds their recursion.
 */
export class Evaluator {
  private depth = 0
  private steps = 0
  /** How often an answer was cut short; what was found meanwhile depends on where the question began. */
  private cuts = 0
  /** Answers that hold whatever the parameters are bound to. */
  private readonly known = new WeakMap<ts.Node, Value>()
  /** Answers to whole questions: where one was cut short, it is cut short at the same place the next time. */
  private readonly asked = new WeakMap<ts.Node, Value>()
  private readonly entered = new Set<ts.Node>()

  /** @param workingFolder Folder that `process.cwd()` means, where that is known: that of the configuration. */
  constructor(
    readonly program: SourceProgram,
    readonly workingFolder?: string,
  ) {}

  /** What an expression of a file is; `frame` says what the parameters around it are bound to. */
  evaluate(module: SourceModule, node: ts.Expression, frame?: Frame): Value {
    const known = frame ? undefined : this.known.get(node)
    if (known) return known
    const isQuestion = !frame && this.depth === 0 && this.entered.size === 0
    const answer = isQuestion ? this.asked.get(node) : undefined
    if (answer) return answer
    if (this.depth === 0) this.steps = 0
    this.steps++
    if (this.depth >= MAX_DEPTH || this.steps > MAX_STEPS) return this.cut(module, node)
    const before = this.cuts
    this.depth++
    try {
      const value = this.expression(module, unwrapAwait(node), frame)
      if (!frame && this.cuts === before) this.known.set(node, value)
      else if (isQuestion) this.asked.set(node, value)
      return value
    } finally {
      this.depth--
    }
  }

  /** Looks into a function or a variable, but not into one that is being looked into already: it refers to itself. */
  enter<T>(node: ts.Node, look: () => T): T | undefined {
    if (this.entered.has(node)) {
      this.cuts++
      return undefined
    }
    this.entered.add(node)
    try {
      return look()
    } finally {
      this.entered.delete(node)
    }
  }

  private cut(module: SourceModule, node: ts.Expression): Value {
    this.cuts++
    return unknown(node.getText(module.ast))
  }

  /** What a name holds. A name that is assigned several times holds one of the values assigned. */
  binding(module: SourceModule, binding: Binding, frame?: Frame): Value {
    return valueOfBinding(this, { module, frame }, binding)
  }

  /** A property of a value. */
  member(target: Value, name: string): Value {
    return memberOf(this, target, name)
  }

  /** `target[key]`. */
  entry(target: Value, key: Value): Value {
    return entryOf(this, target, key) ?? unknown('an entry')
  }

  /** What an expression is where it is called or constructed: a module whose `exports` is a function is that function. */
  callee(module: SourceModule, node: ts.Expression, frame?: Frame): Value {
    const value = this.evaluate(module, node, frame)
    const assigned = value.kind === 'namespace' ? value.module.exports.assigned : undefined
    return value.kind === 'namespace' && assigned ? this.evaluate(value.module, assigned) : value
  }

  /** An export of a file, through re-exports. */
  exported(module: SourceModule, name: string): Value {
    return exportOf(this, module, name)
  }

  private expression(module: SourceModule, node: ts.Expression, frame: Frame | undefined): Value {
    const scope = { module, frame }
    if (ts.isStringLiteralLike(node)) return literal(node.text)
    if (ts.isNumericLiteral(node)) return literal(Number(node.text))
    if (node.kind === ts.SyntaxKind.TrueKeyword) return literal(true)
    if (node.kind === ts.SyntaxKind.FalseKeyword) return literal(false)
    if (node.kind === ts.SyntaxKind.NullKeyword) return literal(null)
    if (ts.isIdentifier(node)) return this.identifier(module, node, frame)
    return this.compound(node, scope) ?? unknown(node.getText(module.ast))
  }

  private compound(node: ts.Expression, scope: Scope): Value | undefined {
    if (ts.isTemplateExpression(node)) return templateOf(this, scope, node)
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return accessOf(this, scope, node)
    if (ts.isObjectLiteralExpression(node)) return objectOf(this, scope, node)
    if (ts.isArrayLiteralExpression(node)) return arrayOf(this, scope, node)
    if (isOperation(node)) return operationOf(this, scope, node)
    if (ts.isCallExpression(node)) {
      const specifier = loadedModule(node)
      return specifier === undefined
        ? callOf(this, scope, node)
        : moduleValue(this, scope.module.file, specifier, undefined)
    }
    if (ts.isNewExpression(node)) return constructionOf(this, scope, node)
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return { kind: 'function', node, ...scope }
    if (ts.isClassExpression(node)) return { kind: 'class', node, module: scope.module }
    return node.kind === ts.SyntaxKind.ThisKeyword ? selfOf(this, scope, node) : undefined
  }

  private identifier(module: SourceModule, node: ts.Identifier, frame: Frame | undefined): Value {
    const binding = module.bindings.of(node)
    if (binding) return this.binding(module, binding, frame)
    if (node.text === '__dirname') return literal(absolute(folderOf(module.file)))
    if (node.text === '__filename') return literal(absolute(module.file))
    return node.text === 'undefined' ? UNDEFINED : { kind: 'external', module: '', path: [node.text] }
  }
}

/** Where an expression stands: its file, and what the parameters around it are bound to. */
export interface Scope {
  readonly module: SourceModule
  readonly frame: Frame | undefined
}
