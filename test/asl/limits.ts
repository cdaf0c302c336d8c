import { ExecutionError, StateError } from './state-error'

/** Payloads, results and variables. In bytes of UTF-8. */
const LARGEST_VALUE = 256 * 1024

/** All variables of an execution together. In bytes of UTF-8. */
const LARGEST_VARIABLES = 10 * 1024 * 1024

/** Events in the history of a Standard execution. */
const MOST_EVENTS = 25_000

/** An Express execution has no history: more transitions than this are taken for a loop without an end. */
const MOST_TRANSITIONS = 50_000

export type MachineType = 'STANDARD' | 'EXPRESS'

/** Throws `States.DataLimitExceeded` where a value is too large. */
export function checkSize(value: unknown, what: string, most = LARGEST_VALUE): void {
  if (value !== undefined) checkBytes(bytesOf(value), what, most)
}

/** @param assigned What one state assigns. */
export function checkVariables(assigned: Readonly<Record<string, unknown>>, all: readonly unknown[]): void {
  if (Object.keys(assigned).length === 0) return
  checkSize(assigned, 'What is assigned')
  const bytes = all.reduce<number>((sum, value) => sum + bytesOf(value) + 1, 1)
  checkBytes(bytes, 'All variables', LARGEST_VARIABLES)
}

/** What was measured before: values of an execution never change. */
const measured = new WeakMap<object, number>()

function bytesOf(value: unknown): number {
  const isObject = typeof value === 'object' && value !== null
  const known = isObject ? measured.get(value) : undefined
  if (known !== undefined) return known
  const bytes = Buffer.byteLength(JSON.stringify(value))
  if (isObject) measured.set(value, bytes)
  return bytes
}

function checkBytes(bytes: number, what: string, most: number): void {
  if (bytes > most)
    throw new StateError('States.DataLimitExceeded', `${what} has ${bytes} bytes; the limit is ${most}.`)
}

/** The history of an execution, as far as it is counted. */
export class History {
  events = 1
  private transitions = 0

  constructor(private readonly type: MachineType) {}

  /** @param events What a state adds. */
  add(events: number): void {
    this.events += events
    this.transitions++
    if (this.type === 'STANDARD' && this.events > MOST_EVENTS)
      throw new ExecutionError('States.Runtime', `The execution reached the limit of ${MOST_EVENTS} events.`)
    if (this.transitions > MOST_TRANSITIONS) throw new Error('The machine does not end.')
  }
}
