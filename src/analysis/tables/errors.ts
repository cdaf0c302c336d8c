/** Members of the answer of Lambda where a function fails: those of Node, and the one of Python. */
export const ERROR_MEMBERS: ReadonlySet<string> = new Set(['errorMessage', 'errorType', 'trace', 'stackTrace'])
