import { isDeepStrictEqual } from 'node:util'
import { type Compiled, compile } from './compile'
import { compileAlone } from './compile-alone'
import { CALLEES, NESTED, TIMEOUT } from './grammar/config'
import { filesOf, isConcurrent, isStandard, MAIN, NESTED_FILE, type Program } from './grammar/program'
import { type Ending, isGuard, type Machines, type Module, moduleOf, runHandler, STEPS } from './handlers'
import { Random } from './random'
import { EVENT, randomValue } from './types'
import { type Call, type Fault, type Scenario, sorted, TABLE, World } from './world'

/** A program before and after its plan. */
export interface Compilation {
  readonly before: Module
  readonly after: Extract<Compiled, { machines: unknown }>
  readonly isConcurrent: boolean
  /** The function that waits for others itself, as long as it is there. */
  readonly nested: Module | undefined
}

export interface Difference {
  readonly scenario: Scenario
  readonly before: Observation
  readonly after: Observation
}

/** Obligations that a plan waives: for these values the machine need not do the same. */
export type Waiver = 'member-access' | 'value-types' | 'time-limit'

export interface Observation {
  readonly ending: Ending
  readonly calls: readonly Call[]
}

/** @param isWhole Whether the definition goes the whole way into a template: then it must be what the compiler gave. */
export function compilationOf(
  program: Program,
  isWhole = false,
): Compilation | { readonly refusals: readonly string[] } {
  const files = filesOf(program)
  const after = compileAlone(files, isStandard(program))
  if (isWhole) checkWhole(after, compile(files, isStandard(program)))
  if ('refusals' in after) return after
  const nested = files[NESTED_FILE]
  return {
    before: moduleOf(files[MAIN] ?? ''),
    after,
    isConcurrent: isConcurrent(program),
    nested: nested === undefined ? undefined : moduleOf(nested),
  }
}

function checkWhole(one: Compiled, other: Compiled): void {
  const isSame =
    'refusals' in one || 'refusals' in other
      ? isDeepStrictEqual(one, other)
      : one.main === other.main && isDeepStrictEqual(one.machines, other.machines)
  if (!isSame) throw new Error(`The template has something else than what was compiled: ${shown(one)} ${shown(other)}`)
}

function shown(compiled: Compiled): string {
  return JSON.stringify('refusals' in compiled ? compiled.refusals : [compiled.main, ...compiled.machines])
}

/** Events for a program, in some of them a function fails. */
export function scenariosOf(program: Program, count: number): Scenario[] {
  const random = new Random(program.seed ^ 0x5eed)
  const concurrent = isConcurrent(program)
  const { [MAIN]: main = '', [NESTED_FILE]: nested = '' } = filesOf(program)
  const text = main + nested
  const called: string[] = CALLEES.filter((name) => new RegExp(`\\.${name.toUpperCase()}_`).test(text))
  if (text.includes('table.send(')) called.push(TABLE)
  return Array.from({ length: count }, (_, index) => ({
    event: randomValue(EVENT, program.literals, random),
    seed: random.whole(0, 2 ** 31),
    literals: program.literals,
    fault: index % 2 === 1 ? faultOf(program, called, (index - 1) / 2, random) : undefined,
    isConcurrent: concurrent,
  }))
}

/** Errors of a call itself: each is told by Step Functions with a prefix. */
const OF_CALL = ['TooManyRequestsException', 'ServiceException']

/**
 * Whose errors the code never asks for are thrown by a convention, which does not say of which class they are.
 * @param index Of the fault: each callee fails in turn, and with each type of error.
 */
function faultOf(program: Program, called: readonly string[], index: number, random: Random): Fault {
  const isAlways = isConcurrent(program)
  const isOfNoClass = program.features.includes('instanceof') && program.style !== 'checked wrapper'
  const ofFunction = ['Error', 'TypeError', 'Sandbox.Timedout', ...(isOfNoClass ? [] : ['PaymentDeclined'])]
  const callee = called[index % called.length] as string
  const types = callee === TABLE ? ofFunction : [...OF_CALL, ...ofFunction]
  const errorType = types[Math.floor(index / called.length) % types.length] as string
  const often = {
    callee,
    skipped: isAlways ? 0 : random.pick([0, 0, 1]),
    times: isAlways ? 1000 : random.pick([1, 1, 2, 1000]),
    errorType,
  }
  const errorMessage = random.pick(['no stock', "it's", '{"a":1}', 'a\nb', ''])
  if (!OF_CALL.includes(errorType)) return { ...often, errorMessage }
  const ofCall = program.style === 'wrapper that throws the payload' ? 'text' : 'json'
  return { ...often, errorMessage: 'Rate Exceeded.', ofCall }
}

