import { difference } from './equivalence/compare'
import type { OutwardCall } from './equivalence/local-aws'
import type { Observation } from './equivalence/observe'
import type { Waived } from './equivalence/waivers'

const NOTHING: Waived = {
  codes: new Set(),
  propagated: [],
  queued: [],
  split: [],
  isStarted: false,
  isTriedOnce: false,
}
const waiving = (...codes: string[]): Waived => ({ ...NOTHING, codes: new Set(codes) })

const observed = (parts: Partial<Observation>): Observation => ({
  answer: { payload: { ok: true }, functionError: undefined },
  calls: [],
  backgroundCalls: [],
  backgroundEvents: [],
  failures: [],
  deadLetters: [],
  executions: [],
  isParallel: false,
  ...parts,
})

const calls = (names: string, by = 'order'): OutwardCall[] =>
  [...names].map((name) => ({ kind: 'fetch', url: `https://shop.example.com/${name}`, by }))

const posted = (body: string): OutwardCall => ({ kind: 'fetch', url: 'https://shop.example.com/a', body, by: 'order' })

const answering = (total: unknown) => ({ answer: { payload: { total }, functionError: undefined } })

function failing(errorType: string, errorMessage: string, parts: Partial<Observation> = {}): Observation {
  const error = { errorType, errorMessage }
  const failures = [...(parts.failures ?? []), { key: 'order', event: {}, ...error, callsBefore: 0 }]
  return observed({ ...parts, answer: { payload: error, functionError: 'Unhandled' }, failures })
}

const READ = ['TypeError', "Cannot read properties of undefined (reading 'id')"] as const
const NO_NUMBER = ['States.QueryEvaluationError', 'Unable to cast value to a number: ""'] as const
const NO_FORM = ['States.QueryEvaluationError', 'src/a.ts:1: no exact form for these values'] as const
const NO_RANGE = ['States.QueryEvaluationError', 'failed: Number out of range: Infinity'] as const
const NO_TEXT = ['TypeError', 'Cannot convert object to primitive value'] as const
const NO_OBJECT = ['Error', 'The event was not taken: Detail is malformed.'] as const
const ENCODED = ['TypeError', 'The first argument must be of type string. Received undefined'] as const
const REFUSED = ['InvalidParameterValue', 'Value a b for parameter MessageGroupId is invalid. Reason: none'] as const
const priced = { key: 'price', event: {}, errorType: READ[0], errorMessage: READ[1], callsBefore: 1 }
const SPLIT: Waived = { ...waiving('member-access'), split: ['price'] }

test.each<[string, Waived, Observation, Observation]>([
  [
    'member-access',
    waiving('member-access'),
    failing(...READ, { calls: calls('a') }),
    observed({ calls: calls('ab') }),
  ],
  [
    'member-access: of a function that is split now, whose failure was seen',
    SPLIT,
    observed({ calls: calls('ab'), failures: [priced] }),
    observed({ calls: calls('ac') }),
  ],
  ['value-types', waiving('value-types'), observed({ calls: calls('ab') }), failing(...NO_FORM, { calls: calls('a') })],
  ['number-text', waiving('number-text'), observed({ calls: calls('ab') }), failing(...NO_FORM, { calls: calls('a') })],
  [
    'number-range',
    waiving('number-range'),
    observed({ calls: [posted('{"total":null}')], ...answering(null) }),
    observed({ calls: [posted('{"total":"Infinity"}')], ...answering('-Infinity3') }),
  ],
  [
    'number-range: the machine goes on calculating',
    waiving('number-range'),
    observed({ calls: calls('ab') }),
    failing(...NO_RANGE, { calls: calls('a') }),
  ],
  [
    'exact-values',
    waiving('exact-values'),
    observed({ calls: calls('ab') }),
    failing(...NO_NUMBER, { calls: calls('a') }),
  ],
  ['log-lines', waiving('log-lines'), failing(...NO_TEXT, { calls: calls('a') }), observed({ calls: calls('ab') })],
  ['fifo-order', waiving('fifo-order'), observed({ calls: calls('ab') }), failing(...READ, { calls: calls('a') })],
  [
    'fifo-order: an id that is none',
    waiving('fifo-order'),
    observed({ calls: calls('ab') }),
    failing(...REFUSED, { calls: calls('a') }),
  ],
  ['detail-object', waiving('detail-object'), observed({ backgroundEvents: ['text'] }), failing(...NO_OBJECT)],
  ['batch-sends', waiving('batch-sends'), failing(...READ, { backgroundCalls: calls('a') }), failing(...READ)],
  ['argument-json', waiving('argument-json'), failing(...ENCODED), observed({ calls: calls('a') })],
  ['an unseen failure', waiving('payload-json'), failing(...ENCODED), observed({})],
])('%s allows its difference, and is needed for it', (_, waived, before, after) => {
  expect(difference(before, after, waived)).toBeUndefined()
  expect(difference(before, after, NOTHING)).toBeDefined()
})

