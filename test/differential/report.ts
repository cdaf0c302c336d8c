import type { Compilation, Waiver } from './compare'
import { NESTED } from './grammar/config'
import type { Feature } from './grammar/features'
import { filesOf, MAIN, NESTED_FILE, type Program } from './grammar/program'
import type { Shrunk } from './shrink'

/** What programs became. */
const FORMS = ['standard', 'split', 'steps'] as const
export type Form = (typeof FORMS)[number]

type Counts = { readonly compiled: number; readonly refused: number }

/** A report as JSON. */
export interface Counted {
  readonly programs: number
  readonly compiled: number
  readonly runs: number
  readonly differences: readonly string[]
  readonly waived: Readonly<Record<Waiver, number>>
  readonly forms: Readonly<Record<Form, number>>
  readonly byFeature: readonly (readonly [Feature | 'no other', Counts])[]
  readonly reasons: readonly (readonly [string, number])[]
}

/** What became of many programs. */
export class Report {
  programs = 0
  compiled = 0
  runs = 0
  /** Differences, and what was thrown, for a person to read. */
  readonly differences: string[] = []
  /** Runs that a waiver lets end otherwise. */
  readonly waived: Record<Waiver, number> = { 'member-access': 0, 'value-types': 0, 'time-limit': 0 }
  readonly forms: Record<Form, number> = { standard: 0, split: 0, steps: 0 }
  private readonly byFeature = new Map<Feature | 'no other', { compiled: number; refused: number }>()
  private readonly reasons = new Map<string, number>()

  add({ features }: Program, compilation: Compilation | { readonly refusals: readonly string[] }): void {
    this.programs++
    const isCompiled = !('refusals' in compilation)
    if ('refusals' in compilation)
      for (const reason of new Set(compilation.refusals.flatMap(reasonsOf))) this.count(reason)
    else {
      this.compiled++
      for (const form of FORMS.filter((own) => isOfForm[own](compilation))) this.forms[form]++
    }
    for (const feature of features.length === 0 ? (['no other'] as const) : features) {
      const counts = this.byFeature.get(feature) ?? { compiled: 0, refused: 0 }
      counts[isCompiled ? 'compiled' : 'refused']++
      this.byFeature.set(feature, counts)
    }
  }

  /** Takes what another process found. */
  merge(other: Counted): void {
    this.programs += other.programs
    this.compiled += other.compiled
    this.runs += other.runs
    this.differences.push(...other.differences)
    for (const waiver of Object.keys(other.waived) as Waiver[]) this.waived[waiver] += other.waived[waiver]
    for (const form of FORMS) this.forms[form] += other.forms[form]
    for (const [reason, count] of other.reasons) this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + count)
    for (const [feature, { compiled, refused }] of other.byFeature) {
      const counts = this.byFeature.get(feature) ?? { compiled: 0, refused: 0 }
      this.byFeature.set(feature, { compiled: counts.compiled + compiled, refused: counts.refused + refused })
    }
  }

  /** As JSON holds it, for another process. */
  counted(): Counted {
    const { programs, compiled, runs, differences, waived, forms } = this
    return {
      programs,
      compiled,
      runs,
      differences,
      waived,
      forms,
      byFeature: [...this.byFeature],
      reasons: [...this.reasons],
    }
  }

  /** How many were compiled, by the constructs that they have, and what the others were refused for. */
  text(): string {
    const features = [...this.byFeature].map(
      ([feature, { compiled, refused }]) => `  ${feature}: ${compiled} of ${compiled + refused}`,
    )
    const reasons = [...this.reasons]
      .sort((one, other) => other[1] - one[1])
      .slice(0, 30)
      .map(([reason, count]) => `  ${count} ${reason}`)
    const waived = Object.entries(this.waived).map(([waiver, count]) => `${count} ${waiver}`)
    return [
      `${this.programs} programs: ${this.compiled} compiled (${percent(this.compiled, this.programs)}), ${this.programs - this.compiled} refused; ${this.runs} runs, waived: ${waived.join(', ')}.`,
      `Of the compiled, ${this.forms.standard} start a Standard execution, ${this.forms.split} take the steps of a function that waits for others, ${this.forms.steps} have code that stays JavaScript.`,
      'Compiled, by construct:',
      ...features.sort(),
      'Refused for:',
      ...reasons,
    ].join('\n')
  }

  private count(reason: string): void {
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1)
  }
}

const isOfForm: Readonly<Record<Form, (compilation: Compilation) => boolean>> = {
  standard: ({ after }) => after.main.includes('new StartExecutionCommand('),
  split: ({ nested, after }) =>
    nested !== undefined && !JSON.stringify([...after.machines.values()]).includes(`:${NESTED}"`),
  steps: ({ after }) => after.steps !== undefined,
}

export function percent(part: number, whole: number): string {
  return `${((part / Math.max(1, whole)) * 100).toFixed(1)} %`
}

/** The reasons of a refusal, without what they say of one program. */
function reasonsOf(refusal: string): string[] {
  const [code = '', ...rest] = refusal.split(': ')
  return rest
    .join(': ')
    .split(/; (?=line )/i)
    .map(
      (reason) =>
        `${code}: ${reason
          .replace(/line \d+:?/gi, '')
          .replace(/".*?"(?=[ ,:.)]|$)/g, '"…"')
          .trim()}`,
    )
}

/** A difference, for a person to read. */
export function differenceText({ program, difference }: Shrunk, after: Compilation['after'] | undefined): string {
  const { scenario, before, after: now } = difference
  return [
    `The program of the seed ${program.seed}:`,
    handlerOf(filesOf(program)[MAIN]),
    ...(program.nested ? ['with', handlerOf(filesOf(program)[NESTED_FILE])] : []),
    'became',
    handlerOf(after?.main),
    JSON.stringify([...(after?.machines.values() ?? [])], undefined, 1),
    `for ${JSON.stringify({ event: scenario.event, fault: scenario.fault })}`,
    `before: ${JSON.stringify(before)}`,
    `after:  ${JSON.stringify(now)}`,
  ].join('\n')
}

function handlerOf(text = ''): string {
  return text.slice(text.indexOf('const lambda'))
}
