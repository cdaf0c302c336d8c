import type { Expression } from '../expression'
import { partsOf } from '../facts'
import { branchSteps, innerSteps, type Step } from '../ir'

/** How often variables are read, in steps and in all that they are made of. */
export type Reads = ReadonlyMap<string, number>

export function readsOf(steps: readonly Step[]): Reads {
  const reads = new Map<string, number>()
  const visit = (list: readonly Step[]): void => {
    for (const step of list) {
      for (const expression of expressionsOf(step)) addReads(expression, reads)
      for (const inner of [...innerSteps(step), ...branchSteps(step)]) visit(inner)
    }
  }
  visit(steps)
  return reads
}

/** Variables that an expression reads. */
export function namesIn(expression: Expression): ReadonlySet<string> {
  const reads = new Map<string, number>()
  addReads(expression, reads)
  return new Set(reads.keys())
}

function addReads(expression: Expression, reads: Map<string, number>): void {
  if (expression.kind === 'variable') reads.set(expression.name, (reads.get(expression.name) ?? 0) + 1)
  for (const part of partsOf(expression)) addReads(part, reads)
}

/** The members of a variable that steps read, each time they do. */
export function readsOfVariable(steps: readonly Step[], name: string): (readonly string[])[] {
  const pathsIn = (expression: Expression): (readonly string[])[] => [
    ...(expression.kind === 'variable' && expression.name === name ? [expression.path] : []),
    ...partsOf(expression).flatMap(pathsIn),
  ]
  return steps.flatMap((step) => [
    ...expressionsOf(step).flatMap(pathsIn),
    ...[...innerSteps(step), ...branchSteps(step)].flatMap((inner) => readsOfVariable(inner, name)),
  ])
}

/** Variables that steps give values to. */
export function assignedIn(steps: readonly Step[]): Set<string> {
  return new Set(
    steps.flatMap((step) => [
      ...namesAssigned(step),
      ...[...innerSteps(step), ...branchSteps(step)].flatMap((inner) => [...assignedIn(inner)]),
    ]),
  )
}

function namesAssigned(step: Step): string[] {
  switch (step.kind) {
    case 'task':
      return present(step.result, step.onFailure?.error)
    case 'assign':
      return step.values.map(({ name }) => name)
    case 'loop':
      return step.onEnter.map(({ name }) => name)
    case 'parallel':
      return present(...step.results, step.whole)
    case 'map':
      return present(step.item, step.index, step.result)
    case 'try':
      return present(step.handler?.error, step.finalizer?.error, step.finalizer?.returned)
    default:
      return []
  }
}

function expressionsOf(step: Step): Expression[] {
  switch (step.kind) {
    case 'task':
      return [step.payload]
    case 'choice':
      return [step.condition]
    case 'switch':
      return step.cases.flatMap(({ test }) => (test === 'default' ? [] : [test]))
    case 'assign':
      return step.values.map(({ value }) => value)
    case 'loop':
      return [...present(step.condition), ...step.onEnter.map(({ value }) => value)]
    case 'map':
      return [step.items]
    case 'wait':
      return [step.seconds]
    case 'return':
      return present(step.value)
    case 'fail':
      return [step.error, step.message]
    default:
      return []
  }
}

function present<T>(...values: readonly (T | undefined)[]): T[] {
  return values.flatMap((value) => (value === undefined ? [] : [value]))
}
