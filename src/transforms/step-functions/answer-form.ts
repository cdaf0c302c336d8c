import type { Expression } from './expression'
import { isDefined } from './facts'
import { alwaysEnds, innerSteps, mapLists, type ReturnStep, type Step } from './ir'

/**
 * What the handler makes of what an execution gives: its answer as it is (`whole`), the text of it (`text`), or an answer
 * whose `body` is the text of what stands there (`body`), or of its member `json` where it has one (`json`).
 */
export type AnswerForm = 'whole' | 'text' | 'body' | 'json'

export interface Answers {
  readonly steps: readonly Step[]
  readonly form: AnswerForm
}

/** What a `return` gives: an encoded value, or an object with a body that is encoded or not. */
type Answer = 'encoded' | 'encoded-body' | 'encoded-body-over-others' | 'plain-body' | 'no-body' | 'other'

/**
 * Leaves encoding the answer to the handler, where every `return` does that last: JSON carries each number as it is, while
 * the texts of JSONata have no more than 15 digits.
 */
export function withEncodedAnswers(steps: readonly Step[], isDeployed: boolean, isWholeInput: boolean): Answers {
  const whole: Answers = { steps, form: 'whole' }
  const answers = new Set(returnsOf(steps).flatMap(({ value }) => answersOf(value, isWholeInput)))
  if (answers.has('other') || !alwaysEnds(steps)) return whole
  if (answers.has('encoded')) return answers.size > 1 ? whole : { steps: changed(steps, decoded), form: 'text' }
  const isOver = answers.has('encoded-body-over-others')
  if (!answers.has('encoded-body') && !isOver) return whole
  const withName = (name: string) => changed(steps, (value) => withBodyAs(name, value))
  if (answers.has('plain-body')) return isOver ? whole : { steps: withName('json'), form: 'json' }
  // whoever is not Lambda may ask whether there is a body
  return answers.has('no-body') && !isDeployed ? whole : { steps: withName('body'), form: 'body' }
}

function returnsOf(steps: readonly Step[]): ReturnStep[] {
  return steps.flatMap((step) => (step.kind === 'return' ? [step] : innerSteps(step).flatMap(returnsOf)))
}

function changed(steps: readonly Step[], change: (value: Expression) => Expression): readonly Step[] {
  const own = (value: Expression): Expression =>
    value.kind === 'conditional'
      ? { ...value, whenTrue: own(value.whenTrue), whenFalse: own(value.whenFalse) }
      : change(value)
  const ofStep = (step: Step): Step =>
    step.kind === 'return' && step.value ? { ...step, value: own(step.value) } : step
  return mapLists(steps, (list) => list.map(ofStep), 'own')
}

function answersOf(value: Expression | undefined, isWholeInput: boolean): Answer[] {
  if (value?.kind === 'conditional')
    return [value.whenTrue, value.whenFalse].flatMap((side) => answersOf(side, isWholeInput))
  return [answerOf(value, isWholeInput)]
}

function answerOf(value: Expression | undefined, isWholeInput: boolean): Answer {
  const encoded = value && encodedIn(value)
  if (encoded) return isDefined(encoded, isWholeInput) ? 'encoded' : 'other'
  if (value?.kind === 'merged') {
    const at = value.parts.findIndex(
      (part) => part.kind === 'property' && part.name === 'body' && encodedIn(part.value),
    )
    const later = value.parts.slice(at + 1)
    const isLast = later.every(
      (part) => part.kind === 'property' && typeof part.name === 'string' && part.name !== 'body',
    )
    return at >= 0 && isLast ? 'encoded-body-over-others' : 'other'
  }
  if (value?.kind !== 'object' || value.properties.some(({ name }) => name === 'json')) return 'other'
  const body = value.properties.find(({ name }) => name === 'body')
  if (!body) return 'no-body'
  return encodedIn(body.value) ? 'encoded-body' : 'plain-body'
}

function decoded(value: Expression): Expression {
  return encodedIn(value) ?? value
}

/** An object whose member `name` is what its body is the text of. */
function withBodyAs(name: string, value: Expression): Expression {
  if (value.kind === 'object') {
    const properties = value.properties.map((property) => {
      const encoded = property.name === 'body' ? encodedIn(property.value) : undefined
      return encoded ? { name, value: encoded } : property
    })
    return { ...value, properties }
  }
  if (value.kind !== 'merged') return value
  const last = value.parts.findLastIndex((part) => part.kind === 'property' && part.name === 'body')
  const parts = value.parts.map((part, index) => (index === last ? { ...part, value: decoded(part.value) } : part))
  return { ...value, parts }
}

/** What `JSON.stringify(value)` encodes. */
function encodedIn(value: Expression): Expression | undefined {
  const isEncoding = value.kind === 'method' && value.name === 'stringify' && value.arguments.length === 0
  return isEncoding ? value.subject : undefined
}
