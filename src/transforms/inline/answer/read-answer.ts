import { ts } from 'ts-morph'
import type { InvokeSite } from '../../../scan/site'
import type { Binding } from '../../../syntax/bind'
import { accessedName, contains, enclosingStatement, isAccess, rewrap, unwrap } from '../../../syntax/nodes'
import { refuse } from '../../transform'
import type { Answer } from './answer'
import { questionOf } from './condition'
import { type Coder, type Decoded, decodedAnswer, decodedFrom } from './decode'
import { type Failure, FailureReader, replacedIn } from './failure'
import { leaves, logStatement, questionAround } from './place'
import { refuseBranch } from './refuse-branch'
import { Roles } from './roles'
import { type Fold, foldedCondition, foldedStatus } from './status'

/**
 * Reads how the answer of a call is used.
 * @param site The call, and the module that it stands in.
 * @param from The expression that holds the answer, waited for.
 * @param isReworded Whether the words that a branch for the failure throws are of no use any more.
 * @throws Refused
 */
export function readAnswer(site: InvokeSite, coder: Coder, from: ts.Expression, isReworded = false): Answer {
  return new AnswerReader(site, coder, () => true, isReworded).read(from)
}

/** Reads what a callback does with the answer that it is given. */
export function readParameter(
  site: InvokeSite,
  coder: Coder,
  name: ts.BindingName,
  isKept: (node: ts.Node) => boolean = () => true,
): Answer {
  return new AnswerReader(site, coder, isKept).readName(name)
}

class AnswerReader {
  private readonly roles: Roles
  private readonly removed = new Set<ts.Statement>()
  private readonly values: ts.Expression[] = []
  private readonly folded: Fold[] = []
  private isText = false
  private failure: Omit<Failure, 'uses'> | undefined
  private readonly followed = new Set<Binding>()

  constructor(
    private readonly site: InvokeSite,
    private readonly coder: Coder,
    /** Whether a use counts: it is not in code that goes. */
    private readonly isKept: (node: ts.Node) => boolean = () => true,
    private readonly isReworded = false,
  ) {
    this.roles = new Roles(coder.module, site.sdk === 'v2' ? 'text' : 'bytes')
  }

  read(from: ts.Expression): Answer {
    const { parent } = from
    const form = this.site.sdk === 'v2' ? 'text' : 'bytes'
    const decoded = this.handedOver(from)
    if (isAccess(parent) && accessedName(parent) === 'Payload') this.payload({ node: parent, form })
    else if (decoded) this.payload(decoded)
    else this.named(from)
    return this.answer(from)
  }

  readName(name: ts.BindingName): Answer {
    if (!this.roles.hold(name, 'response')) this.strange('The response is taken apart in a form that is not known.')
    this.follow()
    return this.answer(name)
  }

  private answer(from: ts.Node): Answer {
    const anchor = enclosingStatement(from)
    if (!anchor) this.strange('The response is passed on as it is.')
    const [value, ...more] = this.values
    if (more.length > 0) this.strange('The payload is not read in exactly one place.')
    const failure = this.readFailure(value)
    if (!value && !failure) this.strange('The payload is not read in exactly one place.')
    const isApart = !!value && !contains(anchor, value)
    return { value, isText: this.isText, anchor, isApart, removed: [...this.removed], failure, folded: this.folded }
  }

  /** `decode(response)`: what a helper makes of the answer as a whole, where it does no more than decode it. */
  private handedOver(from: ts.Expression): Decoded | undefined {
    const { parent } = from
    if (!ts.isCallExpression(parent) || parent.expression === from || parent.arguments.length !== 1) return undefined
    const form = decodedAnswer(this.coder, parent.expression, this.site.sdk === 'v2' ? 'text' : 'bytes')
    return form && { node: rewrap(parent), form }
  }

  private strange(message: string): never {
    refuse(this.site, 'response-form', message)
  }

