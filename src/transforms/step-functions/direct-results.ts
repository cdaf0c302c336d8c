import { originWith } from './comments'
import { mapLists, type Step, type TaskStep } from './ir'
import { readsOf } from './retry/variable-uses'

/** The same workflow, where what a call gives gets the name at once that it is given next. */
export function withDirectResults(steps: readonly Step[]): readonly Step[] {
  const reads = readsOf(steps)
  return mapLists(steps, (list) => {
    const kept: Step[] = []
    for (const step of list) {
      const task = kept.at(-1)
      const name = task?.kind === 'task' ? renamed(task, step) : undefined
      if (task?.kind === 'task' && name !== undefined && reads.get(task.result ?? '') === 1)
        kept.splice(-1, 1, { ...task, result: name, origin: originWith(task.origin, step.origin.comments) })
      else kept.push(step)
    }
    return kept
  })
}

/** `x` of a step that only assigns it what the call before it gave. */
function renamed({ result }: TaskStep, step: Step): string | undefined {
  const [only, ...others] = step.kind === 'assign' ? step.values : []
  const isResult = only?.value.kind === 'variable' && only.value.name === result && only.value.path.length === 0
  return isResult && others.length === 0 ? only.name : undefined
}
