import type { ts } from 'ts-morph'
import type { FileChange } from '../transforms/file-change'
import { isImported } from './import-statements'

/** A name that is to be imported, and that the file declares as something else which does not go. */
export function takenName({ module, edits, imports }: FileChange): string | undefined {
  const isGone = (node: ts.Node) =>
    edits.some(({ start, end }) => start <= node.getStart(module.ast) && node.end <= end)
  const taken = imports.find(({ specifier, name, isWhole }) => {
    const others = module.bindings.all.filter((binding) => binding.name === name && !binding.declarations.every(isGone))
    return others.length > (isImported(module, specifier, name, isWhole) ? 1 : 0)
  })
  return taken?.name
}