  /** `const response = await call`, `const { Payload } = await call`. */
  private named({ parent }: ts.Expression): void {
    const list =
      ts.isVariableDeclaration(parent) && ts.isVariableDeclarationList(parent.parent) ? parent.parent : undefined
    if (!ts.isVariableDeclaration(parent) || !list || !ts.isVariableStatement(list.parent))
      this.strange('The response is passed on as it is.')
    if (list.declarations.length > 1) this.strange('The response is declared together with others.')
    if (!this.roles.hold(parent.name, 'response')) {
      const { name } = parent
      const other = ts.isObjectBindingPattern(name) ? name.elements.find((e) => !isKnown(e)) : undefined
      this.strange(
        other
          ? `The caller reads "${(other.propertyName ?? other.name).getText()}" of the response.`
          : 'The response is taken apart in a form that is not known.',
      )
    }
    this.follow()
  }

  /** Follows all names that hold the answer, those that turn up on the way included. */
  private follow(): void {
    for (;;) {
      const fresh = this.roles.names.map(([binding]) => binding).filter((binding) => !this.followed.has(binding))
      if (fresh.length === 0) return
      for (const binding of fresh) this.followed.add(binding)
      const references = fresh.flatMap((binding) => binding.references).filter(this.isKept)
      const uses = references.map((reference) => this.widest(reference))
      // which statements run only where the callee failed must be known first
      for (const node of uses) {
        const question = questionAround(node)
        if (question) this.question(question, node)
      }
      for (const node of uses) {
        const isFailing = this.failure?.branch && contains(this.failure.branch, node)
        if (!isFailing && !questionAround(node) && !this.logged(node)) this.use(node)
      }
    }
  }

  /** The member that a use of a name takes: `response.$metadata.httpStatusCode`. */
  private widest(reference: ts.Identifier): ts.Expression {
    let node: ts.Expression = rewrap(reference)
    for (let at: ts.Node = node.parent; isAccess(at); at = rewrap(at).parent) if (this.roles.of(at)) node = rewrap(at)
    return node
  }

  /** A condition that asks about the answer. */
  private question(around: ts.IfStatement | ts.ConditionalExpression, node: ts.Expression): void {
    const condition = ts.isIfStatement(around) ? around.expression : around.condition
    const asked = questionOf(condition, (part) => this.roles.of(part)?.role)
    // `response.Payload ? JSON.parse(…) : undefined`: taken together with what it encloses
    if (ts.isConditionalExpression(around) && asked === 'always') return
    if (ts.isIfStatement(around) && !around.elseStatement && asked === 'never') this.removed.add(around)
    else if (asked === 'failure' || asked === 'success') this.choice(around, asked)
    else if (this.roles.of(node)?.role === 'FunctionError')
      refuseBranch(this.site, 'The caller looks at "FunctionError".', condition)
    else
      this.status(
        node,
        foldedCondition(node, (part) => this.roles.of(part)?.role),
        condition,
      )
  }

  /** Whether the callee failed is asked, and something else is done where it did. */
  private choice(check: ts.IfStatement | ts.ConditionalExpression, asked: 'failure' | 'success'): void {
    const [yes, no] = ts.isIfStatement(check)
      ? [check.thenStatement, check.elseStatement]
      : [check.whenTrue, check.whenFalse]
    if (this.failure && this.failure.check !== check)
      refuseBranch(this.site, 'The caller asks twice whether the callee failed.', check)
    this.failure = asked === 'failure' ? { check, branch: yes, success: no } : { check, branch: no, success: yes }
    if (ts.isIfStatement(check) && !this.failure.success) this.removed.add(check)
  }

  /** Of a status that is read, what takes its place; of anything else that a condition asks, nothing does. */
  private status(node: ts.Expression, fold: Fold | undefined, condition?: ts.Expression): void {
    const isStatus = this.roles.of(node)?.role === 'StatusCode'
    if (isStatus && fold) {
      this.folded.push(fold)
      return
    }
    const message = condition
      ? `The caller asks "${condition.getText()}".`
      : 'The caller reads "StatusCode" of the response.'
    if (isStatus) refuse(this.site, 'response-form', message, undefined, 'status')
    this.strange(message)
  }

  private logged(node: ts.Expression): boolean {
    const statement = logStatement(node)
    if (statement) this.removed.add(statement)
    return statement !== undefined
  }

