import type { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { contains } from '../../syntax/nodes'
import type { Expression, JsonType, Known } from './expression'
import { hasGaps, isDefined, isForJson, isMutable, typeOf } from './facts'
import type { Assignment } from './ir'
import { variableName } from './jsonata'
import { isChanged } from './local-changes'

/** What holds for every value that a variable is given. */
interface Fact {
  readonly type: JsonType | undefined
  /** Whether it may be `undefined`: then it is the member `value` of an object, which can lack it. */
  readonly isBoxed: boolean
  readonly hasGaps: boolean
  readonly isForJson: boolean
}

/** A statement that wrote a log. */
export interface DroppedLog {
  readonly line: number
  readonly text: string
}

/**
 * What is known of variables that are given more than one value. The handler is read again until nothing new is found:
 * a value that is given below may be read above, in a loop.
 */
export class Facts {
  private readonly facts = new Map<ts.Node, Fact>()
  /** Whether a helper wrote log lines, which nothing writes any more. */
  dropsLogs = false
  /** Log lines of the chain itself that nothing writes any more. */
  droppedLogs: DroppedLog[] = []
  /** Whether something was found that an expression read before did not take into account. */
  hasChanged = false

  of(declaration: ts.Node): Fact {
    return this.facts.get(declaration) ?? { type: undefined, isBoxed: false, hasGaps: false, isForJson: false }
  }

  /** Takes another value into account. */
  widen(declaration: ts.Node, value: Expression): void {
    const found: Fact = {
      type: typeOf(value),
      isBoxed: !isDefined(value),
      hasGaps: hasGaps(value),
      isForJson: isForJson(value),
    }
    const known = this.facts.get(declaration)
    const joined = known ? join(known, found) : found
    if (known && JSON.stringify(known) !== JSON.stringify(joined)) this.hasChanged = true
    this.facts.set(declaration, joined)
  }
}

function join(one: Fact, other: Fact): Fact {
  return {
    type: one.type === other.type ? one.type : undefined,
    isBoxed: one.isBoxed || other.isBoxed,
    hasGaps: one.hasGaps || other.hasGaps,
    isForJson: one.isForJson || other.isForJson,
  }
}

/** The variables of a workflow: what names of the code stand for, and what must be assigned for them. */
export class WorkflowVariables {
  /** Declarations, and what they hold. */
  readonly held = new Map<ts.Node, Expression>()
  private readonly names = new Set<string>()
  private readonly assigned = new Map<ts.Node, { readonly name: string; readonly branch: object }>()
  /** The branch that is read: variables of what is around it cannot be assigned in it. */
  private branch: object = {}

  constructor(
    /** Names of files that are read. */
    private readonly reader: { readonly module: SourceModule },
    private readonly facts: Facts,
  ) {}

  /** Two names of the code are never the same variable, wherever they are declared. */
  newName(wanted: string): string {
    const legal = variableName(wanted)
    let name = legal
    for (let number = 2; this.names.has(name); number++) name = `${legal}${number}`
    this.names.add(name)
    return name
  }

  /** Lets a name stand for a value; gives what must be assigned for that. */
  declare(name: ts.Identifier, value: Expression): Assignment[] {
    const binding = this.reader.module.bindings.of(name)
    const declaration = binding?.declarations[0] ?? name
    const changes = (binding?.writes.length ?? 0) > 0 || (binding !== undefined && isChanged(binding))
    if (!changes && !isMutable(value) && (isPlace(value) || isPart(value))) {
      this.held.set(declaration, value)
      return []
    }
    this.facts.widen(declaration, value)
    const variable = this.newName(name.text)
    this.assigned.set(declaration, { name: variable, branch: this.branch })
    this.hold(declaration, changes)
    return [this.assignment(declaration, variable, value)]
  }

  /** Makes a variable for a name that is given its value later, on each of several ways. */
  reserve(name: ts.Identifier): ts.Node {
    const declaration = this.reader.module.bindings.of(name)?.declarations[0] ?? name
    this.assigned.set(declaration, { name: this.newName(name.text), branch: this.branch })
    this.hold(declaration, true)
    return declaration
  }

  /** Forgets what names of a function stand for: it is read again, for another call. */
  forgetInside(node: ts.Node): void {
    for (const declaration of this.held.keys()) if (contains(node, declaration)) this.held.delete(declaration)
  }

  /** Makes a variable for what a function returns, on each of several ways. */
  reserveResult(key: ts.Node, wanted: string): void {
    this.assigned.set(key, { name: this.newName(wanted), branch: this.branch })
    this.hold(key, true)
  }

  /** Another value of a name that was declared; `undefined` where the workflow does not have it. */
  assign(declaration: ts.Node, value: Expression): Assignment | undefined {
    const variable = this.assigned.get(declaration)
    if (!variable || variable.branch !== this.branch) return undefined
    this.facts.widen(declaration, value)
    this.hold(declaration, true)
    return this.assignment(declaration, variable.name, value)
  }

  /** Reads what runs beside other code. */
  apart<T>(read: () => T): T {
    const { branch } = this
    this.branch = {}
    const result = read()
    this.branch = branch
    return result
  }

  /** A variable of its own for a value that is used more than once. */
  keep(wanted: string, value: Expression): { readonly value: Expression; readonly assignments: Assignment[] } {
    const name = this.newName(wanted)
    const known: Known = { type: typeOf(value), hasGaps: hasGaps(value), isForJson: isForJson(value) }
    if (isDefined(value)) return { value: { kind: 'variable', name, path: [], known }, assignments: [{ name, value }] }
    return { value: { kind: 'variable', name, path: ['value'], known }, assignments: [{ name, value: boxed(value) }] }
  }

  private hold(declaration: ts.Node, isMutable: boolean): void {
    const { isBoxed, ...fact } = this.facts.of(declaration)
    const name = this.assigned.get(declaration)?.name ?? ''
    this.held.set(declaration, {
      kind: 'variable',
      name,
      path: isBoxed ? ['value'] : [],
      known: { ...fact, isMutable },
    })
  }

  private assignment(declaration: ts.Node, name: string, value: Expression): Assignment {
    return { name, value: this.facts.of(declaration).isBoxed ? boxed(value) : value }
  }
}

function boxed(value: Expression): Expression {
  return { kind: 'object', properties: [{ name: 'value', value }] }
}

/** A literal, or something that already has a name in the workflow. */
function isPlace({ kind }: Expression): boolean {
  return kind === 'literal' || kind === 'variable' || kind === 'input' || kind === 'local' || kind === 'undefined'
}

/** A part of something that has a name, written where it is used: it may be `undefined`, which no variable holds. */
function isPart(value: Expression): boolean {
  switch (value.kind) {
    case 'member':
      return isPlace(value.object) || isPart(value.object)
    case 'element':
      return (isPlace(value.object) || isPart(value.object)) && value.index.kind === 'literal'
    case 'logical':
      return !isDefined(value) && [value.left, value.right].every((side) => isPlace(side) || isPart(side))
    default:
      return false
  }
}
