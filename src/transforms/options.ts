/** Options that decide what a plan may do. Those that waive something are said in the plan. */
export interface PlanOptions {
  /** What becomes of an error of a callee that is inlined or chained: an exception, or the payload that it was. */
  readonly errors: 'propagate' | 'preserve'
  /** Whether declared types are trusted to simplify. */
  readonly trustTypes: boolean
  /** Whether a callee stays as a thin wrapper after its last call is inlined. */
  readonly keepCallees: boolean
  /** Whether a synchronous call whose answer nobody reads may become asynchronous. */
  readonly unreadIsAsync: boolean
  /** ARN of the bus that events are put to; the default bus of the account where it is absent. */
  readonly bus: string | undefined
  /** Detail types of events, by the key of the callee. */
  readonly detailTypes: Readonly<Record<string, string>>
}

export const defaultPlanOptions: PlanOptions = {
  errors: 'propagate',
  trustTypes: true,
  keepCallees: false,
  unreadIsAsync: false,
  bus: undefined,
  detailTypes: {},
}
