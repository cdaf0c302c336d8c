import { asArray, asObject, type ConfigObject } from '../../load/document'

/** States of a machine, or of a branch: where they begin, and what they are. */
interface Machine {
  readonly StartAt: string
  readonly States: Readonly<Record<string, ConfigObject>>
}

/** How a machine runs. */
export interface Course {
  /** States on the longest way, with each loop gone round once and each list of one item: each is a transition. */
  readonly transitions: number
  /** Whether some state may come again and again: by a way back, or for each item of a list. */
  readonly goesRound: boolean
}

/** Counts the states that an execution goes through. Source: AWS bills a Standard one by them. */
export function courseOf(machine: Machine): Course {
  const known = new Map<string, number>()
  const open = new Set<string>()
  let goesRound = false
  const longest = (name: string): number => {
    const state = machine.States[name]
    if (open.has(name)) goesRound = true
    if (!state || open.has(name)) return 0
    const before = known.get(name)
    if (before !== undefined) return before
    open.add(name)
    const inner = innerMachines(state).map(courseOf)
    goesRound ||= state.Type === 'Map' || inner.some((course) => course.goesRound)
    const own = 1 + inner.reduce((sum, { transitions }) => sum + transitions, 0)
    const length = own + Math.max(0, ...followers(state).map(longest))
    open.delete(name)
    known.set(name, length)
    return length
  }
  return { transitions: longest(machine.StartAt), goesRound }
}

function innerMachines(state: ConfigObject): Machine[] {
  const branches = state.Type === 'Parallel' ? asArray(state.Branches) : []
  const all = state.Type === 'Map' ? [state.ItemProcessor] : branches
  return all.map((machine) => machine as Machine)
}

function followers(state: ConfigObject): string[] {
  const choices = [...asArray(state.Choices), ...asArray(state.Catch)].map((choice) => asObject(choice).Next)
  return [state.Next, state.Default, ...choices].filter((name) => typeof name === 'string')
}
