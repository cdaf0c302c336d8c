import { RESULT } from '../types'
import { ERROR_NAMES } from './failures'
import { statement } from './statement'
import type { Made, Statements, Surroundings } from './statements'

/** Loops that try again. */
export class Retries {
  constructor(private readonly statements: Statements) {}

  /** Tries a call again where it fails, in one of the forms that code has for that. */
  loop(around: Surroundings): Made {
    const { builder, calls } = this.statements
    const result = builder.name('r')
    const call = calls.expression(around.variables)
    const [attempt, error, most] = [builder.name('attempt'), builder.name('error'), builder.random.pick([2, 3])]
    const names = { attempt, error, most, success: [`${result} = ${call}`, 'break'] }
    const lines = builder.random.pick([
      () => this.counted(names),
      () => this.countedDown(names),
      () => this.thrownBehind(names, around),
    ])()
    return { statements: [statement(`let ${result}!: Result`, ...lines)], variables: [{ text: result, type: RESULT }] }
  }

  /** `for (let attempt = 0; attempt < 3; attempt++)`: the last failure is thrown. */
  private counted({ attempt, error, most, success }: Attempts): string[] {
    const last = this.statements.builder.random.pick([
      `if (${attempt} === ${most - 1}) throw ${error}`,
      `if (${attempt} + 1 >= ${most}) throw ${error}`,
      '',
    ])
    return [
      `for (let ${attempt} = 0; ${attempt} < ${most}; ${attempt}++) {`,
      '  try {',
      ...success.map((line) => `    ${line}`),
      `  } catch (${error}: any) {`,
      ...this.unlessNamed(error),
      `    ${last}`,
      ...this.wait(attempt),
      '  }',
      '}',
    ]
  }

  /** `while (attempts > 0)` */
  private countedDown({ attempt, error, most, success }: Attempts): string[] {
    const { random } = this.statements.builder
    const isOpen = random.chance(0.5)
    const last = isOpen ? `if (${attempt} === 0) throw ${error}` : random.pick([`if (!${attempt}) throw ${error}`, ''])
    return [
      `let ${attempt} = ${most}`,
      `while (${isOpen ? 'true' : `${attempt} > 0`}) {`,
      '  try {',
      ...success.map((line) => `    ${line}`),
      `  } catch (${error}: any) {`,
      ...this.unlessNamed(error),
      `    ${attempt}--`,
      `    ${last}`,
      ...this.wait(attempt),
      '  }',
      '}',
    ]
  }

  /** The last error is kept, and thrown behind the loop. */
  private thrownBehind({ attempt, error, most, success }: Attempts, around: Surroundings): string[] {
    const { builder } = this.statements
    const kept = builder.name('last')
    const value = this.statements.expressions(around).anything(0)
    const isReturned = this.statements.gives === 'anything' && builder.random.chance(0.5)
    const end = isReturned ? ['return', value].join(' ') : success[1]
    return [
      `let ${kept}: Error | undefined`,
      `for (let ${attempt} = 1; ${attempt} <= ${most}; ${attempt}++) {`,
      '  try {',
      `    ${success[0]}`,
      `    ${end}`,
      `  } catch (${error}) {`,
      `    ${kept} = ${error} as Error`,
      '  }',
      ...this.wait(attempt),
      '}',
      ...(end === 'break' ? [] : [`throw ${kept}`]),
    ]
  }

  private unlessNamed(error: string): string[] {
    const { builder } = this.statements
    const isOnly = builder.random.chance(0.5)
    if (!builder.may('caught error', 0.3)) return []
    const name = builder.random.pick(ERROR_NAMES)
    return [`    if (${error}.name ${isOnly ? '!==' : '==='} '${name}') throw ${error}`]
  }

  private wait(attempt: string): string[] {
    const { builder } = this.statements
    if (!builder.may('backoff', 0.7)) return []
    const times = [
      '1000',
      `1000 * 2 ** ${attempt}`,
      `Math.min(1000 * Math.pow(2, ${attempt}), 3000)`,
      `700 * ${attempt}`,
    ]
    const random = `Math.random() * 1000 * (${attempt} + 1)`
    return [`    await new Promise((resolve) => setTimeout(resolve, ${builder.random.pick([...times, random])}))`]
  }
}

/** The parts of a loop that tries again. */
interface Attempts {
  readonly attempt: string
  readonly error: string
  readonly most: number
  readonly success: readonly string[]
}
