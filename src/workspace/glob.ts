/**
 * A pattern of paths, as of `package.patterns` or of the packages of a repository, as a regular expression over whole paths: `**`, `*`, `?`, `[…]`, `{a,b}`. Names that
 * begin with a dot are matched like others, as the framework does. `undefined` where it has more than that.
 */
export function globPattern(glob: string): RegExp | undefined {
  const text = glob.replace(/^(\.\/)+/, '')
  // `@(a|b)` and its kin
  if (/[@!+?*]\(|\\/.test(text)) return undefined
  let source = ''
  let depth = 0
  for (let at = 0; at < text.length; ) {
    const { taken, part, nesting } = next(text, at, depth)
    source += part
    depth += nesting
    at += taken
  }
  return depth === 0 ? new RegExp(`^${source}$`) : undefined
}

interface Token {
  readonly taken: number
  readonly part: string
  readonly nesting: number
}

function next(text: string, at: number, depth: number): Token {
  const token = (taken: number, part: string, nesting = 0): Token => ({ taken, part, nesting })
  const rest = text.slice(at)
  const isSegment = at === 0 || text[at - 1] === '/'
  if (isSegment && rest.startsWith('**/')) return token(3, '(?:.*/)?')
  if (isSegment && rest === '**') return token(2, '.*')
  const [stars] = /^\*+/.exec(rest) ?? []
  if (stars) return token(stars.length, '[^/]*')
  const [list] = /^\[[^\]/]+\]/.exec(rest) ?? []
  if (list) return token(list.length, list.replace(/^\[!/, '[^'))
  const char = rest.charAt(0)
  if (char === '?') return token(1, '[^/]')
  if (char === '{') return token(1, '(?:', 1)
  if (char === '}' && depth > 0) return token(1, ')', -1)
  if (char === ',' && depth > 0) return token(1, '|')
  return token(1, char.replace(/[.+^$()|[\]{}\\]/, '\\$&'))
}
