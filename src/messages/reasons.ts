/** Why a site got its verdict: the facts of the decision tree. */
export const reasons = {
  script: 'No deployed function reaches this code: a script, a test or a local tool.',
  'wrapper-definition': 'The callee is a parameter: what becomes of the call is decided where the helper is called.',
  'vpc-proxy': 'The callee is in a VPC and the caller is not: invoking it is what keeps the caller out of the VPC.',
  'callee-relocatable': 'The callee needs nothing of its own Lambda: it can be a function call.',
  'callee-not-relocatable': 'The callee needs its own Lambda.',
  'same-service-sync': 'One synchronous call within a service: invoking directly is fine.',
  'response-unread': 'Nobody reads the answer.',
  'one-consumer': 'One callee in the same service, and nobody reads the answer: a queue.',
  'fan-out': 'Several callees get the same payload: one event, several consumers.',
  'other-service': 'The callee belongs to another service.',
  'sync-chain': 'The handler waits for several functions, one after the other.',
  'target-unknown': 'The callee is not known.',
  'dry-run': 'A dry run invokes nothing.',
} as const

export type ReasonCode = keyof typeof reasons
