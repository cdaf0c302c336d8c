import type { SourceModule } from '../../../syntax/module'
import type { DeclarationRequest, FileChange, ImportRequest, SourceEdit } from '../../file-change'

/** The changes of each file as one: several calls may ask for the same edit. */
export function merged(changes: readonly FileChange[]): FileChange[] {
  const byModule = new Map<SourceModule, FileChange[]>()
  for (const change of changes) byModule.set(change.module, [...(byModule.get(change.module) ?? []), change])
  return [...byModule].map(([module, parts]) => ({
    module,
    edits: distinct(
      parts.flatMap(({ edits }) => edits),
      ({ start, end, text }: SourceEdit) => `${start}:${end}:${text}`,
    ),
    imports: distinct(
      parts.flatMap(({ imports }) => imports),
      ({ specifier, name }: ImportRequest) => `${specifier}#${name}`,
    ),
    declarations: distinct(
      parts.flatMap(({ declarations }) => declarations),
      ({ name }: DeclarationRequest) => name,
    ),
  }))
}

function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()]
}
