import type { ChoiceStep, Step } from './ir'
import { once, type StateWriter, type Target, type Ways } from './state-writer'

/** Where a failure goes on, and the variable that takes its error. */
export interface Failure {
  readonly target: Target
  readonly variable: string | undefined
  /** Where failures go that have a name for which the code asks first. */
  readonly named: readonly NamedTarget[]
  /** Where the others go: `target`, behind the questions for names. */
  readonly others: Target
}

export interface NamedTarget {
  readonly error: string
  readonly target: Target
}

/**
 * Steps that handle a failure. Where they begin with questions for the name of the error, a `Catch` can ask them: each name
 * has its own way.
 * @param handler `error`: the variable that takes the error; `part`: the member of it that has the name.
 */
export function failureOf(
  writer: StateWriter,
  handler: { readonly steps: readonly Step[]; readonly error: string | undefined; readonly part: 'name' | 'errorType' },
  follow: Target,
  ways: Ways,
): Failure {
  const { error: variable, part } = handler
  const questions = (steps: readonly Step[], next: Target): Omit<Failure, 'variable'> => {
    const [first, ...rest] = steps
    const question = first?.kind === 'choice' ? nameAsked(first, variable, part) : undefined
    if (!first || !question) {
      const target = once(() => writer.sequence(steps, next, ways))
      return { target, named: [], others: target }
    }
    const { choice, error, isSo, isNot } = question
    const behind = once(() => writer.sequence(rest, next, ways))
    const inner = isNot.length > 0 ? questions(isNot, behind) : questions(rest, next)
    const after = isNot.length > 0 ? behind : inner.target
    const own = once(() => writer.sequence(isSo, after, ways))
    const [whenTrue, whenFalse] = choice.whenTrue === isSo ? [own, inner.target] : [inner.target, own]
    return {
      target: once(() => writer.choose(choice, whenTrue, whenFalse)),
      named: [{ error, target: own }, ...inner.named.filter((other) => other.error !== error)],
      others: inner.others,
    }
  }
  return { ...questions(handler.steps, follow), variable }
}

interface Question {
  readonly choice: ChoiceStep
  readonly error: string
  readonly isSo: readonly Step[]
  readonly isNot: readonly Step[]
}

/** `error.name === 'X'`; the names of services stand for others too, so that the code has to ask for them. */
function nameAsked(choice: ChoiceStep, variable: string | undefined, part: string): Question | undefined {
  const { condition, whenTrue, whenFalse } = choice
  if (condition.kind !== 'equals' || typeof condition.right !== 'string') return undefined
  const { left, right: error, negated } = condition
  const isName = left.kind === 'variable' && left.name === variable && left.path.join('.') === part
  if (!isName || error === '' || /^(States|Lambda)\./.test(error)) return undefined
  const [isSo, isNot] = negated ? [whenFalse, whenTrue] : [whenTrue, whenFalse]
  return { choice, error, isSo, isNot }
}
