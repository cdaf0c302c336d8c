import { ts } from 'ts-morph'
import type { Expression } from './expression'
import { isConstant } from './facts'
import type { Assignment, Step } from './ir'
import { readPattern } from './read-patterns'
import { UNREADABLE } from './read-scope'
import type { StatementReader } from './read-statements'

/** Reads declarations: what names and patterns stand for. */
export class DeclarationReader {
  constructor(private readonly reader: StatementReader) {}

  /** Reads `const`, `let` and `var`. */
  list(list: ts.VariableDeclarationList): Step[] {
    return list.declarations.flatMap((declaration) => this.reader.withBefore(() => this.declaration(declaration)))
  }

  private declaration(declaration: ts.VariableDeclaration): Step[] {
    const { name, initializer } = declaration
    this.check(declaration)
    if (this.reader.gathers.declares(declaration)) return []
    const kept = this.reader.errors.keeps(declaration)
    if (kept) return kept
    if (initializer && ts.isIdentifier(name) && this.reader.choices.isChosen(initializer)) {
      const own = this.reader.variables.reserve(name)
      return this.reader.choices.branches(initializer, declaration, 'looked-at', (value) =>
        this.reader.assign(
          [this.reader.variables.assign(own, value)].flatMap((found) => found ?? []),
          declaration,
        ),
      )
    }
    const value: Expression = initializer ? this.reader.expression(initializer) : { kind: 'undefined' }
    return this.declared(name, value, declaration)
  }

  /** Lets a name or a pattern stand for a value. */
  declared(name: ts.BindingName, value: Expression, node: ts.Node): Step[] {
    if (value === UNREADABLE) {
      this.forget(name)
      return []
    }
    if (ts.isIdentifier(name)) return this.reader.assign(this.reader.variables.declare(name, value), node)
    const isKept = value.kind !== 'variable' && value.kind !== 'input' && !isConstant(value)
    const kept = isKept ? this.reader.variables.keep('value', value) : { value, assignments: [] }
    const first = this.reader.assign(kept.assignments, node)
    const values: Assignment[] = []
    readPattern(this.reader.scope, name, kept.value, (own, part) =>
      values.push(...this.reader.variables.declare(own, part)),
    )
    return [...first, ...this.reader.assign(values, node)]
  }

  /** What is unreadable is told where it stands, and not again where its names are used. */
  forget(name: ts.BindingName): void {
    if (!ts.isIdentifier(name)) {
      for (const element of name.elements) if (ts.isBindingElement(element)) this.forget(element.name)
      return
    }
    const [declaration] = this.reader.module.bindings.of(name)?.declarations ?? []
    if (declaration) this.reader.variables.held.set(declaration, UNREADABLE)
  }

  /** Tells of a declaration that is not alone, or that is known outside of its block. */
  check(declaration: ts.VariableDeclaration): void {
    const list = declaration.parent
    const binding = ts.isIdentifier(declaration.name) && this.reader.module.bindings.of(declaration.name)
    if (binding && binding.declarations.length > 1)
      this.reader.obstacle(declaration, `"${binding.name}" is declared more than once`)
    const isVar = ts.isVariableDeclarationList(list) && !(list.flags & ts.NodeFlags.BlockScoped)
    if (isVar && list.parent.parent !== this.reader.place.body)
      this.reader.obstacle(declaration, `"${declaration.name.getText()}" is a "var" inside of a block`)
  }
}
