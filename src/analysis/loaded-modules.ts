import { ts } from 'ts-morph'
import type { SourceModule } from '../syntax/module'
import { requiredModule, walk } from '../syntax/nodes'
import { moduleAt, type SourceProgram } from '../syntax/program'
import { loadedBy } from './effects/loads'

/** A file, and all of the repository that it loads: when it is loaded itself, or by something while it runs. */
export function loadedModules(program: SourceProgram, start: SourceModule): SourceModule[] {
  const found = [start]
  const seen = new Set([start.file])
  for (const next of found) {
    for (const specifier of specifiersOf(next)) {
      const other = moduleAt(program, next.file, specifier)
      if (!other || seen.has(other.file)) continue
      seen.add(other.file)
      found.push(other)
    }
  }
  return found
}

/** What a file loads: packages, and files of the repository. */
export function specifiersOf(module: SourceModule): string[] {
  const late: string[] = []
  walk(module.ast, (node) => {
    const required = requiredModule(node) ?? importedLate(node)
    if (required !== undefined) late.push(required)
  })
  return [...new Set([...loadedBy(module).map(({ specifier }) => specifier), ...late])]
}

/** The specifier of a dynamic import. */
function importedLate(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return undefined
  const [argument] = node.arguments
  return argument && ts.isStringLiteralLike(argument) ? argument.text : undefined
}
