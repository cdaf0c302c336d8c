import type { ts } from 'ts-morph'
import { JsonClassifier } from '../../../analysis/json'
import { FRESH, type JsonShape, merge } from '../../../analysis/json-shape'
import type { FunctionRef } from '../../../load/service'
import { contains } from '../../../syntax/nodes'
import { isImported } from '../../shared/moved-imports'
import type { TransformContext } from '../../transform'
import { isLogOf } from '../logs'
import { shortText } from '../read-scope'
import { type Crossing, crossingOf, type Trouble } from './crossing'
import { stepFile } from './glue-file'
import type { GlueFunction } from './glue-function'
import { leftAlone } from './left-alone'
import { needsOf } from './needs'
import { type ChainCode, type Part, partAround } from './parts'
import { type CheckedStep, checkStep } from './step-check'
import { stepName } from './step-names'
import { inputType, type StepCode, stepFunction } from './step-text'

/** A step of the function of steps. */
export interface GlueStep {
  readonly name: string
  readonly code: StepCode
  readonly nodes: readonly ts.Node[]
  readonly crossing: Crossing
  readonly check: CheckedStep
  readonly troubles: readonly Trouble[]
  /** What JSON does to the value of an output, or to the value that it gives; of the handler's answer it does not matter. */
  readonly shape: (output?: string) => JsonShape
  /** Why it is one: what has no exact form in it. */
  readonly reasons: readonly string[]
}

/** What of a chain has no exact form and stays JavaScript, as steps of one new function. */
export class Glue {
  private readonly statements = new Set<ts.Statement>()
  private readonly values = new Map<ts.Expression, Part & { kind: 'value' }>()
  private readonly known = new Map<ts.Node, GlueStep>()
  private readonly reasons = new Map<ts.Node, string[]>()
  /** Code that cannot be in a step, and why. */
  private readonly rejected = new Map<ts.Node, Set<string>>()
  private readonly toldOf = new Set<ts.Node>()
  private attempted: readonly ts.Node[] | undefined
  private isSmaller = false
  /** The steps that the last reading came upon. */
  private readonly used = new Set<GlueStep>()
  private notes: { readonly node: ts.Node; readonly what: string }[] = []
  /** Whether a declared type was trusted. */
  trusted = new Set<string>()
  private readonly classifier: JsonClassifier

  constructor(
    private readonly context: TransformContext,
    readonly code: ChainCode,
    readonly caller: FunctionRef,
    readonly fn: GlueFunction,
    isDeployed: boolean,
  ) {
    const { module, handler } = code
    const { evaluator, types } = context
    this.classifier = new JsonClassifier({
      evaluator,
      module,
      handlers: isDeployed ? [handler] : [],
      types,
      mayShare: true,
    })
  }

  /** Before the chain is read, or read again. */
  begin(): void {
    this.used.clear()
    this.toldOf.clear()
    this.notes = []
    this.isSmaller = false
  }

  /** Reads what a step needs: what is in the way of that keeps its code out of steps. */
  attempt<T>({ nodes }: GlueStep, read: () => T): T {
    this.attempted = nodes
    const result = read()
    this.attempted = undefined
    return result
  }

  /** Whether something is only in the way of a step: its code is read as the rest is, then. */
  isTaken(node: ts.Node, what: string): boolean {
    if (this.attempted) this.reject(node, what, this.attempted)
    return this.attempted !== undefined
  }

  /** Takes the part of a step out of it that a node is in; all of it, where that is not known. */
  reject(node: ts.Node, why: string, nodes: readonly ts.Node[]): void {
    const own = nodes.filter((part) => contains(part, node))
    for (const part of own.length > 0 ? own : nodes) {
      this.statements.delete(part as ts.Statement)
      this.values.delete(part as ts.Expression)
      this.rejected.set(part, (this.rejected.get(part) ?? new Set()).add(why))
    }
    this.isSmaller = true
  }

  /** What is told of something in the way: with what keeps it out of steps, told once. */
  told(node: ts.Node, what: string): string {
    const [part, reasons] = [...this.rejected].find(([own]) => contains(own, node)) ?? []
    if (!part || !reasons || this.toldOf.has(part)) return what
    this.toldOf.add(part)
    const [first] = [...reasons].filter((reason) => reason !== what)
    return first === undefined ? what : `${what} (nor can it be in a function of its own: ${first})`
  }

  /** Takes note of something without an exact form. */
  note(node: ts.Node, what: string): void {
    this.notes.push({ node, what })
  }

  /** Takes what was noted into steps, as far as that can be; says whether there is more in them than before. */
  settle(): boolean {
    const taken = this.notes.filter(({ node, what }) => this.take(node, what))
    return taken.length > 0 || this.isSmaller
  }

