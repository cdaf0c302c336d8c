import { ts } from 'ts-morph'
import type { Evaluator, Scope } from './evaluator'
import { type Literal, oneOf, parametersIn, UNDEFINED, type Value } from './value'

/**
 * What a function body returns: one of its `return`s. Where the condition of an `if` or the subject of a `switch` is
 * known, only the branch that is taken counts.
 */
export function returnedBy(evaluator: Evaluator, scope: Scope, body: ts.Block): Value {
  const reader = new ReturnReader(evaluator, scope)
  reader.all(body.statements)
  return reader.values.length > 0 ? oneOf(reader.values, reader.condition) : UNDEFINED
}

class ReturnReader {
  readonly values: Value[] = []
  /** A condition that depends on a parameter, where one decides what is returned. */
  condition: Value | undefined

  constructor(
    private readonly evaluator: Evaluator,
    private readonly scope: Scope,
  ) {}

  /** Reads statements in order; answers whether the end of them is never reached. */
  all(statements: readonly ts.Statement[]): boolean {
    return statements.some((statement) => this.one(statement))
  }

  private one(statement: ts.Statement): boolean {
    if (ts.isReturnStatement(statement)) {
      this.values.push(statement.expression ? this.value(statement.expression) : UNDEFINED)
      return true
    }
    if (ts.isThrowStatement(statement)) return true
    if (ts.isBlock(statement)) return this.all(statement.statements)
    if (ts.isIfStatement(statement)) return this.branches(statement)
    if (ts.isSwitchStatement(statement)) return this.clauses(statement)
    if (ts.isTryStatement(statement)) return this.attempts(statement)
    if (ts.isIterationStatement(statement, false)) this.one(statement.statement)
    return false
  }

  private branches({ expression, thenStatement, elseStatement }: ts.IfStatement): boolean {
    const condition = this.decide(expression)
    if (condition) {
      const taken = condition.value ? thenStatement : elseStatement
      return !!taken && this.one(taken)
    }
    const isThenLast = this.one(thenStatement)
    const isElseLast = !!elseStatement && this.one(elseStatement)
    return isThenLast && isElseLast
  }

  private clauses({ expression, caseBlock }: ts.SwitchStatement): boolean {
    const { clauses } = caseBlock
    const subject = this.decide(expression)
    const at = subject ? this.matching(clauses, subject) : -1
    if (at < 0) {
      for (const clause of clauses) this.all(clause.statements)
      return false
    }
    // from the clause that matches, through those it falls into
    for (const clause of clauses.slice(at)) {
      for (const statement of clause.statements) {
        if (ts.isBreakStatement(statement)) return false
        if (this.one(statement)) return true
      }
    }
    return false
  }

  private matching(clauses: readonly ts.CaseOrDefaultClause[], subject: Literal): number {
    const found = clauses.findIndex((clause) => {
      const value = ts.isCaseClause(clause) ? this.value(clause.expression) : undefined
      return value?.kind === 'literal' && value.value === subject.value
    })
    return found >= 0 ? found : clauses.findIndex(ts.isDefaultClause)
  }

  private attempts({ tryBlock, catchClause, finallyBlock }: ts.TryStatement): boolean {
    const isTryLast = this.all(tryBlock.statements)
    const isCatchLast = catchClause ? this.all(catchClause.block.statements) : true
    return (!!finallyBlock && this.all(finallyBlock.statements)) || (isTryLast && isCatchLast)
  }

  private decide(expression: ts.Expression): Literal | undefined {
    const value = this.value(expression)
    if (value.kind === 'literal') return value
    if (parametersIn(value).length > 0) this.condition ??= value
    return undefined
  }

  private value(expression: ts.Expression): Value {
    return this.evaluator.evaluate(this.scope.module, expression, this.scope.frame)
  }
}
