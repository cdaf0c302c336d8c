/** Why a site got its verdict: the facts of the decision tree. */
export const reasons = {
  script: 'No deployed function reaches this code: a script or a local tool.',
  'configuration-unreadable': 'The configuration of its service cannot be read: who calls is not known.',
  'other-framework': 'The code belongs to functions that are deployed by something else than a serverless.yml.',
  test: 'The call stands in a test.',
  override: 'The user decided.',
  'wrapper-definition': 'The callee is a parameter: what becomes of the call is decided where the helper is called.',
  'vpc-proxy': 'The callee is in a VPC and the caller is not: invoking it is what keeps the caller out of the VPC.',
  'callee-relocatable': 'The callee needs nothing of its own Lambda: it can be a function call.',
  'callee-not-relocatable': 'The callee needs its own Lambda.',
  'same-service-sync': 'One synchronous call within a service: invoking directly is fine.',
  'response-unread': 'Nobody reads the answer.',
  'one-consumer': 'One callee in the same service, and nobody reads the answer: a queue.',
  'fan-out': 'Several callees get the same payload: one event, several consumers.',
  'other-service': 'The callee belongs to another service.',
  'other-owner': 'The callee belongs to other owners.',
  'calls-itself': 'The function invokes itself.',
  'status-read': 'The caller reads the status that an asynchronous invocation answers with.',
  'no-effect': 'The callee only computes, and nobody gets its result: the call does nothing that anyone could see.',
  'sync-chain': 'The handler waits for several functions, one after the other.',
  'callers-chain-on': 'The call is one link of a chain of functions that wait for each other.',
  retried: 'The call is tried again when it fails: a state machine has that as a setting.',
  gather: 'The call is made for every element of a list, and the answers are gathered.',
  'target-unknown': 'The callee is not known.',
  'dry-run': 'A dry run invokes nothing.',
} as const

export type ReasonCode = keyof typeof reasons
