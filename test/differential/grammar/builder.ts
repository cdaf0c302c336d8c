import type { Random } from '../random'
import type { Type } from '../types'
import type { Feature } from './features'

/** A name of the program, and what it holds. */
export interface Variable {
  readonly text: string
  readonly type: Type
  /** Whether it may be assigned again. */
  readonly isLet?: true
}

/** Something that can be read: a variable or a part of one. */
export interface Place {
  readonly text: string
  readonly type: Type
  /** Whether it may be `undefined` or `null`. */
  readonly isMissing: boolean
}

/** What the parts of a grammar share while one program is made. */
export class Builder {
  readonly used = new Set<Feature>()
  readonly numbers = new Set<number>()
  readonly strings = new Set<string>()
  private count = 0

  constructor(
    readonly random: Random,
    private readonly features: ReadonlySet<Feature>,
  ) {}

  /** Whether the program may have a construct; then it has it. */
  may(feature: Feature, share = 0.5): boolean {
    const does = this.features.has(feature) && this.random.chance(share)
    if (does) this.used.add(feature)
    return does
  }

  name(prefix: string): string {
    this.count++
    return `${prefix}${this.count}`
  }

  number(): string {
    const value = this.random.pick([0, 1, 2, 3, 10, 100, -1, 0.5])
    this.numbers.add(value)
    return String(value)
  }

  string(): string {
    const value = this.random.pick(['a', 'b', 'gold', '', "it's", '10', 'x"y', '${x}', '{% x %}', 'a\\b'])
    this.strings.add(value)
    return JSON.stringify(value)
  }

  /** One of several ways, those weighted by how often they are given; none of what a program may not have. */
  oneOf(ways: readonly (readonly [Feature | undefined, () => string | undefined])[]): string {
    for (let tries = 0; tries < 20; tries++) {
      const [feature, way] = this.random.pick(ways)
      if (feature !== undefined && !this.features.has(feature)) continue
      const text = way()
      if (text === undefined) continue
      if (feature !== undefined) this.used.add(feature)
      return text
    }
    const plain = ways.filter(([feature]) => feature === undefined)
    for (const [, way] of plain) {
      const text = way()
      if (text !== undefined) return text
    }
    throw new Error('There is no way.')
  }
}
