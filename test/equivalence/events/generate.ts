import fc from 'fast-check'
import type { ServiceFunction } from '../../../src/load/service'
import { built } from '../built'
import type { Fault } from '../functions-host'
import type { Stub } from '../local-aws'
import type { Scenario } from '../observe'
import { type Vocabulary, vocabularyOf } from './literals'
import { declarationsOf, eventTypeOf, type Leaves, valuesOf } from './types'

/** What events are made from. */
export interface Material {
  /** Those of all services. */
  readonly functions: readonly ServiceFunction[]
  readonly files: Readonly<Record<string, string>>
  /** Events that somebody wrote: what is generated is near to them, too. */
  readonly examples: readonly Scenario[]
  /** Functions that are called by others: they may fail. */
  readonly callees: readonly string[]
  /** Whether only events of the declared types are asked for. */
  readonly isTyped: boolean
}

/** Generates scenarios: the same ones for the same seed. */
export function generated(material: Material, { runs, seed }: { runs: number; seed: number }): Scenario[] {
  return fc.sample(scenarios(material), { numRuns: runs, seed })
}

function scenarios(material: Material): fc.Arbitrary<Scenario> {
  const { functions, files, examples } = material
  const vocabulary = vocabularyOf(Object.entries(files).flatMap(([file, text]) => (isSource(file) ? [text] : [])))
  const callers = [...new Set(examples.map((example) => example.function))]
  const trouble = troubleOf(material, vocabulary)
  return fc
    .oneof(
      ...callers.map((caller) => {
        const events = eventsOf(material, caller, leavesOf(vocabulary))
        return fc.record({ function: fc.constant(caller), event: events }, { noNullPrototype: true })
      }),
    )
    .chain((scenario) => trouble.map((parts) => ({ ...scenario, ...parts })))

  function eventsOf({ isTyped }: Material, caller: string, leaves: Leaves): fc.Arbitrary<unknown> {
    const handler = functions.find(({ key }) => key === caller)?.handler
    const text = handler && files[handler.file]
    const type = text && handler ? eventTypeOf(text, handler.export) : undefined
    const typed = type && valuesOf(type, declarationsOf(Object.values(files)), leaves)
    if (isTyped && typed) return typed
    const near = examples.filter((example) => example.function === caller).map(({ event }) => nearTo(event, leaves))
    return fc.oneof(
      ...(typed ? [{ weight: 4, arbitrary: typed }] : []),
      ...near.map((arbitrary) => ({ weight: Math.ceil(6 / near.length), arbitrary })),
      { weight: 1, arbitrary: leaves.any },
    )
  }
}

/** Values like one that is known: members missing, lists longer and shorter, leaves of the vocabulary. */
function nearTo(value: unknown, leaves: Leaves): fc.Arbitrary<unknown> {
  if (Array.isArray(value)) {
    const elements = value.length > 0 ? fc.oneof(...value.map((element) => nearTo(element, leaves))) : leaves.any
    return often(fc.array(elements, { maxLength: 4 }), leaves)
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, nearTo(member, leaves)]))
    const all = fc.record(members, { noNullPrototype: true })
    const some = fc.record(members, { requiredKeys: [], noNullPrototype: true })
    return often(fc.oneof({ weight: 4, arbitrary: all }, { weight: 1, arbitrary: some }), leaves)
  }
  const alike = typeof value === 'string' ? leaves.text : typeof value === 'number' ? leaves.number : fc.boolean()
  return often(fc.oneof(fc.constant(value), alike), leaves)
}

function often(arbitrary: fc.Arbitrary<unknown>, leaves: Leaves): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 15, arbitrary }, { weight: 1, arbitrary: leaves.any })
}

function leavesOf({ values, names }: Vocabulary): Leaves {
  const texts = values.filter((value) => typeof value === 'string')
  const numbers = values.filter((value) => typeof value === 'number')
  const text = fc.oneof(fc.constantFrom(...texts, '', 'a', 'ü 😀', '0', '{"a":1}'), fc.string({ maxLength: 8 }))
  const number = fc.oneof(
    fc.constantFrom(...numbers, 0, -1, 1, 0.5, 1e21),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  )
  const name = names.length > 0 ? fc.constantFrom(...names) : fc.constant('a')
  const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null))
  const object = fc.dictionary(name, leaf, { maxKeys: 3, noNullPrototype: true })
  return { text, number, name, any: fc.oneof(leaf, object, fc.array(leaf, { maxLength: 2 })) }
}

/** In one event of four something goes wrong: a callee throws, an address answers otherwise. */
function troubleOf({ functions, callees }: Material, { urls }: Vocabulary): fc.Arbitrary<Partial<Scenario>> {
  const places = callees.flatMap((callee) => {
    const handler = functions.find(({ key }) => key === callee)?.handler
    return handler ? [`${built(handler.file)}#${handler.export}`] : []
  })
  const none = { weight: 6, arbitrary: fc.constant({}) }
  const faults =
    places.length === 0
      ? []
      : [fc.array(faultAt(places), { minLength: 1, maxLength: 1 }).map((list) => ({ faults: list }))]
  const stubs =
    urls.length === 0 ? [] : [fc.array(stubFor(urls), { minLength: 1, maxLength: 2 }).map((list) => ({ stubs: list }))]
  return fc.oneof(none, ...[...faults, ...stubs].map((arbitrary) => ({ weight: 1, arbitrary })))
}

/** One single failure: of two, which of two events is given up would be a matter of time. */
function faultAt(places: readonly string[]): fc.Arbitrary<Fault> {
  return fc.record(
    {
      place: fc.constantFrom(...places),
      calls: fc.nat({ max: 1 }),
      isLasting: fc.boolean(),
      error: fc.constantFrom(
        { name: 'Error', message: 'it broke' },
        { name: 'OrderError', message: '' },
        { name: 'TypeError', message: 'Cannot read properties of undefined' },
      ),
    },
    { noNullPrototype: true },
  )
}

function stubFor(urls: readonly string[]): fc.Arbitrary<Stub> {
  return fc.record(
    {
      match: fc.constantFrom(...urls),
      status: fc.constantFrom(200, 404, 500),
      body: fc.oneof(fc.constant({}), fc.jsonValue({ maxDepth: 2 })),
    },
    { noNullPrototype: true },
  )
}

function isSource(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file)
}
