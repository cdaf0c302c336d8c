/** Options that decide what a plan may do. Those that waive something are said in the plan. */
export interface PlanOptions {
  /** What becomes of an error of a callee that is inlined or chained: an exception, or the payload that it was. */
  readonly errors: 'propagate' | 'preserve'
  /** Whether declared types are trusted to simplify. */
  readonly trustTypes: boolean
  /** Whether a callee stays as a thin wrapper after its last call is inlined. */
  readonly keepCallees: boolean
  /** Whether variables that an inlined callee alone has are copied to its callers. */
  readonly copyEnv: boolean
  /**
   * How new infrastructure is written: `cloudformation` makes state machines without the plugin, `lift` queues by that of
   * Lift. By default in the way
   * that repositories of this kind mostly have.
   */
  readonly style: 'default' | 'cloudformation' | 'lift'
  /** Whether code of a chain without an exact form in a state machine stays JavaScript, in a function of its own. */
  readonly glue: boolean
  /** Whether tasks of state machines are tried again where Lambda itself failed. */
  readonly awsRetries: boolean
  /**
   * What the state machine of a handler is whose answer nobody reads: `auto` is Express where the chain is short enough to
   * be waited for, and Standard where not.
   */
  readonly workflowType: 'auto' | 'express' | 'standard'
  /** Whether an event must be tried again as often as it was where its workflow fails. */
  readonly eventRetries: boolean
  /** Whether a synchronous call whose answer nobody reads may become asynchronous. */
  readonly unreadIsAsync: boolean
  /** ARN of the bus that events are put to; the default bus of the account where it is absent. */
  readonly bus: string | undefined
  /** Detail types of events, by the key of the callee. */
  readonly detailTypes: Readonly<Record<string, string>>
  /** How a queue is made and read. */
  readonly queue: QueueOptions
}

export interface QueueOptions {
  /** How many records a consumer takes at once; more than one is answered record by record. */
  readonly batchSize: number
  /** Seconds that Lambda waits for a batch to fill. */
  readonly batchWindow: number
  /** Whether queues are constructs of serverless-lift, rather than resources of CloudFormation. */
  readonly lift: boolean
  /** Whether messages that one `Promise.all` waits for are sent in batches. */
  readonly batchSends: boolean
  /** Whether each dead-letter queue gets an alarm. */
  readonly alarms: boolean
  /** Whom alarms tell: the ARN of a topic, or a mail address; those whom the alarms of the service tell, where it is absent. */
  readonly alarmsTo: string | undefined
  /** Whether the retention and the dead-letter queue may stand for settings of asynchronous invocation. */
  readonly moveAsyncSettings: boolean
  /** Whether U+FFFE and U+FFFF, which SQS does not take, are written as escapes. */
  readonly escapeCharacters: boolean
  /** Queues that keep the order of their messages. */
  readonly fifo: readonly FifoRequest[]
}

/** A FIFO queue before a callee; the expressions are written at the calls, as they stand. */
export interface FifoRequest {
  /** Key of the function. */
  readonly callee: string
  /** Messages of one group are handled one after the other. */
  readonly group: string
  /** Messages of one id are taken once in five minutes; by their content, where it is not given. */
  readonly deduplication?: string | undefined
}

export const defaultPlanOptions: PlanOptions = {
  errors: 'propagate',
  trustTypes: true,
  keepCallees: false,
  copyEnv: true,
  style: 'default',
  glue: true,
  awsRetries: false,
  workflowType: 'auto',
  eventRetries: true,
  unreadIsAsync: false,
  bus: undefined,
  detailTypes: {},
  queue: {
    batchSize: 1,
    batchWindow: 0,
    batchSends: false,
    lift: false,
    alarms: false,
    alarmsTo: undefined,
    moveAsyncSettings: false,
    escapeCharacters: false,
    fifo: [],
  },
}
