/** Functions of JSONata 2.0.6 that Step Functions knows, and those that it adds. `eval` is not one of them. */
export const FUNCTIONS: ReadonlySet<string> = new Set(
  [
    'abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl',
    'decodeUrlComponent distinct each encodeUrl encodeUrlComponent error exists filter floor formatBase',
    'formatInteger formatNumber fromMillis join keys length lookup lowercase map match max merge millis min not now',
    'number pad parseInteger power reduce replace reverse round shuffle sift single sort split spread sqrt string',
    'substring substringAfter substringBefore sum toMillis trim type uppercase zip',
    // of Step Functions
    'partition range hash random uuid parse',
  ].flatMap((line) => line.split(' ')),
)

/** What `$states` has. */
export const STATES_MEMBERS: ReadonlySet<string> = new Set(['input', 'context', 'result', 'errorOutput'])

/** What `$states.context` has. */
export const CONTEXT_MEMBERS: ReadonlySet<string> = new Set(['Execution', 'State', 'StateMachine', 'Task', 'Map'])
