import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import { lineStart, wholeLines } from '../../syntax/lines'
import { topLevelStatement } from '../../syntax/nodes'
import { sourceStyle } from '../../syntax/style'
import type { FileChange, SourceEdit } from '../file-change'
import { specifierFor } from '../shared/specifier'
import { exportMentions } from './export-mentions'
import type { LibraryInput } from './library'

/** The callee's file without the logic: the handler goes, or calls the library. */
export function calleeChange(input: LibraryInput, shared: readonly Binding[]): FileChange {
  const { module, form, name, file } = input
  const edits: SourceEdit[] = []
  const reason = 'The logic of the handler moved to a library function.'
  if (input.callee === 'dropped') {
    const ranges = [wholeLines(module, form.statement), ...exportMentions(module, form).ranges]
    edits.push(...ranges.map((range) => ({ ...range, text: '', reason })))
  } else edits.push(wrapperEdit(input, reason))
  const statements = new Set(shared.map((binding) => topLevelStatement(binding.declarations[0] as ts.Node)))
  for (const statement of statements) {
    const names = shared
      .filter((binding) => topLevelStatement(binding.declarations[0] as ts.Node) === statement)
      .map((binding) => `"${binding.name}"`)
    edits.push({ ...wholeLines(module, statement), text: '', reason: `${names.join(', ')} moved along.` })
  }
  const specifier = specifierFor(module, file)
  const imports = [
    ...(input.callee === 'wrapped' ? [{ specifier, name, isType: false }] : []),
    ...shared.map((binding) => ({ specifier, name: binding.name, isType: isTypeOnly(binding) })),
  ]
  return {
    module,
    edits,
    imports,
    declarations: [],
  }
}

function isTypeOnly(binding: Binding): boolean {
  return binding.declarations.every((node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
}

/** The handler as a thin wrapper: same name, same signature, one call. */
function wrapperEdit({ module, form, name, shape }: LibraryInput, reason: string): SourceEdit {
  const { node } = form
  const [parameter] = node.parameters
  const event = parameter && ts.isIdentifier(parameter.name) ? parameter.name.text : 'event'
  const isPattern = parameter && ts.isObjectBindingPattern(parameter.name)
  const argument =
    shape.kind === 'event'
      ? event
      : shape.properties.map((property) => (isPattern ? property.local : `${event}.${property.name}`)).join(', ')
  const call = `${name}(${argument})`
  const { semicolons, indent, eol } = sourceStyle(module)
  const { body } = node
  const start = body?.getStart(module.ast) ?? node.end
  const column = module.text.slice(
    lineStart(module.text, form.statement.getStart(module.ast)),
    form.statement.getStart(module.ast),
  )
  const text = ts.isArrowFunction(node)
    ? call
    : `{${eol}${column}${indent}return ${call}${semicolons ? ';' : ''}${eol}${column}}`
  return { start, end: body?.end ?? node.end, text, reason }
}
