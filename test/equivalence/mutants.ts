/** A rewrite that is wrong on purpose: in a file after the plan, one text in place of another. */
export interface Mutant {
  readonly fixture: string
  readonly file: string
  readonly search: string
  readonly replace: string
}

const mutant = (fixture: string, file: string, search: string, replace: string): Mutant => ({
  fixture,
  file,
  search,
  replace,
})

/** What `try-that-goes-on` does where the second function throws inside of `try`. */
const CAUGHT = `Catch:
              - ErrorEquals:
                  - States.ALL
                Next: Refund
            Next: Ship`
const TYPE_ERROR = `Catch:
              - ErrorEquals:
                  - TypeError
                Next: Return2`

/** A rewrite without the clone of a value. */
const uncloned = (fixture: string, file: string, value: string): Mutant =>
  mutant(fixture, file, `JSON.parse(JSON.stringify(${value}))`, value)

/** What the comparison must see, each of them. */
export const MUTANTS: readonly Mutant[] = [
  // the JSON between two functions
  mutant(
    'inline/clones-what-json-changes',
    'src/handlers/quote.js',
    'JSON.parse(JSON.stringify({ order, at: new Date() }))',
    '{ order, at: new Date() }',
  ),
  mutant('inline/clones-what-is-shared', 'src/handlers/pay.js', 'JSON.parse(JSON.stringify({ order }))', '{ order }'),
  mutant(
    'inline/clones-what-is-shared',
    'src/handlers/rate.js',
    'JSON.parse(JSON.stringify(computeRates()))',
    'computeRates()',
  ),
  mutant('inline/undefined-results', 'src/handlers/find-discount.js', ' ?? null', ''),
  mutant(
    'inline/undefined-results',
    'src/handlers/find-discount.js',
    'computeCode(event.count) ?? null',
    'computeCode(event.count)',
  ),
  mutant(
    'inline/undefined-results',
    'src/handlers/find-discount.js',
    'computePrice(event.count)',
    'computePrice(event.code)',
  ),
  // numbers that are NaN, and elements that are not there, whatever their types say
  uncloned('inline/numbers-that-json-makes-null', 'src/list.ts', '{ page: Number(event.page), size: 20 }'),
  uncloned('inline/numbers-that-json-makes-null', 'src/grade.ts', '{ score }'),
  uncloned('inline/numbers-that-json-makes-null', 'src/read.ts', 'parse(event.text)'),
  uncloned('inline/numbers-that-json-makes-null', 'src/lowest.ts', 'least(event.values)'),
  uncloned('inline/numbers-that-json-makes-null', 'src/season.ts', 'share(event.won, event.played)'),
  uncloned('inline/elements-that-are-missing', 'src/label.ts', 'tariff(event.country)'),
  uncloned('inline/elements-that-are-missing', 'src/first.ts', 'pair(event.names)'),
  mutant(
    'inline/elements-that-are-missing',
    'src/quote.ts',
    'JSON.parse(JSON.stringify(rate(event.country)) ?? null)',
    'rate(event.country)',
  ),
  mutant(
    'inline/reads-some-members',
    'src/whole.js',
    'JSON.parse(JSON.stringify(computeMark(event.id)))',
    'computeMark(event.id)',
  ),
  // the call
  mutant('inline/async-callee', 'src/handlers/quote.ts', 'await ', ''),
  mutant('inline/async-callee', 'src/handlers/quote.ts', 'event.order.id', "''"),
  mutant('inline/async-callee', 'src/lib/price.ts', 'await rateOf', 'rateOf'),
  mutant('inline/reads-some-members', 'src/stamp.js', 'computeTwice(event.id)', 'computeTwice(event)'),
  mutant('inline/two-callers', 'src/lib/check.ts', '/[a-z]/i', '/[0-9]/'),
  mutant('inline/document-example', 'src/handlers/createOrder.ts', '!validation.isValid', 'validation.isValid'),
  mutant('inline/document-example', 'src/lib/validate-order.ts', 'order.items?.length', 'order.items'),
  mutant('inline/document-example', 'src/lib/validate-order.ts', 'Order has no items', 'Order has items'),
  // queues
  mutant('sqs/document-example', 'src/handlers/processOrder.ts', 'JSON.parse(record.body)', 'record.body as never'),
  mutant('sqs/document-example', 'src/handlers/createOrder.ts', 'JSON.stringify(event.order)', 'JSON.stringify(event)'),
  mutant(
    'sqs/errors-that-are-thrown-on',
    'src/work.js',
    'for (const record of event.Records) {',
    'for (const record of []) {',
  ),
  mutant('sqs/errors-that-are-thrown-on', 'src/wrapped.js', '{ id: event.id }', '{}'),
  mutant('sqs/errors-that-are-thrown-on', 'src/work.js', '=== queueArn', '!== queueArn'),
  mutant('sqs/undefined-payload', 'src/order.js', " || '{}'", ''),
  mutant('sqs/document-example', 'serverless.yml', 'maxReceiveCount: 3', 'maxReceiveCount: 1'),
  // state machines
  mutant('step-functions/three-in-a-row', 'serverless.yml', "'statusCode': 409", "'statusCode': 408"),
  mutant('step-functions/three-in-a-row', 'serverless.yml', '$not(', '('),
  mutant('step-functions/three-in-a-row', 'serverless.yml', 'Next: Return402', 'Next: Ship'),
  mutant('step-functions/try-that-goes-on', 'serverless.yml', 'Next: Refund', 'Next: CheckState'),
  mutant('step-functions/try-that-goes-on', 'serverless.yml', 'Next: Ship', 'Next: Return2'),
  mutant('step-functions/names-of-the-code', 'serverless.yml', 'data2:', 'data:'),
  // executions that are started
  mutant('step-functions/standard-where-nobody-answers', 'src/nightly.ts', 'JSON.stringify({ day })', "'{}'"),
  mutant('step-functions/standard-where-nobody-answers', 'serverless.yml', 'was not paid', 'was paid'),
  mutant('step-functions/standard-where-nobody-answers', 'serverless.yml', "'skipped': true", "'skipped': false"),
  mutant('step-functions/standard-on-request', 'serverless.yml', "'invoices': $invoices", "'invoices': 1"),
  mutant(
    'step-functions/standard-on-request',
    'src/import.js',
    'await sfn.startExecution',
    'await sfn.describeExecution',
  ),
  // topics
  mutant(
    'sns/document-example',
    'src/handlers/notifyWarehouse.ts',
    'JSON.parse(notification.Message)',
    'notification as never',
  ),
  mutant('sns/document-example', 'src/handlers/createOrder.ts', 'JSON.stringify(order)', 'JSON.stringify({ order })'),
  mutant(
    'sns/document-example',
    'src/handlers/notifyWarehouse.ts',
    'topicArn && notification?.TopicArn === topicArn',
    'notification',
  ),
  mutant('sns/gathered', 'src/stock.js', 'stock(stockPayload(event))', 'stock(event)'),
  mutant('sns/filters-by-if', 'serverless.yml', '              - food\n', ''),
  mutant(
    'sns/filters-by-if',
    'serverless.yml',
    '              - gift\n',
    '              - gift\n              - book\n',
  ),
  mutant(
    'sns/filters-by-if',
    'serverless.yml',
    `          filterPolicyScope: MessageBody
          filterPolicy:
            type:
              - gift
`,
    '',
  ),
  mutant('sns/filters-by-else-if', 'src/order.ts', 'kind: order.type', "kind: 'gift'"),
  mutant('sns/helper-of-publications-only', 'src/invoke.js', 'JSON.stringify(payload)', 'JSON.stringify([payload])'),
  mutant('event-bridge/helper-of-events-only', 'shop/src/order.ts', "'PrintLetter'", "'SendMail'"),
  mutant('event-bridge/document-example', 'mails/serverless.yml', 'inputPath: $.detail', 'enabled: true'),
  mutant('event-bridge/document-example', 'shop/order.ts', "DetailType: 'SendMail'", "DetailType: 'SendMails'"),
  mutant('event-bridge/own-bus', 'shop/order.js', 'event-bus/shop', 'event-bus/default'),
  // behind a waiver: each of them does more than it allows
  mutant(
    'inline/through-a-wrapper-that-retries',
    'src/lib/price.js',
    'for (const line of order.lines) total += line.cents',
    'order.lines.forEach((line) => { total += line.cents })',
  ),
  mutant('step-functions/try-that-goes-on', 'serverless.yml', CAUGHT, CAUGHT.replace('Refund', 'Return2')),
  mutant('step-functions/try-that-goes-on', 'serverless.yml', CAUGHT, CAUGHT.replace('Catch:', TYPE_ERROR)),
  mutant('sqs/fifo', 'src/order.js', 'String(event.order.id)', 'String(event.order.id.group.name)'),
  mutant(
    'sqs/unread-is-async',
    'src/mail.js',
    'await mail(JSON.parse(record.body))',
    'await mail(JSON.parse(record.body)).catch(() => {})',
  ),
  mutant('sqs/unread-is-async', 'src/order.js', 'JSON.stringify(event.order)', "JSON.stringify(event.order) ?? '{}'"),
  mutant(
    'step-functions/comparisons-and-arithmetic',
    'serverless.yml',
    "$type($price.net) = 'number' ? $price.net * 0.25",
    "$type($price.net) = 'text' ? $price.net * 0.25",
  ),
  mutant(
    'event-bridge/document-example',
    'shop/order.ts',
    'JSON.stringify(event.order)',
    'JSON.stringify(event.order.id)',
  ),
]
