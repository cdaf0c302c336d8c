const task = (name: string, more: object = { End: true }) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: `arn:aws:lambda:eu-west-1:1:function:${name}`, Payload: '{% $states.input %}' },
  ...more,
})

/** Machines in the forms in which the guide of Step Functions shows them. */
export const SAMPLES: Readonly<Record<string, object>> = {
  'a job that is asked for': {
    QueryLanguage: 'JSONata',
    StartAt: 'Submit',
    States: {
      Submit: task('submit', { Assign: { job: '{% $states.result.Payload.id %}', rounds: 0 }, Next: 'Wait' }),
      Wait: { Type: 'Wait', Seconds: 30, Assign: { rounds: '{% $rounds + 1 %}' }, Next: 'Ask' },
      Ask: task('ask', { Output: '{% $states.result.Payload %}', Next: 'Ready' }),
      Ready: {
        Type: 'Choice',
        Choices: [
          { Condition: "{% $states.input.state = 'DONE' %}", Next: 'Fetch' },
          { Condition: '{% $rounds > 10 %}', Next: 'Late' },
        ],
        Default: 'Wait',
      },
      Fetch: task('fetch'),
      Late: { Type: 'Fail', Error: 'Late', Cause: "{% 'Job ' & $job & ' takes too long' %}" },
    },
  },
  'a callback with a token': {
    QueryLanguage: 'JSONata',
    StartAt: 'Ask',
    States: {
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Arguments: { QueueUrl: 'https://queue', MessageBody: { token: '{% $states.context.Task.Token %}' } },
        HeartbeatSeconds: 600,
        TimeoutSeconds: '{% $states.input.timeout %}',
        Catch: [
          {
            ErrorEquals: ['States.HeartbeatTimeout', 'States.Timeout'],
            Output: '{% $states.errorOutput %}',
            Next: 'No',
          },
        ],
        End: true,
      },
      No: { Type: 'Succeed' },
    },
  },
  'a distributed Map': {
    Version: '1.0',
    QueryLanguage: 'JSONata',
    StartAt: 'Files',
    States: {
      Files: {
        Type: 'Map',
        Label: 'Files',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:listObjectsV2',
          Arguments: { Bucket: '{% $states.input.bucket %}' },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
          StartAt: 'One',
          States: { One: task('one') },
        },
        ItemBatcher: { MaxItemsPerBatch: 10 },
        ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'results', Prefix: 'x' } },
        ToleratedFailurePercentage: 5,
        MaxConcurrency: 100,
        End: true,
      },
    },
  },
  'items of items': {
    QueryLanguage: 'JSONata',
    StartAt: 'Orders',
    States: {
      Orders: {
        Type: 'Map',
        Items: '{% $states.input.orders %}',
        ItemProcessor: {
          StartAt: 'Name',
          States: {
            Name: { Type: 'Pass', Assign: { order: '{% $states.input.id %}' }, Next: 'Lines' },
            Lines: {
              Type: 'Map',
              Items: '{% $states.input.lines %}',
              ItemSelector: "{% {'order': $order, 'line': $states.context.Map.Item.Value} %}",
              ItemProcessor: {
                StartAt: 'Line',
                States: { Line: task('line', { Retry: [{ ErrorEquals: ['States.ALL'] }], End: true }) },
              },
              End: true,
            },
          },
        },
        Output: {
          total: '{% $sum($states.result.amount) %}',
          at: '{% $now() %}',
          by: '{% $states.context.Execution.Name %}',
        },
        End: true,
      },
    },
  },
  'values that are worked out': {
    QueryLanguage: 'JSONata',
    StartAt: 'Work',
    States: {
      Work: {
        Type: 'Pass',
        Assign: {
          products: '{% $filter($states.input.products, function($p) { $p.price > 1 })[] %}',
          byName: '{% $states.input.products{name: $sum(price)} %}',
          sorted: '{% $states.input.products^(>price, name) %}',
          words: "{% $split($states.input.text, /\\s+/) ~> $map($trim) ~> $join(' ') %}",
          ids: '{% [1..3].("id-" & $) %}',
          first: '{% ($first := $states.input.products[0]; $first.name & ": " & $first.price) %}',
          pairs: '{% $each($states.input, function($value, $name) { $name }) %}',
          parts: '{% $partition($range(1, 10, 1), 3) %}',
        },
        Output: "{% $merge([$states.input, {'checked': true}]) %}",
        Next: 'End',
      },
      End: { Type: 'Succeed', Output: "{% {'products': $products, 'count': $count($products), 'name': $byName} %}" },
    },
  },
}
