import { ts } from 'ts-morph'
import { enclosing } from '../../../syntax/nodes'
import type { Expression } from '../expression'
import { hasGaps } from '../facts'
import type { Step, TaskStep } from '../ir'
import { readExpression } from '../read-expression'
import { UNREADABLE } from '../read-scope'
import type { StatementReader } from '../read-statements'
import type { GlueStep } from './glue'
import { isNumber, valueType } from './value-type'

/** Reads what stays JavaScript as tasks of the function of steps. */
export class GlueReader {
  private readonly results = new Map<ts.Expression, Expression>()

  constructor(private readonly reader: StatementReader) {}

  /** Whether a statement belongs to a step; its steps where it is the first of it. */
  run(statements: readonly ts.Statement[]): { readonly steps: Step[]; readonly length: number } | undefined {
    const { glue } = this.reader.reading
    const run = glue && this.isHere ? glue.runOf(statements) : []
    if (!glue || run.length === 0) return undefined
    const step = glue.ofRun(run)
    const [first] = run as [ts.Statement]
    const { outputs } = step.crossing
    const result = outputs.length > 0 ? this.reader.variables.newName(step.name) : undefined
    for (const name of outputs) {
      const shape = step.shape(name.text)
      const [declaration] = this.reader.module.bindings.of(name)?.declarations ?? []
      const given = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined
      if (!shape.isStable) glue.reject(name, `"${name.text}" ${whyNoJson(given)}`, run)
      const known = { hasGaps: shape.hasUndefinedProperties }
      const held: Expression = { kind: 'variable', name: result ?? '', path: [name.text], known }
      if (declaration) this.reader.variables.held.set(declaration, shape.isStable ? held : UNREADABLE)
    }
    return { steps: [this.task(first, step, result)], length: run.length }
  }

  /** What a value that stays JavaScript is: it is worked out before the statement where it stands. */
  valueOf(node: ts.Expression): Expression | undefined {
    const { glue } = this.reader.reading
    const part = glue && this.isHere ? glue.valueOf(node) : undefined
    if (!glue || !part) return undefined
    const read = this.results.get(node)
    if (read) return read
    const { reader } = this
    if (reader.isConditional) {
      glue.reject(node, 'it is worked out on a condition, or more than once: make it a constant of its own', [node])
      return UNREADABLE
    }
    const step = glue.ofValue(part)
    const shape = step.shape()
    const isExact = shape.isStable && !shape.maybeUndefined
    const isAnswer = part.isAnswer && reader.frame === 'handler' && !enclosing(node, ts.isTryStatement)
    if (!isExact && !isAnswer) glue.reject(node, `its value ${whyNoJson(node)}`, [node])
    const name = reader.variables.newName(step.name)
    const type = isExact ? valueType(node) : undefined
    const known = { hasGaps: shape.hasUndefinedProperties, ...(type && { type }) }
    const value: Expression = { kind: 'variable', name, path: [], known }
    this.results.set(node, value)
    reader.first(this.task(node, step, name))
    return isExact || isAnswer ? value : UNREADABLE
  }

  private get isHere(): boolean {
    const { place, module, reading, splits } = this.reader
    return !place.isHelper && module === reading.module && splits.own === undefined
  }

  private task(node: ts.Node, step: GlueStep, result: string | undefined): TaskStep {
    const { reader } = this
    const { glue } = reader.reading
    for (const { node: cause, what } of step.troubles) glue?.reject(cause, what, step.nodes)
    const inputs = step.crossing.inputs.map(({ name, node: read }) => {
      const value = glue?.attempt(step, () => readExpression(reader.scope, read, 'looked-at')) ?? UNREADABLE
      if (value !== UNREADABLE && hasGaps(value))
        glue?.reject(read, `"${name}" may have members that are "undefined", which JSON leaves out`, step.nodes)
      return { name, value }
    })
    const input: Expression = { kind: 'object', properties: inputs }
    return {
      kind: 'task',
      callee: reader.reading.glue?.fn.ref as TaskStep['callee'],
      step: step.name,
      payload: {
        kind: 'object',
        properties: [
          { name: 'step', value: { kind: 'literal', value: step.name } },
          ...(inputs.length > 0 ? [{ name: 'input', value: input }] : []),
        ],
      },
      needsPayload: false,
      result,
      // what it throws goes the way that it took in the handler: to `catch`, or to the caller
      onFailure: undefined,
      origin: reader.origin(node),
    }
  }
}

/** Why a value cannot leave a step. */
function whyNoJson(value: ts.Expression | undefined): string {
  return value && isNumber(value) ? 'may be NaN, which JSON does not have' : 'may be no JSON'
}
