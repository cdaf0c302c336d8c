/** `// lambda-unchain: keep for the audit`, in the source. */
export interface CommentOverride {
  readonly file: string
  /** 1-based. */
  readonly line: number
  /** The line below that the comment stands above: comments and blank lines between are passed over. */
  readonly above: number
  readonly verdict: string
  readonly reason: string | undefined
}

const COMMENT = /(?:\/\/|\/\*|^\s*\*)\s*lambda-unchain:\s*([\w-]+)[ \t]*(.*?)\s*(?:\*\/)?\s*$/

const NO_CODE = /^\s*(?:\/\/.*|\/\*.*|\*.*)?$/

/** The comments of a file that decide about a site. */
export function commentsIn(file: string, text: string): CommentOverride[] {
  if (!text.includes('lambda-unchain:')) return []
  const lines = text.split(/\r?\n/)
  return lines.flatMap((content, index): CommentOverride[] => {
    const match = COMMENT.exec(content)
    if (!match?.[1]) return []
    const below = lines.findIndex((other, at) => at > index && !NO_CODE.test(other))
    return [{ file, line: index + 1, above: below + 1, verdict: match[1], reason: match[2] || undefined }]
  })
}
