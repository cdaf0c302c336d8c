/** Why a site is left alone although its verdict asks for a change. One page a code in `docs/refusals`. */
export const refusals = {
  'errors-not-preserved': {
    title: 'The callee may throw, and `--errors preserve` asks for its error payload.',
    remedy:
      'Leave out `--errors preserve` to let the error propagate as an exception, or make the callee return its errors.',
  },
  'callee-not-known': {
    title: 'The verdict is clear, but which function is called is not known well enough to change it.',
    remedy: 'Name the function in the configuration of the caller, or make the change by hand.',
  },
  'callback-handler-deprecated': {
    title: 'The callee takes a callback, which its runtime does not give: every invocation fails.',
    remedy: 'This is a fault that exists today. Make the handler async, and let it return its answer, then plan again.',
  },
  'caller-waits': {
    title:
      'The call is synchronous and awaited, though nobody reads the answer: the caller may rely on the work being done.',
    remedy: 'If the caller need not wait, pass `--unread-is-async`.',
  },
  'chain-not-compilable': {
    title: 'The handler does something that has no exact form in a state machine.',
    remedy: 'Rewrite the named lines, or move them before the first call, then plan again.',
  },
  'chain-too-long': {
    title: 'The functions of the chain may take longer than a synchronous execution can.',
    remedy: 'Lower the timeouts of the functions, or let nobody wait for the answer of the handler.',
  },
  'client-config': {
    title: 'The Lambda client is made in a way that cannot be repeated for another service.',
    remedy:
      'Make the client in this file with a plain constructor, for the region and with the permissions of its function, or add the new client by hand.',
  },
  'config-not-editable': {
    title: 'The configuration cannot be edited exactly at the place that must change.',
    remedy: 'Make the named changes by hand, or write that part of the configuration as a literal map or list.',
  },
  'depends-on-stage': {
    title: 'A setting that the rewrite depends on is another one for another stage.',
    remedy: 'Give the named setting one value for all stages, or keep the call.',
  },
  'dynamic-invocation-type': {
    title: 'Whether the call waits is decided at run time.',
    remedy: 'Split the call in one that waits and one that does not.',
  },
  'edit-conflict': {
    title: 'Another rewrite of this plan changes the same text.',
    remedy: 'Apply this plan, then plan again.',
  },
  'function-error-branch': {
    title: 'The caller looks at the error of the callee.',
    remedy:
      'Let the branch stand behind the call (in a callback: begin with it), read only `errorMessage` and `errorType` of the error, and end with `throw` or `return`; or let the callee return what went wrong as a member with a name of its own.',
  },
  'error-inspected': {
    title: 'The caller looks into the error of a failed call, and a queue has other errors.',
    remedy: 'Log the error or throw it on, without looking at its name or code, then plan again.',
  },
  'handler-not-found': {
    title: 'The handler of the callee is not a function that can be read.',
    remedy: 'Export the handler as a plain function.',
  },
  'handler-form': {
    title: 'The handler of the callee has a form that cannot take queue records yet.',
    remedy: 'Write the handler as an async function of the event.',
  },
  'invoke-feature': {
    title: 'The call uses a feature of Lambda invocation that the replacement does not have.',
    remedy: 'Remove the named parameter if it is not needed.',
  },
  'keeps-async-settings': {
    title: 'The callee has settings for asynchronous invocation that a queue does not honour.',
    remedy: 'Remove or change the named setting of the callee, as the message says, or keep the call.',
  },
  'keeps-event-settings': {
    title: 'Events of the handler have settings that would hold for the start of its execution alone.',
    remedy:
      'Remove the named setting if it is not needed. Where it is the retries, pass `--no-event-retries` or set `maximumRetryAttempts: 0`. Or lower the timeouts of the functions, so that the handler can wait for them.',
  },
  'name-taken': {
    title: 'A name that the new code imports means something else in the file.',
    remedy: 'Rename what has the name now, then plan again.',
  },
  'not-importable': {
    title: 'A caller could not import the library file.',
    remedy:
      'Write caller and callee as modules of one kind, or move what the callee imports from the caller to a file of its own, then plan again.',
  },
  'not-relocatable': {
    title: 'The callee needs something of its own Lambda.',
    remedy: 'Pass what it needs in the payload, give the caller the same variable, or keep the call.',
  },
  'params-not-literal': {
    title: 'The parameters of the call are put together in a way that cannot be read.',
    remedy: 'Write the parameters as one object literal at the call.',
  },
  'payload-opaque': {
    title: 'The payload is no plain `JSON.stringify` of a value.',
    remedy: 'Write the payload as `JSON.stringify(value)`, at the call.',
  },
  'qualified-callee': {
    title: 'The call names a version or an alias: the deployed code need not be the code in this repository.',
    remedy: 'Remove the qualifier if the latest code is meant.',
  },
  'response-form': {
    title: 'The answer of the callee is read in a form that is not known.',
    remedy:
      'Decode the answer once, with `JSON.parse` of its payload, where the call is awaited, and read nothing else of it.',
  },
  'other-service': {
    title: 'The callee belongs to another service, which cannot refer to the resources of this one.',
    remedy: 'Override with `event-bridge`, whose bus both services know.',
  },
  'payload-not-object': {
    title: 'The payload is not known to be an object, and an event has no other detail.',
    remedy: 'Pass an object literal, or declare the type of what is passed.',
  },
  'entries-unchecked': {
    title: 'An event that the bus does not take would go unseen: the call has a callback, or no promise.',
    remedy: 'Write the call with `await`, then plan again.',
  },
  'no-lift': {
    title: 'A queue of serverless-lift is asked for, and the service does not use it.',
    remedy: 'Leave out `--style lift`, or add the plugin "serverless-lift" to the service.',
  },
  'old-tools': {
    title: 'A tool that the repository uses is too old for what the rewrite would write.',
    remedy: 'Upgrade the named tool, and the lock file with it, then plan again.',
  },
  packaging: {
    title: 'The new library file would not be packaged with a function that needs it.',
    remedy:
      'Let the `package` patterns of the function take in what the message names, or let one package.json serve caller and callee, then plan again.',
  },
  'rewrite-invalid': {
    title: 'The rewritten source would not be valid.',
    remedy: 'This is a defect of lambda-unchain: please report it. Until then, make the change by hand.',
  },
  'type-errors': {
    title: 'A rewrite would bring type errors that the invocation did not have.',
    remedy:
      'Mend what the message names, or give the parameters and the result of the callee types that are true for its callers; where a name is not found, install the packages (`npm install`) or let `lib` of the tsconfig.json name its library. Then plan again.',
  },
  'several-callers': {
    title: 'The code of the call is shared by several functions.',
    remedy: 'Let each function have its own call.',
  },
  'status-read': {
    title: 'The answer of an event is read or passed on, though it holds no more than the status of the invocation.',
    remedy: 'Await the call without a variable, and return nothing of it, then plan again.',
  },
  'sync-handler-returns-null': {
    title: 'The callee is not async: on its runtime, what it returns never reaches the caller, who gets `null`.',
    remedy: 'This is a fault that exists today. Make the handler async, then plan again.',
  },
  'template-broken': {
    title: 'The CloudFormation template would not deploy.',
    remedy:
      'Mend what the finding says, then plan again: docs/findings.md has a section for its code. Where it is owed to the size of the service (resources, policies), keep this call with --override, or split the service first.',
  },
  'no-answer': {
    title: 'The answer of the call is read, and a queue gives none.',
    remedy: 'Keep the call, or stop reading its answer.',
  },
  'nobody-waits': {
    title: 'An asynchronous call cannot become a function call: its caller does not wait.',
    remedy: 'Override with `sqs` to send a message instead, or make the call synchronous if the caller is to wait.',
  },
  'fifo-expression': {
    title: 'The ids of a message of a FIFO queue cannot be written at the call.',
    remedy:
      'Give `--fifo` expressions of names that are known at every call of the function; write `String(order.id)` where it is a number.',
  },
  'no-transform': {
    title: 'An override asks for a verdict that no transform can write.',
    remedy: 'Make the change by hand, or override with a verdict that has a transform.',
  },
  'through-wrapper': {
    title: 'The call goes through a helper function around the SDK.',
    remedy: 'Call the SDK at this place, with the parameters that the helper makes, then plan again.',
  },
} as const

export type RefusalCode = keyof typeof refusals