  private take(node: ts.Node, what: string): boolean {
    const part = partAround(this.code, node)
    if (!part || this.has(part) || (part.kind === 'statement' && isLogOf(part.node))) return false
    if (part.kind === 'statement') this.statements.add(part.node)
    else this.values.set(part.node, part)
    this.reasons.set(part.node, [...(this.reasons.get(part.node) ?? []), what])
    return true
  }

  private has({ node }: Part): boolean {
    const all = [...this.statements, ...this.values.keys(), ...this.rejected.keys()]
    return all.some((own) => contains(own, node))
  }

  /** The statements from the first of a list on that make one step: none where the first is not in one. */
  runOf(statements: readonly ts.Statement[]): readonly ts.Statement[] {
    const end = statements.findIndex((statement) => !this.isInRun(statement))
    const run = end === -1 ? statements : statements.slice(0, end)
    return run.every((statement) => isLogOf(statement)) ? [] : run
  }

  /** A log line goes along with what it stands beside. */
  private isInRun(statement: ts.Statement): boolean {
    if (this.rejected.has(statement)) return false
    return this.statements.has(statement) || (this.statements.size > 0 && isLogOf(statement))
  }

  valueOf(node: ts.Expression): (Part & { kind: 'value' }) | undefined {
    return this.values.get(node)
  }

  /** The steps in the order of the code. */
  steps(): readonly GlueStep[] {
    return [...this.used].sort((one, other) => (one.nodes[0]?.pos ?? 0) - (other.nodes[0]?.pos ?? 0))
  }

  ofRun(statements: readonly ts.Statement[]): GlueStep {
    return this.step(statements, (crossing) => ({
      kind: 'statements',
      statements,
      outputs: crossing.outputs.map(({ text }) => text),
    }))
  }

  ofValue({ node }: Part & { kind: 'value' }): GlueStep {
    return this.step([node], () => ({ kind: 'value', node }))
  }

  private step(nodes: readonly ts.Node[], codeOf: (crossing: Crossing) => StepCode): GlueStep {
    const [first] = nodes as [ts.Node]
    const known = this.known.get(first)
    if (known?.nodes.length === nodes.length) {
      this.used.add(known)
      return known
    }
    // what is part of a longer step now was one of its own before
    for (const node of nodes) this.known.delete(node)
    const { module, region } = this.code
    const crossing = crossingOf(this.code, nodes)
    const code = codeOf(crossing)
    const names = new Set([...this.known.values()].map(({ name }) => name))
    const needs = needsOf(module, rootsOf(nodes, crossing), region)
    const text = stepFunction(module, code, crossing.inputs, '')
    const check = checkStep(this.context, this.caller, this.fn.file, stepFile(module, this.fn.file, text, needs))
    const tie: Trouble[] = check.tie === undefined ? [] : [{ node: first, what: check.tie }]
    const left = leftAlone(this.context.evaluator, module, nodes)
    const waits: Trouble[] = left ? [{ node: left, what: `it does not wait for "${shortText(left)}"` }] : []
    const step: GlueStep = {
      name: stepName(code, (name) => names.has(name)),
      code,
      nodes,
      crossing,
      check,
      troubles: [...crossing.troubles, ...needs.troubles, ...waits, ...tie],
      shape: (output) => this.shapeOf(step, output),
      reasons: nodes.flatMap((node) => this.reasons.get(node) ?? []),
    }
    this.known.set(first, step)
    this.used.add(step)
    return step
  }

  private shapeOf({ code, check, crossing }: GlueStep, output: string | undefined): JsonShape {
    const found = output === undefined ? check.answer : check.members.get(output)
    const name = crossing.outputs.find(({ text }) => text === output)
    const declared = output === undefined ? (code.kind === 'value' ? code.node : undefined) : name
    if (found?.isStable || !declared) return found ?? merge([{ ...FRESH, isStable: false }])
    const shape = this.classifier.of(declared)
    for (const trusted of this.classifier.trusted) this.trusted.add(trusted)
    return shape.maybeWithoutJson ? { ...shape, isStable: false } : shape
  }

  /** What loading the file of the handler does, with all that it imports: a part of that may be missing elsewhere. */
  loading(): string | undefined {
    const { module } = this.code
    const bindings = module.bindings.all.filter((binding) => isImported(binding))
    const text = stepFile(module, this.fn.file, undefined, { bindings, statements: [], troubles: [] })
    return checkStep(this.context, this.caller, this.fn.file, text).tie
  }
}

/** Code of a step, and the types of what it is given. */
export function rootsOf(nodes: readonly ts.Node[], { inputs }: Crossing): ts.Node[] {
  return [...nodes, ...inputs.flatMap((input) => inputType(input) ?? [])]
}
