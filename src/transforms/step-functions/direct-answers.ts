import { originWith } from './comments'
import type { Expression } from './expression'
import { type AssignStep, mapLists, type ReturnStep, type Step } from './ir'
import { readsOf } from './retry/variable-uses'

/** The same workflow, where what is only kept to be returned, as it is or as a member, is returned at once. */
export function withDirectAnswers(steps: readonly Step[]): readonly Step[] {
  const reads = readsOf(steps)
  return mapLists(steps, (list) => {
    const kept: Step[] = []
    for (const step of list) {
      let own = step
      for (let before = kept.at(-1); own.kind === 'return' && before?.kind === 'assign'; before = kept.at(-1)) {
        const answer = answerWith(before, own, reads)
        if (!answer) break
        kept.pop()
        own = { ...own, value: answer, origin: originWith(own.origin, before.origin.comments) }
      }
      kept.push(own)
    }
    return kept
  })
}

/** What a step returns, with the value in it that only the step before keeps for it. */
function answerWith(
  { values }: AssignStep,
  { value }: ReturnStep,
  reads: ReadonlyMap<string, number>,
): Expression | undefined {
  const [only, ...others] = values
  if (!only || !value || others.length > 0 || reads.get(only.name) !== 1) return undefined
  const isIt = (part: Expression) => part.kind === 'variable' && part.name === only.name && part.path.length === 0
  if (isIt(value)) return only.value
  if (value.kind !== 'object' || !value.properties.some((property) => isIt(property.value))) return undefined
  const properties = value.properties.map((property) =>
    isIt(property.value) ? { ...property, value: only.value } : property,
  )
  return { ...value, properties }
}
