/** What to do about a refusal, where it is not what its code says. */
export const remedies = {
  after: 'Apply this plan, then plan again: the call can be looked at once the one around it is a function call.',
  client:
    'Make the client with a plain constructor in this file, or in one that it imports, for the region and with the permissions of its function, then plan again.',
  exports: 'Use it by the name that it has in its file, not by its exports, then plan again.',
  first: 'Await the call before the other work starts, then plan again.',
  last: 'Move what follows the call into its callback, or in front of the call, then plan again.',
  member:
    'List the package of the callee in the package.json of the caller, or move what both need to a package that both list, then plan again.',
  name: 'Give the function a name (`export default async function price(event) …`, or a constant that is exported), then plan again.',
  race: 'Wait for the call by itself, without a limit of time, or keep it.',
  recursive:
    'Put what calls itself into a function of its own that the handler calls, then plan again: that one can move.',
  single: 'Leave the call as it is.',
  status: 'A call that is answered has the status 200: leave out what asks for it, or ask for "FunctionError" instead.',
  types: 'Leave out `--no-trust-types`, or say more of the types in the code.',
} as const

export type RemedyCode = keyof typeof remedies
