import { branchSteps, innerSteps, type Step } from './ir'

/** Whether a function may end the workflow with its error: neither a check of `FunctionError` nor a `catch` takes it. */
export function hasUncaughtTask(steps: readonly Step[]): boolean {
  return steps.some((step) => {
    switch (step.kind) {
      case 'task':
        return step.onFailure ? hasUncaughtTask(step.onFailure.steps) : true
      case 'try':
        return (
          (step.handler === undefined && hasUncaughtTask(step.body)) ||
          hasUncaughtTask(step.handler?.steps ?? []) ||
          hasUncaughtTask(step.finalizer?.steps ?? [])
        )
      default:
        return [...innerSteps(step), ...branchSteps(step)].some(hasUncaughtTask)
    }
  })
}
