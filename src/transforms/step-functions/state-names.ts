import { pascalCase } from '../shared/names'
import type { Expression } from './expression'
import type { AssignStep, ChoiceStep, MapStep, ParallelStep, ReturnStep, TaskStep, WaitStep } from './ir'

type NamedStep = TaskStep | AssignStep | ReturnStep | ChoiceStep | ParallelStep | MapStep | WaitStep

/** What a state is called, after what the code calls things. */
export function nameOf(step: NamedStep): string {
  switch (step.kind) {
    case 'task':
      return pascalCase(step.step ?? step.callee.function.key)
    case 'assign':
      return `Set${pascalCase(step.values[0]?.name ?? '')}`
    case 'return':
      return `Return${statusOf(step.value)}`
    case 'choice':
      return `Check${pascalCase(subjectOf(step.condition)?.at(-1) ?? '')}`
    case 'parallel':
      return 'InParallel'
    case 'map':
      return `ForEach${pascalCase(step.item)}`
    case 'wait':
      return 'Wait'
  }
}

/** `409` of `{ statusCode: 409, … }`. */
function statusOf(value: Expression | undefined): string {
  const status =
    value?.kind === 'object' ? value.properties.find(({ name }) => name === 'statusCode')?.value : undefined
  return status?.kind === 'literal' ? String(status.value) : ''
}

/** The first thing that a condition looks at. */
function subjectOf(condition: Expression): readonly string[] | undefined {
  switch (condition.kind) {
    case 'variable':
      return [condition.name, ...condition.path.filter((name) => name !== 'value' || condition.path.length > 1)]
    case 'input':
      return condition.path
    case 'member':
      return [condition.name]
    case 'not':
    case 'nullish':
    case 'absent':
    case 'typeof':
    case 'isArray':
      return subjectOf(condition.operand)
    case 'equals':
    case 'loose':
    case 'logical':
    case 'arithmetic':
      return subjectOf(condition.left)
    case 'same':
    case 'compare':
      return subjectOf(condition.left) ?? subjectOf(condition.right)
    case 'conditional':
      return subjectOf(condition.condition)
    case 'method':
      return subjectOf(condition.subject)
    default:
      return undefined
  }
}
