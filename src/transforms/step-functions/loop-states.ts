import type { LoopStep, SwitchStep } from './ir'
import type { JsonataWriter } from './jsonata'
import type { Node } from './state-nodes'
import { once, type StateWriter, type Target, type Ways, wrapped } from './state-writer'

/** Writes what goes round, and what chooses among more than two. */
export class LoopWriter {
  constructor(
    private readonly writer: StateWriter,
    private readonly expressions: JsonataWriter,
  ) {}

  /** The test is a state that the body leads back to. */
  loop(step: LoopStep, follow: Target, ways: Ways): Node {
    const { id, condition, onEnter, isTestedLast } = step
    const own = this.writer.placed(step.name, step.origin)
    let body: Node | undefined
    const test = once(() => {
      const start = () => body as Node
      if (!condition) return own(({ name }) => ({ Type: 'Pass', Next: name(start()) }))
      const after = follow()
      const Condition = wrapped(this.expressions.condition(condition))
      const Assign = onEnter.length > 0 ? { Assign: this.writer.assigned(onEnter) } : {}
      return own(({ name }) => ({
        Type: 'Choice',
        Choices: [{ Condition, ...Assign, Next: name(start()) }],
        Default: name(after),
      }))
    })
    const first = isTestedLast ? undefined : test()
    const update = once(() => this.writer.sequence(step.update, test, ways))
    const jumps = new Map([...ways.jumps, [`break ${id}`, follow] as const, [`continue ${id}`, update] as const])
    body = this.writer.sequence(step.body, update, { ...ways, jumps })
    return first ?? body
  }

  /** A body goes on with the one below it. */
  switch({ id, cases, origin }: SwitchStep, follow: Target, ways: Ways): Node {
    const own = this.writer.placed('Switch', origin)
    const jumps = new Map([...ways.jumps, [`break ${id}`, follow] as const])
    let below = follow
    const bodies = [...cases].reverse().map(({ steps }) => {
      const next = below
      const body = once(() => this.writer.sequence(steps, next, { ...ways, jumps }))
      below = body
      return body
    })
    bodies.reverse()
    const rules = cases.flatMap(({ test }, index) => {
      const body = bodies[index]
      if (test === 'default' || !body) return []
      return [{ Condition: wrapped(this.expressions.condition(test)), body: body() }]
    })
    const other = (bodies[cases.findIndex(({ test }) => test === 'default')] ?? follow)()
    if (rules.length === 0) return other
    return own(({ name }) => ({
      Type: 'Choice',
      Choices: rules.map(({ Condition, body }) => ({ Condition, Next: name(body) })),
      Default: name(other),
    }))
  }
}
