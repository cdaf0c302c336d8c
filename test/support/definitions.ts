import type { DefinitionRule } from '../../src/infra/check/state-machine/fault'

/** A JSON value that a test may change. */
// biome-ignore lint/suspicious/noExplicitAny: a definition is changed at any place
export type Json = any

/** A machine with every kind of state, in which nothing is wrong. */
export const GOOD: Json = {
  Comment: 'orders',
  QueryLanguage: 'JSONata',
  StartAt: 'Reserve',
  TimeoutSeconds: 60,
  States: {
    Reserve: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'arn:f', Payload: "{% {'order': $states.context.Execution.Input.order} %}" },
      Assign: { reservation: '{% $states.result.Payload %}', items: [] },
      Retry: [
        {
          ErrorEquals: ['Lambda.ServiceException'],
          IntervalSeconds: 2,
          MaxAttempts: 2,
          BackoffRate: 2,
          JitterStrategy: 'FULL',
        },
      ],
      Catch: [
        {
          ErrorEquals: ['Declined'],
          Assign: { why: '{% $parse($states.errorOutput.Cause).errorMessage %}' },
          Next: 'Refuse',
        },
        { ErrorEquals: ['States.ALL'], Next: 'Undo' },
      ],
      Next: 'Check',
    },
    Check: {
      Type: 'Choice',
      Choices: [
        {
          Condition: "{% $exists($reservation.id) and $reservation.state = 'new' %}",
          Assign: { count: 1 },
          Next: 'Pause',
        },
        { Condition: '{% true %}', Next: 'Undo' },
      ],
      Default: 'Undo',
    },
    Pause: { Type: 'Wait', Seconds: '{% $reservation.seconds %}', Next: 'Both' },
    Both: {
      Type: 'Parallel',
      Arguments: '{% $reservation %}',
      Branches: [
        {
          StartAt: 'Charge',
          States: {
            Charge: {
              Type: 'Task',
              Resource: 'arn:aws:lambda:eu-west-1:1:function:charge',
              Assign: { paid: '{% $states.result %}' },
              Next: 'Paid',
            },
            Paid: { Type: 'Succeed', Output: '{% $paid.amount + $sum($reservation.items.price) %}' },
          },
        },
        { StartAt: 'Ship', States: { Ship: { Type: 'Pass', Output: '{% $states.input.id %}', End: true } } },
      ],
      Assign: { both: '{% $states.result %}' },
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      Items: '{% $reservation.items[price > 1] %}',
      ItemSelector: { item: '{% $states.context.Map.Item.Value %}', index: '{% $states.context.Map.Item.Index %}' },
      MaxConcurrency: 0,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'Pack',
        States: {
          Pack: {
            Type: 'Task',
            Resource: 'arn:aws:lambda:eu-west-1:1:function:pack',
            Arguments: '{% $states.input.item %}',
            Output: '{% $map($both, function($one, $i) { ($x := $one; $x & $string($i)) }) %}',
            End: true,
          },
        },
      },
      Next: 'Done',
    },
    Done: { Type: 'Succeed', Output: { ok: true, names: '{% $map($both, $uppercase) %}' } },
    Undo: {
      Type: 'Task',
      Resource: 'arn:aws:lambda:eu-west-1:1:function:undo',
      Arguments: '{% $exists($reservation) ? $reservation : {} %}',
      End: true,
    },
    Refuse: { Type: 'Fail', Error: 'Refused', Cause: '{% $why %}' },
  },
}

type Broken = readonly [name: string, rule: DefinitionRule, damage: (machine: Json) => void]

const expression = (text: string) => (machine: Json) => {
  machine.States.Done.Output = `{% ${text} %}`
}

