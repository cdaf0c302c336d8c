import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import type { SourceModule } from '../../syntax/module'
import { moduleAt } from '../../syntax/program'
import { importOf } from '../imported-constant'
import { isMutationOf } from '../mutations'
import type { CollectContext } from './collector'
import { isSettled } from './settled'

/**
 * The declaration of an imported name that is an enumeration, or a constant whose value is settled when its file is loaded,
 * and that no file of the repository changes.
 */
export function importedConstant(
  context: CollectContext,
  module: SourceModule,
  binding: Binding,
): { readonly module: SourceModule; readonly node: ts.EnumDeclaration | ts.VariableDeclaration } | undefined {
  const { program, importersOf } = context.surroundings
  const imported = importOf(binding)
  const target = imported && moduleAt(program, module.file, imported.specifier)
  const found = imported && target && program.findExport(target, imported.name)
  if (!imported || !found) return undefined
  const name = found.export.kind === 'declaration' ? found.export.name : nameIn(found.export)
  const own = found.module.bindings.topLevel.get(name ?? '')
  const [declaration, another] = own?.declarations ?? []
  if (!own || !declaration || another || own.writes.length > 0 || own.references.some(isMutationOf)) return undefined
  if (ts.isEnumDeclaration(declaration)) return { module: found.module, node: declaration }
  const initializer = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined
  if (!initializer || !ts.isVariableDeclaration(declaration)) return undefined
  const isSame =
    isSettled(context, found.module, initializer) === 'settled' && importersOf(found.module.file).every(isReader)
  return isSame ? { module: found.module, node: declaration } : undefined

  function isReader({ file }: { readonly file: string }): boolean {
    const from = program.module(file)
    return !!from?.bindings.all.every((one) => !importOf(one) || !one.references.some(isMutationOf))
  }
}

function nameIn(entry: { readonly kind: string; readonly expression?: ts.Expression }): string | undefined {
  return entry.expression && ts.isIdentifier(entry.expression) ? entry.expression.text : undefined
}