  private use(node: ts.Expression): void {
    const held = this.roles.of(node)
    if (held?.role === 'Payload') {
      this.payload({ node, form: held.form })
      return
    }
    const decoded = held?.role === 'response' ? this.handedOver(rewrap(node)) : undefined
    if (decoded) {
      this.payload(decoded)
      return
    }
    if (held?.role === 'FunctionError') refuseBranch(this.site, 'The caller looks at "FunctionError".', node)
    if (held?.role === 'StatusCode') {
      this.status(node, foldedStatus(node))
      return
    }
    if (held && held.role !== 'response') this.strange(`The caller reads "${held.role}" of the response.`)
    const name = isAccess(node.parent) && node.parent.expression === node ? accessedName(node.parent) : undefined
    this.strange(
      name === undefined ? 'The response is used as a whole.' : `The caller reads "${name}" of the response.`,
    )
  }

  private payload(from: Decoded): void {
    const { node, form } = decodedFrom(this.coder, from)
    const { parent } = node
    const statement = ts.isVariableDeclaration(parent) && parent.parent.parent
    const isCarrier =
      form !== 'value' &&
      ts.isVariableDeclaration(parent) &&
      statement &&
      ts.isVariableStatement(statement) &&
      statement.declarationList.declarations.length === 1 &&
      !this.isEnd(parent.name, form) &&
      this.roles.hold(parent.name, 'Payload', form)
    if (isCarrier) {
      this.removed.add(statement)
      this.follow()
      return
    }
    if (form === 'bytes' || form === 'buffer') {
      const isParsed = ts.isCallExpression(parent) && parent.expression.getText() === 'JSON.parse'
      this.strange(
        isParsed ? 'The payload is parsed without being decoded.' : `The payload is read as "${firstLine(parent)}".`,
      )
    }
    this.isText = form === 'text'
    this.values.push(unwrap(this.chosen(node)))
  }

  /** Whether a text is used as it is, and not decoded further: then its declaration holds the result. */
  private isEnd(name: ts.BindingName, form: Decoded['form']): boolean {
    if (form !== 'text' || !ts.isIdentifier(name)) return false
    const uses = this.coder.module.bindings.of(name)?.references ?? []
    return uses.every((use) => decodedFrom(this.coder, { node: use, form }).form === 'text' && !questionAround(use))
  }

  /** `response.Payload ? JSON.parse(…) : undefined`: there always is one. */
  private chosen(node: ts.Expression): ts.Expression {
    const { parent } = node
    if (!ts.isConditionalExpression(parent) || parent.whenTrue !== node) return node
    return questionOf(parent.condition, (part) => this.roles.of(part)?.role) === 'always' ? rewrap(parent) : node
  }

  private readFailure(value: ts.Expression | undefined): Failure | undefined {
    if (!this.failure) return undefined
    const { branch } = this.failure
    const isFailing = (use: ts.Node) => branch !== undefined && contains(branch, use)
    const reader = new FailureReader(this.coder, this.roles, branch)
    const names = this.roles.names.flatMap(([binding]) => binding.references)
    for (const use of names) if (isFailing(use)) reader.answer(use)
    const declaration = value && rewrap(value).parent
    const name = declaration && ts.isVariableDeclaration(declaration) ? declaration.name : undefined
    const binding = name && ts.isIdentifier(name) ? this.coder.module.bindings.of(name) : undefined
    const instead = branch && binding && replacedIn(branch, binding)
    for (const use of binding?.references ?? []) if (isFailing(use)) reader.error(use)
    if (reader.strange && !this.isReworded)
      refuseBranch(
        this.site,
        `Where the callee fails, the caller reads "${firstLine(wholeOf(reader.strange))}".`,
        reader.strange,
      )
    const goesOn = !this.failure.success && branch && !leaves(branch as ts.Statement)
    if (goesOn && value && !instead)
      refuseBranch(
        this.site,
        'Where the callee fails, the caller goes on with its error as if it were a result.',
        branch,
      )
    return { ...this.failure, uses: reader.uses }
  }
}

function isKnown({ name, propertyName: key }: ts.BindingElement): boolean {
  return ['Payload', 'FunctionError', 'StatusCode'].includes((key ?? name).getText())
}

/** A template as a whole, for a part of it. */
function wholeOf(node: ts.Node): ts.Node {
  return ts.isTemplateSpan(node) ? node.parent : node
}

function firstLine(node: ts.Node): string {
  return node.getText().split('\n')[0] ?? ''
}