test.each<[string, Waived, Observation, Observation]>([
  [
    'member-access: a call is gone',
    waiving('member-access'),
    failing(...READ, { calls: calls('ab') }),
    observed({ calls: calls('b') }),
  ],
  [
    'member-access: of a function that is split now, and something else was done before',
    SPLIT,
    observed({ calls: calls('ab'), failures: [priced] }),
    observed({ calls: calls('bc') }),
  ],
  [
    'member-access: a function that is split now failed otherwise',
    SPLIT,
    observed({ calls: calls('ab'), failures: [{ ...priced, errorMessage: 'no' }] }),
    observed({ calls: calls('ac') }),
  ],
  ['member-access: a callee failed', waiving('member-access'), failing(...READ, { failures: [priced] }), observed({})],
  [
    'batch-sends: more is sent',
    waiving('batch-sends'),
    failing(...READ, { backgroundCalls: calls('a') }),
    failing(...READ, { backgroundCalls: calls('b') }),
  ],
  ['batch-sends: nothing failed', waiving('batch-sends'), observed({ backgroundCalls: calls('a') }), observed({})],
  ['member-access: another failure', waiving('member-access'), failing('TypeError', 'no'), observed({})],
  [
    'value-types: another call',
    waiving('value-types'),
    observed({ calls: calls('ab') }),
    failing(...NO_FORM, { calls: calls('b') }),
  ],
  [
    'value-types: a call twice, side by side',
    waiving('value-types'),
    observed({ calls: calls('ab'), isParallel: true }),
    failing(...NO_FORM, { calls: calls('aa') }),
  ],
  ['value-types: another failure', waiving('value-types'), observed({}), failing(...READ)],
  ['number-range: a number', waiving('number-range'), observed(answering(1)), observed(answering('Infinity'))],
  ['number-range: another text', waiving('number-range'), observed(answering(null)), observed(answering('Infinity 1'))],
  ['log-lines: another failure', waiving('log-lines'), failing(...READ), observed({})],
  ['log-lines: another call', waiving('log-lines'), failing(...NO_TEXT, { calls: calls('b') }), observed({})],
  [
    'fifo-order: another call',
    waiving('fifo-order'),
    observed({ calls: calls('a') }),
    failing(...READ, { calls: calls('b') }),
  ],
  [
    'fifo-order: another call in the background',
    waiving('fifo-order'),
    observed({ backgroundCalls: calls('a') }),
    failing(...REFUSED, { backgroundCalls: calls('b') }),
  ],
  ['fifo-order: another refusal', waiving('fifo-order'), observed({}), failing('InvalidMessageContents', 'no')],
  [
    'detail-object: the payload is an object',
    waiving('detail-object'),
    observed({ backgroundEvents: [{}] }),
    failing(...NO_OBJECT),
  ],
  [
    'an unseen failure that sends',
    waiving('payload-json'),
    failing(...ENCODED),
    observed({ backgroundCalls: calls('a') }),
  ],
  ['argument-json: a call is gone', waiving('argument-json'), failing(...ENCODED, { calls: calls('a') }), observed({})],
  ['nothing to send, and no failure', NOTHING, failing(...ENCODED), observed({})],
  ['order', NOTHING, observed({ calls: calls('ab') }), observed({ calls: calls('ba') })],
  ['a dead letter', NOTHING, observed({}), observed({ deadLetters: [1] })],
])('nothing more is allowed: %s', (_, waived, before, after) => {
  expect(difference(before, after, waived)).toBeDefined()
})

describe('a handler that starts an execution', () => {
  const waived: Waived = { ...NOTHING, isStarted: true }
  const ended = { payload: { ok: true }, functionError: undefined }
  const nothing = { payload: null, functionError: undefined }
  const before = observed({ calls: calls('ab') })
  const after = observed({ answer: nothing, calls: calls('ab'), executions: [ended] })

  test('ends as the execution does', () => {
    expect(difference(before, after, waived)).toBeUndefined()
    expect(difference(before, after, NOTHING)).toMatch('executions')
    expect(difference(failing('Error', 'no'), after, waived)).toMatch('answer')
    expect(difference(before, { ...after, executions: [{ ...ended, payload: 1 }] }, waived)).toMatch('answer')
    expect(difference(before, { ...after, calls: calls('a') }, waived)).toMatch('calls')
  })

  test('starts one, and ends well', () => {
    expect(difference(before, { ...after, executions: [] }, waived)).toMatch('answer')
    expect(difference(before, { ...after, executions: [ended, ended] }, waived)).toMatch('executions')
    expect(difference(before, { ...after, answer: { ...nothing, functionError: 'Unhandled' } }, waived)).toMatch(
      'executions',
    )
  })
})

describe('a function that was waited for and has a queue', () => {
  const waived: Waived = { ...NOTHING, queued: ['mail'] }
  const sent = calls('m', 'mail')
  const failed = { key: 'mail', event: { id: 1 }, errorType: 'Error', errorMessage: 'no', callsBefore: 0 }
  const before = observed({ calls: [...calls('a'), ...sent, ...calls('b')] })

  test('does its work when it comes to it', () => {
    expect(difference(before, observed({ calls: calls('ab'), backgroundCalls: sent }), waived)).toBeUndefined()
  })

  test('is tried again where it fails, and its event kept', () => {
    const first = { ...before, failures: [failed] }
    const after = observed({ calls: calls('ab'), backgroundCalls: [...sent, ...sent], deadLetters: [{ id: 1 }] })
    expect(difference(first, after, waived)).toBeUndefined()
    expect(difference(first, { ...after, deadLetters: [] }, waived)).toMatch('dead letters')
    expect(difference(before, after, waived)).toMatch('calls of what has a queue')
  })

  test('changes no order of the caller', () => {
    expect(difference(before, observed({ calls: calls('ba'), backgroundCalls: sent }), waived)).toMatch('of the caller')
    expect(difference(before, observed({ calls: calls('ab') }), waived)).toMatch('calls of what has a queue')
  })
})
