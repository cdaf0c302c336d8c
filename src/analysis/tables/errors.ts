/** Members of the answer of Lambda where a function fails: those of Node, and the one of Python. */
export const ERROR_MEMBERS: ReadonlySet<string> = new Set(['errorMessage', 'errorType', 'trace', 'stackTrace'])

/** Functions that write a log line, by the text that they are called by. */
export const LOGGING =
  /^(?:console|(?:\w+\.)*\w*(?:log|logger|Log|Logger))(?:\??\.(?:log|info|warn|warning|error|debug|trace|fatal|critical|notice|child|dir|table|assert))*$|^(?:this\.)?log(?:Error|Warning|Info)?$/