/** What Step Functions refuses, or fails on in every execution. */
export const BROKEN: readonly Broken[] = [
  // structure
  ['no start', 'missing-field', (m) => delete m.StartAt],
  ['a start that is no state', 'transition', (m) => (m.StartAt = 'Nowhere')],
  ['no states', 'missing-field', (m) => delete m.States],
  ['a field of the machine that is not known', 'unknown-field', (m) => (m.Timeout = 1)],
  ['a machine that has no time', 'value', (m) => (m.TimeoutSeconds = 0)],
  ['no type', 'missing-field', (m) => delete m.States.Pause.Type],
  ['a type that is not known', 'value', (m) => (m.States.Pause.Type = 'Sleep')],
  ['a field that is not known', 'unknown-field', (m) => (m.States.Undo.Retries = 3)],
  ['a field of another type of state', 'unknown-field', (m) => (m.States.Done.Assign = { a: 1 })],
  ['arguments of a Pass', 'unknown-field', (m) => (m.States.Both.Branches[1].States.Ship.Arguments = {})],
  ['no resource', 'missing-field', (m) => delete m.States.Undo.Resource],
  ['a number as arguments', 'value', (m) => (m.States.Undo.Arguments = 1)],
  ['neither Next nor End', 'transition', (m) => delete m.States.Undo.End],
  ['both Next and End', 'transition', (m) => (m.States.Undo.Next = 'Done')],
  ['End that is false', 'value', (m) => (m.States.Undo.End = false)],
  ['a way to no state', 'transition', (m) => (m.States.Pause.Next = 'Nowhere')],
  ['a way into a branch', 'transition', (m) => (m.States.Pause.Next = 'Charge')],
  ['a way out of a branch', 'transition', (m) => (m.States.Both.Branches[0].States.Charge.Next = 'Done')],
  ['a catcher that leads to no state', 'transition', (m) => (m.States.Reserve.Catch[0].Next = 'Nowhere')],
  ['a rule that leads to no state', 'transition', (m) => (m.States.Check.Choices[0].Next = 'Nowhere')],
  ['a default that is no state', 'transition', (m) => (m.States.Check.Default = 'Nowhere')],
  ['a state that nothing leads to', 'unreachable', (m) => (m.States.Lost = { Type: 'Succeed' })],
  [
    'a scope that never ends',
    'transition',
    (m) => (m.States.Both.Branches[1].States.Ship = { Type: 'Pass', Next: 'Ship' }),
  ],
  [
    'a name that another scope has',
    'state-name',
    (m) => (m.States.Both.Branches[1] = { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } }),
  ],
  ['a name that is too long', 'state-name', (m) => (m.States['x'.repeat(81)] = { Type: 'Succeed' })],
  ['a Choice without choices', 'value', (m) => (m.States.Check.Choices = [])],
  ['a Choice that goes on', 'unknown-field', (m) => (m.States.Check.Next = 'Done')],
  ['a rule without a condition', 'missing-field', (m) => delete m.States.Check.Choices[0].Condition],
  ['a condition that is a text', 'value', (m) => (m.States.Check.Choices[0].Condition = 'true')],
  ['a Wait for nothing', 'missing-field', (m) => delete m.States.Pause.Seconds],
  ['a Parallel without branches', 'value', (m) => (m.States.Both.Branches = [])],
  ['a Map without a processor', 'missing-field', (m) => delete m.States.Each.ItemProcessor],
  ['items that are no list', 'value', (m) => (m.States.Each.Items = { a: 1 })],
  // errors
  [
    'States.ALL with others',
    'error-names',
    (m) => (m.States.Reserve.Catch[1].ErrorEquals = ['States.ALL', 'Declined']),
  ],
  ['States.ALL before others', 'error-names', (m) => m.States.Reserve.Catch.reverse()],
  ['an error that is not known', 'error-names', (m) => (m.States.Reserve.Catch[0].ErrorEquals = ['States.Failed'])],
  ['no errors', 'value', (m) => (m.States.Reserve.Catch[0].ErrorEquals = [])],
  ['a rate below 1', 'value', (m) => (m.States.Reserve.Retry[0].BackoffRate = 0.5)],
  ['an interval of 0', 'value', (m) => (m.States.Reserve.Retry[0].IntervalSeconds = 0)],
  ['a jitter that is not known', 'value', (m) => (m.States.Reserve.Retry[0].JitterStrategy = 'SOME')],
  ['a Catch that is no list', 'value', (m) => (m.States.Reserve.Catch = m.States.Reserve.Catch[1])],
  ['a Retry of a Pass', 'unknown-field', (m) => (m.States.Both.Branches[1].States.Ship.Retry = m.States.Reserve.Retry)],
  // the query language
  ['no query language', 'missing-field', (m) => delete m.QueryLanguage],
  ['a state in JSONPath', 'query-language', (m) => (m.States.Undo.QueryLanguage = 'JSONPath')],
  ['parameters', 'query-language', (m) => (m.States.Undo.Parameters = {})],
  ['a key with a path', 'query-language', (m) => (m.States.Done.Output = { 'a.$': '$.a' })],
  ['a condition of JSONPath', 'query-language', (m) => (m.States.Check.Choices[0].Variable = '$.a')],
  // expressions
  ['a syntax error', 'expression', expression('$both[')],
  ['an empty expression', 'expression', expression('')],
  ['an operator of a later JSONata', 'expression', expression('$both ?? 1')],
  ['an expression that does not end', 'expression', (m) => (m.States.Done.Output = '{% $both')],
  ['an expression behind a space', 'expression', (m) => (m.States.Done.Output = ' {% $both %}')],
  ['a bare name', 'bare-name', expression('both.id')],
  ['a bare name inside of a call', 'bare-name', expression("$string(both) & 'a'")],
  ['a bare name as a key', 'bare-name', expression('{a: 1}')],
  ['a bare name in a function', 'bare-name', expression('$map($both, function($one) { one })')],
  ['the input as $', 'bare-name', expression('$')],
  ['the input as $$', 'bare-name', expression('$both[id = $$.id]')],
  ['a wildcard', 'bare-name', expression('*')],
  ['a function that is not known', 'unknown-function', expression('$size($both)')],
  ['$eval', 'unknown-function', expression("$eval('1')")],
  ['a function of a later JSONata', 'unknown-function', expression('$typeOf($both)')],
  ['a function in a predicate', 'unknown-function', expression('$both[$size(id) = 1]')],
  // $states
  ['a member of $states that is not known', 'states-member', expression('$states.output')],
  ['the result in arguments', 'states-member', (m) => (m.States.Undo.Arguments = '{% $states.result %}')],
  [
    'the result in a Pass',
    'states-member',
    (m) => (m.States.Both.Branches[1].States.Ship.Output = '{% $states.result %}'),
  ],
  ['the result in a Catch', 'states-member', (m) => (m.States.Reserve.Catch[0].Assign.why = '{% $states.result %}')],
  ['the error outside of a Catch', 'states-member', (m) => (m.States.Refuse.Cause = '{% $states.errorOutput.Cause %}')],
  ['an item outside of a Map', 'states-member', expression('$states.context.Map.Item.Value')],
  ['a part of the context that is not known', 'states-member', expression('$states.context.Input')],
  // variables
  ['a variable that nothing assigns', 'unassigned-variable', expression('$order')],
  [
    'a variable that is assigned later',
    'unassigned-variable',
    (m) => (m.States.Check.Choices[0].Condition = '{% $both[0] = 1 %}'),
  ],
  ['a variable of another way', 'unassigned-variable', expression('$why')],
  ['a variable of a branch', 'unassigned-variable', expression('$paid')],
  [
    'the parameter of a function outside of it',
    'unassigned-variable',
    expression('$map($both, function($one) { $one }) and $one'),
  ],
  ['a name that is reserved', 'variable-name', (m) => (m.States.Reserve.Assign.states = 1)],
  ['a name with a dot', 'variable-name', (m) => (m.States.Reserve.Assign['a.b'] = 1)],
  ['a name with an underscore before it', 'variable-name', (m) => (m.States.Reserve.Assign._a = 1)],
  ['a name with a dollar', 'variable-name', (m) => (m.States.Reserve.Assign.$a = 1)],
  ['a name of more than 80 characters', 'variable-name', (m) => (m.States.Reserve.Assign['x'.repeat(81)] = 1)],
  [
    'a name that hides a function that is called',
    'variable-name',
    (m) => {
      m.States.Reserve.Assign.string = 1
    },
  ],
  [
    'a branch that assigns a variable around it',
    'outer-variable',
    (m) => (m.States.Both.Branches[0].States.Charge.Assign.reservation = 1),
  ],
  [
    'a Map that assigns a variable around it',
    'outer-variable',
    (m) => (m.States.Each.ItemProcessor.States.Pack.Assign = { both: 1 }),
  ],
  [
    'a branch that hides what is assigned later',
    'outer-variable',
    (m) => (m.States.Both.Branches[0].States.Charge.Assign.both = 1),
  ],
]
