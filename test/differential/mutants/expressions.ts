/** What may be changed in an expression: the name of the change, and the token in its place. */
type Change = (
  token: string,
  tokens: readonly string[],
  index: number,
) => readonly (readonly [operator: string, token: string])[]

const TOKEN =
  /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|\$?[A-Za-z_]\w*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|!=|<=|>=|:=|~>|\.\.|\s+|./gs

const OPPOSITES: Readonly<Record<string, readonly [operator: string, token: string]>> = {
  '=': ['equal to unequal', '!='],
  '!=': ['unequal to equal', '='],
  and: ['and to or', 'or'],
  or: ['or to and', 'and'],
  '<': ['boundary', '<='],
  '<=': ['boundary', '<'],
  '>': ['boundary', '>='],
  '>=': ['boundary', '>'],
  '+': ['arithmetic', '-'],
  '*': ['arithmetic', '+'],
  true: ['boolean', 'false'],
  false: ['boolean', 'true'],
  null: ['null to text', "'null'"],
  $exists: ['exists to truth', '$boolean'],
  $not: ['not to truth', '$boolean'],
}

const changes: Change = (token, tokens, index) => {
  const opposite = OPPOSITES[token]
  if (opposite) return [opposite]
  // what a guard says is for people: nothing does anything else by it
  if (tokens[index - 1] === '(' && tokens[index - 2] === '$error') return []
  if (/^\d/.test(token)) return [['number', String(Number(token) + 1)]]
  if (/^['"]/.test(token)) return tokens[nextOf(tokens, index)] === ':' ? [['key', "'other'"]] : [['text', "'other'"]]
  if (previousOf(tokens, index) === '.' && /^[A-Za-z`]/.test(token)) return [['member', 'other']]
  return []
}

function nextOf(tokens: readonly string[], index: number): number {
  const next = index + 1
  return /^\s+$/.test(tokens[next] ?? '') ? next + 1 : next
}

function previousOf(tokens: readonly string[], index: number): string | undefined {
  const previous = tokens[index - 1]
  return previous !== undefined && /^\s+$/.test(previous) ? tokens[index - 2] : previous
}

/** All texts that come of one change of an expression. */
export function changedExpressions(text: string): [operator: string, text: string][] {
  const tokens = text.match(TOKEN) ?? []
  return tokens.flatMap((token, index) => {
    // what stands between the marks is the expression
    if (index < 2 || index >= tokens.length - 2) return []
    return changes(token, tokens, index).map(([operator, other]): [string, string] => [
      operator,
      tokens.map((own, at) => (at === index ? other : own)).join(''),
    ])
  })
}
