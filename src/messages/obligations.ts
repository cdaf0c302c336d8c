/** Conditions that must hold for a rewrite to preserve behaviour. */
export const obligations = {
  'callee-known': 'The call reaches exactly one function of this repository.',
  relocatable: 'The callee needs nothing of its own Lambda.',
  'argument-json': 'The callee gets what it would get through JSON.',
  'result-json': 'The caller gets what it would get through JSON.',
  'callee-errors': 'An error of the callee has the effect that it had.',
  'invoke-errors': 'A failure of the call itself has the effect that it had.',
  'failure-text': 'Texts with the message of an error say what they said.',
  'payload-json': 'The message is the JSON that the event was.',
  'response-unused': 'Nobody reads the answer of the call.',
  'old-events': 'Events in the old shape are still handled.',
  'at-least-once': 'A duplicate delivery does no harm.',
  'all-or-nothing': 'A message reaches what each of the calls reached.',
  'detail-object': 'The payload is an object.',
  'message-size': 'The message is not too large.',
  'failure-records': 'What is recorded of a failure reads as it did.',
  permission: 'The caller may do what it now does.',
  'member-access': 'Members are read of values that exist.',
  'state-size': 'The state of the execution stays below 256 KB.',
  'stage-literal': 'The call reaches the function of the stage that it is deployed to.',
  'time-limit': 'The execution ends within the limit of its caller.',
} as const

export type ObligationCode = keyof typeof obligations