/** Variables of the environment before and after. */
function environment(machines: Machines): Record<string, string> {
  const functions = [...CALLEES, NESTED].flatMap((name) => [
    [`${name.toUpperCase()}_FN`, name],
    [`${name.toUpperCase()}_CHECKED_FN`, `${name}?checked`],
  ])
  const [machine = ''] = machines.keys()
  return { ...Object.fromEntries(functions), MAIN_STATE_MACHINE_ARN: `arn:machine:${machine}` }
}

/** Runs one scenario before and after; `undefined` where both do the same, or where a waiver says that they need not. */
export async function differenceOf(
  { before, after, isConcurrent: isParallel, nested }: Compilation,
  scenario: Scenario,
  machines: Machines = after.machines,
): Promise<Difference | Waiver | undefined> {
  const env = environment(machines)
  const [one, other] = [new World(scenario), new World(scenario)]
  const functions = new Map([
    ...(nested ? [[NESTED, nested] as const] : []),
    ...(after.steps ? [[STEPS, after.steps] as const] : []),
  ])
  const deployed = { env, machines, functions }
  const first = { ending: await runHandler(before, scenario.event, one, deployed), calls: one.calls }
  const broken = one.seen.find(({ name }) => name === 'ReferenceError')
  if (broken) throw new Error(`The program is broken: ${broken.message}`)
  if (isMemberOfNothing(first.ending)) return 'member-access'
  const ended = await runHandler(after.module, scenario.event, other, deployed)
  const endings = other.started ?? [ended]
  const second = { ending: endings[0] ?? ended, calls: other.calls }
  // that it does not go on in another way, with a `catch` for example, is seen by what it called
  const isEnded = other.endsInBranch || ('error' in second.ending && isGuard(second.ending.error.message))
  if (isEnded && isBeginning(second, first, isParallel)) return 'value-types'
  if (one.seconds >= TIMEOUT && isTimedOut(second.ending) && isBeginning(second, first, isParallel)) return 'time-limit'
  // of calls that fail side by side, any may be the first
  const allowed = [first.ending, ...(isParallel && 'error' in first.ending ? one.seen.map((error) => ({ error })) : [])]
  const isSame = allowed.some((one) => endings.some((ending) => isSameEnding(one, ending)))
  const isAlike = () => callsOf(first, isParallel) === callsOf(second, isParallel)
  if (isSame && isAlike()) return undefined
  // how far the calls have come that nobody waits for, where one beside them failed, is a matter of time
  if (isSame && isParallel) await Promise.all([one.settled(), other.settled()])
  if (isSame && isAlike()) return undefined
  return one.readsNothing ? 'member-access' : { scenario, before: first, after: second }
}

/** `member-access`: reading a member of nothing threw. */
function isMemberOfNothing(ending: Ending): boolean {
  if (!('error' in ending)) return false
  const { name, message } = ending.error
  return name === 'TypeError' && message.startsWith('Cannot read properties of')
}

/** `time-limit`: the handler would have been timed out, too, if Lambda had run it. */
function isTimedOut(ending: Ending): boolean {
  return 'error' in ending && ending.error.name === 'States.Timeout'
}

/** Whether one has called nothing that the other has not, in its order. */
function isBeginning(one: Observation, other: Observation, isParallel: boolean): boolean {
  const [own, all] = [one, other].map(({ calls }) => calls.map((call) => JSON.stringify(sorted(call))))
  if (!own || !all) return false
  return isParallel ? own.every((call) => all.includes(call)) : own.every((call, index) => call === all[index])
}

function isSameEnding(one: Ending, other: Ending): boolean {
  if ('error' in one && 'error' in other)
    return one.error.name === other.error.name && one.error.message === other.error.message
  return 'value' in one && 'value' in other && JSON.stringify(sorted(one.value)) === JSON.stringify(sorted(other.value))
}

function callsOf({ calls }: Observation, isParallel: boolean): string {
  const texts = calls.map((call) => JSON.stringify(sorted(call)))
  return (isParallel ? texts.sort() : texts).join('\n')
}
