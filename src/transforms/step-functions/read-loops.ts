import { ts } from 'ts-morph'
import type { Expression } from './expression'
import { isMutable, typeOf } from './facts'
import type { Assignment, JumpStep, LoopStep, Step } from './ir'
import { placeText, UNREADABLE } from './read-scope'
import { type StatementReader, statementsOf } from './read-statements'

/** Reads loops, `switch` and their jumps. */
export class LoopReader {
  private count = 0
  /** Loops, switches and blocks with labels around what is read, the innermost last. */
  private readonly around: { readonly id: number; readonly isLoop: boolean; readonly labels: readonly string[] }[] = []

  constructor(private readonly reader: StatementReader) {}

  /** `undefined` where a statement is none of these. */
  statement(node: ts.Statement, labels: readonly string[] = []): Step[] | undefined {
    if (ts.isLabeledStatement(node)) return this.labelled(node, labels)
    if (ts.isForOfStatement(node)) return this.forOf(node, labels)
    if (ts.isForStatement(node)) return this.for(node, labels)
    if (ts.isWhileStatement(node)) return this.while(node, labels)
    if (ts.isDoStatement(node)) return this.do(node, labels)
    if (ts.isSwitchStatement(node)) return this.switch(node)
    if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) return this.jump(node)
    return undefined
  }

  /** Forgets the loops around a function that is run for each item: jumps do not leave it. */
  apart<T>(read: () => T): T {
    const around = this.around.splice(0)
    const result = read()
    this.around.push(...around)
    return result
  }

  private jump(node: ts.BreakStatement | ts.ContinueStatement): Step[] | undefined {
    const isBreak = ts.isBreakStatement(node)
    const { label } = node
    const isTarget = ({ isLoop, labels }: { isLoop: boolean; labels: readonly string[] }) =>
      label ? labels.includes(label.text) : isLoop || (isBreak && labels.length === 0)
    const target = this.around.filter(isTarget).at(-1)
    if (!target) return undefined
    const kind: JumpStep['kind'] = isBreak ? 'break' : 'continue'
    return [{ kind, id: target.id, origin: this.reader.origin(node) }]
  }

  /** Reads what can be left, or begun again: a loop with its labels, or something else. */
  inside<T>(isLoop: boolean, labels: readonly string[], read: (id: number) => T): T {
    this.count += 1
    const id = this.count
    this.around.push({ id, isLoop, labels })
    const result = read(id)
    this.around.pop()
    return result
  }

  /** `outer: for (…)`, or a block that `break` leaves. */
  private labelled({ label, statement }: ts.LabeledStatement, labels: readonly string[]): Step[] | undefined {
    const isLoop = ts.isIterationStatement(statement, false) || ts.isLabeledStatement(statement)
    if (isLoop) return this.statement(statement, [...labels, label.text])
    return [
      this.inside(false, [label.text], (id): Step => {
        const steps = this.reader.block([statement])
        return { kind: 'switch', id, cases: [{ test: 'default', steps }], origin: this.reader.origin(statement) }
      }),
    ]
  }

  /** A counter goes through the list; the test also takes the item. */
  private forOf(node: ts.ForOfStatement, labels: readonly string[]): Step[] | undefined {
    const { reader } = this
    const [declaration] = ts.isVariableDeclarationList(node.initializer) ? node.initializer.declarations : []
    if (!declaration || node.awaitModifier) return undefined
    const at = placeText(reader.scope, node)
    const list = reader.expression(node.expression)
    if (list === UNREADABLE) {
      reader.declarations.forget(declaration.name)
      this.inside(true, labels, () => reader.block(statementsOf(node.statement)))
      return []
    }
    const own = ts.isIdentifier(declaration.name) ? declaration.name.text : 'item'
    const isKnown = list.kind === 'variable' && typeOf(list) === 'array' && !isMutable(list)
    const checked: Expression = { kind: 'method', name: 'concat', subject: list, arguments: [], isForJson: false, at }
    const items = isKnown ? { value: list, assignments: [] } : reader.variables.keep(`${own}List`, checked)
    const index: Expression = {
      kind: 'variable',
      name: reader.variables.newName(`${own}Index`),
      path: [],
      known: { type: 'number', isMutable: true, isWhole: true },
    }
    const zero: Assignment = { name: index.name, value: { kind: 'literal', value: 0 } }
    const item: Expression = { kind: 'element', object: items.value, index, isExact: true, at }
    const first = reader.assign([...items.assignments, zero], node)
    return [
      ...first,
      this.inside(true, labels, (id) => this.items(node, declaration, { id, index, item, items: items.value, own })),
    ]
  }

  private items(
    node: ts.ForOfStatement,
    declaration: ts.VariableDeclaration,
    loop: { id: number; index: Expression & { name: string }; item: Expression; items: Expression; own: string },
  ): LoopStep {
    const { reader } = this
    const at = placeText(reader.scope, node)
    const one: Expression = { kind: 'literal', value: 1 }
    const next: Expression = { kind: 'arithmetic', operator: '+', left: loop.index, right: one, at }
    const size: Expression = {
      kind: 'method',
      name: 'length',
      subject: loop.items,
      arguments: [],
      isForJson: false,
      at,
    }
    // an item of a list is never undefined
    const name = reader.variables.newName(loop.own)
    const value: Expression = { kind: 'variable', name, path: [] }
    const steps = reader.declarations.declared(declaration.name, value, declaration)
    return {
      kind: 'loop',
      id: loop.id,
      name: `ForEach${loop.own.charAt(0).toUpperCase()}${loop.own.slice(1)}`,
      condition: { kind: 'compare', operator: '<', left: loop.index, right: size, at },
      isTestedLast: false,
      onEnter: [
        { name, value: loop.item },
        { name: loop.index.name, value: next },
      ],
      body: [...steps, ...reader.block(statementsOf(node.statement))],
      update: [],
      origin: reader.origin(node),
    }
  }

  private for(node: ts.ForStatement, labels: readonly string[]): Step[] | undefined {
    const { reader } = this
    const { initializer, incrementor, condition } = node
    if (initializer && !ts.isVariableDeclarationList(initializer)) return undefined
    const first = initializer ? reader.declarations.list(initializer) : []
    const loop = this.inside(true, labels, (id): Step => {
      const { test, before } = this.test(condition, id, node)
      const body = [...before, ...reader.block(statementsOf(node.statement))]
      const update = incrementor ? reader.effect(incrementor) : []
      return { ...this.loop(node, id, 'For'), condition: test, body, update }
    })
    return [...first, loop]
  }

  private while(node: ts.WhileStatement, labels: readonly string[]): Step[] {
    return [
      this.inside(true, labels, (id): Step => {
        const { test, before } = this.test(node.expression, id, node)
        const body = [...before, ...this.reader.block(statementsOf(node.statement))]
        return { ...this.loop(node, id, 'While'), condition: test, body }
      }),
    ]
  }

  private do(node: ts.DoStatement, labels: readonly string[]): Step[] {
    return [
      this.inside(true, labels, (id): Step => {
        const body = this.reader.block(statementsOf(node.statement))
        const { test, before } = this.test(node.expression, id, node)
        if (before.length > 0) this.reader.obstacle(node.expression, 'a function is called in the test of "do"')
        return { ...this.loop(node, id, 'While'), condition: test, body, isTestedLast: true }
      }),
    ]
  }

  /** A test that calls functions is made in the body. */
  private test(
    node: ts.Expression | undefined,
    id: number,
    loop: ts.Node,
  ): { test: Expression | undefined; before: Step[] } {
    if (!node) return { test: undefined, before: [] }
    let read: Expression = UNREADABLE
    const before = this.reader.withBefore(() => {
      read = this.reader.expression(node)
      return []
    })
    const test = read as Expression
    if (before.length === 0) return { test: test.kind === 'literal' && test.value === true ? undefined : test, before }
    const origin = this.reader.origin(loop)
    const leave: Step = { kind: 'break', id, origin }
    return {
      test: undefined,
      before: [...before, { kind: 'choice', condition: test, whenTrue: [], whenFalse: [leave], origin }],
    }
  }

  private loop(node: ts.Node, id: number, name: string): LoopStep {
    const origin = this.reader.origin(node)
    return {
      kind: 'loop',
      id,
      name,
      condition: undefined,
      isTestedLast: false,
      onEnter: [],
      body: [],
      update: [],
      origin,
    }
  }

  private switch(node: ts.SwitchStatement): Step[] {
    const { reader } = this
    const subject = reader.expression(node.expression)
    return [
      this.inside(false, [], (id): Step => {
        const cases = node.caseBlock.clauses.map((clause) => ({
          test: ts.isDefaultClause(clause) ? ('default' as const) : this.caseTest(clause, subject),
          steps: reader.block(clause.statements),
        }))
        return { kind: 'switch', id, cases, origin: reader.origin(node) }
      }),
    ]
  }

  private caseTest(clause: ts.CaseClause, subject: Expression): Expression {
    const { reader } = this
    const value = reader.scope.conditionally(() => reader.expression(clause.expression))
    if (subject === UNREADABLE || value === UNREADABLE) return UNREADABLE
    // `switch (true)`
    if (subject.kind === 'literal' && subject.value === true && typeOf(value) === 'boolean') return value
    if (value.kind === 'literal') return { kind: 'equals', left: subject, right: value.value, negated: false }
    if (value.kind === 'undefined') return { kind: 'absent', operand: subject, negated: false }
    return { kind: 'same', left: subject, right: value, negated: false, at: placeText(reader.scope, clause) }
  }
}
