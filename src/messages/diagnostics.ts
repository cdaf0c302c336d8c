/** Codes of diagnostics: what is wrong with the input, and what that means for the run. */
export const diagnostics = {
  'no-service': 'No Serverless Framework configuration was found.',
  'other-cloud': 'A service is of another provider than AWS, and is left out.',
  'path-missing': 'A path that was given does not exist.',
  'unreadable-file': 'A file cannot be read.',
  'not-utf8': 'A file is not UTF-8 text.',
  'config-syntax': 'A configuration file does not parse.',
  'config-shape': 'A configuration file has a part that is not of the expected form.',
  'packages-unread': 'A file that lists the packages of the repository does not parse: it lists none.',
  'include-missing': 'A file that the configuration includes does not exist.',
  'variable-unresolved': 'A variable of the configuration cannot be resolved.',
  'variable-cycle': 'A variable of the configuration refers to itself.',
  'handler-missing': 'The file that a `handler` names does not exist.',
  'source-syntax': 'A source file has a syntax error.',
  'override-invalid': 'An override names no verdict.',
  'override-unused': 'An override meets no call, or what is said of a function no callee.',
  'variable-missing': 'A function reaches a call whose callee is named by a variable that the function does not have.',
  'timeout-cascade': 'A caller gives up before the function that it waits for.',
} as const

export type DiagnosticCode = keyof typeof diagnostics
