/** A statement as lines and blocks of statements, so that a program can be made smaller. */
export interface Statement {
  readonly parts: readonly (string | readonly Statement[])[]
}

export function statement(...parts: Statement['parts']): Statement {
  return { parts }
}

export function textOf(statements: readonly Statement[], indent = '  '): string {
  return statements
    .map(({ parts }) =>
      parts.map((part) => (typeof part === 'string' ? `${indent}${part}\n` : textOf(part, `${indent}  `))).join(''),
    )
    .join('')
}

/** The same statements with one less, each in turn: gone, or with what stands in its blocks in its place. */
export function* smaller(statements: readonly Statement[]): Generator<Statement[]> {
  for (const [index, own] of statements.entries()) {
    const before = statements.slice(0, index)
    const after = statements.slice(index + 1)
    yield [...before, ...after]
    for (const block of own.parts) if (typeof block !== 'string') yield [...before, ...block, ...after]
    for (const [place, part] of own.parts.entries()) {
      if (typeof part === 'string') continue
      for (const less of smaller(part))
        yield [...before, { parts: own.parts.map((one, at) => (at === place ? less : one)) }, ...after]
    }
  }
}
