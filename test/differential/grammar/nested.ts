import type { Random } from '../random'
import { type Literals, PART } from '../types'
import { Builder } from './builder'
import { Calls } from './calls'
import type { Feature } from './features'
import type { CallStyle } from './helpers'
import type { Statement } from './statement'
import { Statements } from './statements'

/** A function that a handler calls, and that waits for others itself. */
export interface Nested {
  readonly style: CallStyle
  readonly body: readonly Statement[]
  readonly features: readonly Feature[]
  readonly literals: Literals
}

/** What it cannot have: it gives a result, and has no classes of its own. */
const WITHOUT: readonly Feature[] = ['nested chain', 'no return', 'throw a class', 'instanceof', 'destructured event']

/** Such a function: it has the constructs of the handler, gives a result or fails, and its names are those of the handler. */
export function nestedOf(random: Random, features: ReadonlySet<Feature>): Nested {
  const own = new Set([...features].filter((feature) => !WITHOUT.includes(feature)))
  const builder = new Builder(random, own)
  const style = random.pick<CallStyle>(['sdk', 'sdk', 'wrapper', 'checked wrapper'])
  const statements = new Statements(builder, new Calls(builder, style, 'result'), 'result')
  const outside = { variables: [{ text: 'event', type: PART }], depth: 0, isInLoop: false }
  const first = statements.call(outside)
  const inside = { ...outside, variables: [...outside.variables, ...(first.variables ?? [])] }
  const body = [...first.statements, ...statements.ending(inside, random.whole(0, 3))]
  return {
    style,
    body,
    features: [...builder.used],
    literals: { numbers: [...builder.numbers], strings: [...builder.strings] },
  }
}
