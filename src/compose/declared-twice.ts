import { ts } from 'ts-morph'
import { sourceModule } from '../syntax/module'
import type { SourceEdit } from '../transforms/file-change'

/**
 * A name that what two changes write into a file declares or exports in both: each makes another handler of the same
 * function. The later of two `exports.handler = …` would take the place of the other without a word.
 */
export function declaredTwice(
  file: string,
  known: readonly SourceEdit[],
  fresh: readonly SourceEdit[],
): string | undefined {
  const taken = new Set(known.flatMap((edit) => declaredIn(file, edit)))
  return fresh.flatMap((edit) => declaredIn(file, edit)).find((name) => taken.has(name))
}

/** Names of the values that an inserted text declares at its top level, or exports. */
function declaredIn(file: string, { start, end, text }: SourceEdit): string[] {
  if (start !== end || !text.includes('\n')) return []
  const { bindings, exports, syntaxError } = sourceModule({ file, text })
  if (syntaxError) return []
  const declared = [...bindings.topLevel].filter(([, { declarations }]) => !declarations.every(isType))
  return [...declared.map(([name]) => name), ...exports.named.keys()]
}

function isType(node: ts.Node): boolean {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)
}
