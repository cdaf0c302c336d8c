import { textOf, type Workspace } from '../workspace/workspace'
import { isSourceFile } from './source-file'

/** A comment to this program, in the source: `// lambda-unchain: keep for the audit`, `// lambda-unchain: pure`. */
export interface Directive {
  readonly file: string
  /** 1-based. */
  readonly line: number
  /** The line below that the comment stands above: comments and blank lines between are passed over. */
  readonly above: number
  /** `keep`, `pure` */
  readonly word: string
  readonly reason: string | undefined
}

/** What a comment says that vouches for a function. */
export const PURE = 'pure'

const COMMENT = /(?:\/\/|\/\*|^\s*\*)\s*lambda-unchain(?::\s*|\s+(?=pure\b))([\w-]+)[ \t]*(.*?)\s*(?:\*\/.*)?$/

const NO_CODE = /^\s*(?:\/\/.*|\/\*.*|\*.*)?$/

/** All of a workspace. */
export function directivesOf(workspace: Workspace): Directive[] {
  return workspace.files.filter(isSourceFile).flatMap((file) => directivesIn(file, textOf(workspace, file) ?? ''))
}

/** The comments of a file that decide about a site, or vouch for a function. */
function directivesIn(file: string, text: string): Directive[] {
  if (!text.includes('lambda-unchain')) return []
  const lines = text.split(/\r?\n/)
  return lines.flatMap((content, index): Directive[] => {
    const match = COMMENT.exec(content)
    if (!match?.[1]) return []
    const below = lines.findIndex((other, at) => at > index && !NO_CODE.test(other))
    return [{ file, line: index + 1, above: below + 1, word: match[1], reason: match[2] || undefined }]
  })
}
