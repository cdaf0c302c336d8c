import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import { endWithComment, lineStart, wholeLines } from '../../syntax/lines'
import { isExported } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/source-file'
import { sourceStyle } from '../../syntax/style'
import type { FileChange, SourceEdit } from '../file-change'
import { droppedHandler } from '../shared/dropped-handler'
import { freshName } from '../shared/names'
import { statementsOf } from '../shared/needed-by'
import { specifierFor } from '../shared/specifier'
import { wrapperLines, wrapperValue } from './callback-text'
import type { LibraryInput } from './library'

/**
 * The callee's file without the logic: the handler goes, or calls the library.
 * @param shared Declarations that stand in the library now, and no more here.
 * @param used Those of them that what stays here uses.
 */
export function calleeChange(input: LibraryInput, shared: readonly Binding[], used: readonly Binding[]): FileChange {
  const { module, form, name, file } = input
  const edits: SourceEdit[] = []
  const reason = 'The logic of the handler moved to a library function.'
  if (input.callee === 'dropped') edits.push(...droppedHandler(module, form).edits)
  else edits.push(...wrapperEdits(input, reason))
  const specifier = specifierFor(module, file, input.needsExtension)
  const statements = new Set(shared.flatMap(statementsOf))
  const of = (statement: ts.Statement) => shared.filter((binding) => statementsOf(binding).includes(statement))
  const passedOn = [...statements].filter((statement) => input.isImported && isExported(statement))
  // types and values apart, as every compiler takes them
  const types = passedOn.filter((statement) => of(statement).every(isTypeOnly))
  const values = passedOn.filter((statement) => !types.includes(statement))
  for (const statement of statements) {
    const moved = `${of(statement)
      .map((binding) => `"${binding.name}"`)
      .join(', ')} moved along.`
    const group = [types, values].find(([first]) => first === statement)
    edits.push(
      group
        ? {
            start: statement.getStart(module.ast),
            end: endWithComment(module, statement),
            text: reexport(input, [...new Set(group.flatMap(of))], specifier),
            reason: moved,
          }
        : { ...wholeLines(module, statement), text: '', reason: moved },
    )
  }
  const imports = [
    ...(input.callee === 'wrapped' ? [{ specifier, name, isType: false }] : []),
    ...used.map((binding) => ({ specifier, name: binding.name, isType: isTypeOnly(binding) })),
  ]
  return {
    module,
    edits,
    imports,
    declarations: [],
  }
}

/** Other files go on importing what moved from where it was. */
function reexport({ module }: LibraryInput, bindings: readonly Binding[], specifier: string): string {
  const { quote, semicolons } = sourceStyle(module)
  const mark = quote === 'single' ? "'" : '"'
  const type = bindings.every(isTypeOnly) ? 'type ' : ''
  const names = bindings.map(({ name }) => name).join(', ')
  return `export ${type}{ ${names} } from ${mark}${specifier}${mark}${semicolons ? ';' : ''}`
}

/** Whether a name is one of a type, and of nothing that is there when the code runs. */
export function isTypeOnly(binding: Binding): boolean {
  return binding.declarations.every((node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
}

/** The handler as a thin wrapper: same name, same signature, one call. */
function wrapperEdits(input: LibraryInput, reason: string): SourceEdit[] {
  const { module, form, name, answers } = input
  const { node } = form
  const { argument, edits } = passedOn(input, reason)
  const call = `${name}(${argument})`
  const { indent, eol } = sourceStyle(module)
  const { body } = node
  const start = body?.getStart(module.ast) ?? node.end
  const column = module.text.slice(
    lineStart(module.text, form.statement.getStart(module.ast)),
    form.statement.getStart(module.ast),
  )
  const isBare = ts.isArrowFunction(node) && (!answers || !ts.isBlock(body ?? node))
  const lines = wrapperLines(module, answers, call).map((line) => `${column}${indent}${line}${eol}`)
  const text = isBare ? wrapperValue(module, answers, call) : `{${eol}${lines.join('')}${column}}`
  return [...edits, { start, end: body?.end ?? node.end, text, reason }]
}

/** What the wrapper gives to the library function; a pattern becomes a name where the whole event is asked for. */
function passedOn(
  { module, form, shape, name }: LibraryInput,
  reason: string,
): { argument: string; edits: SourceEdit[] } {
  const [parameter] = form.node.parameters
  if (!parameter) return { argument: '', edits: [] }
  if (shape.kind === 'properties') {
    const event = parameter.name
    const values = shape.properties.map((property) =>
      ts.isIdentifier(event) ? `${event.text}.${property.name}` : property.local,
    )
    return { argument: values.join(', '), edits: [] }
  }
  const rest = parameter.dotDotDotToken ? '...' : ''
  if (ts.isIdentifier(parameter.name)) return { argument: rest + parameter.name.text, edits: [] }
  const event = module.bindings.isTaken('event') ? freshName(module, 'payload', 'input') : 'event'
  const isTyped = !isTypeScript(module.file) || !!parameter.type || hasDeclaredType(form.node)
  const text = isTyped ? event : `${event}: Parameters<typeof ${name}>[0]`
  const edit = { start: parameter.name.getStart(module.ast), end: parameter.name.end, text, reason }
  return { argument: rest + event, edits: [edit] }
}

/** `const handler: Handler<Order> = …`. */
function hasDeclaredType({ parent }: ts.Node): boolean {
  return ts.isVariableDeclaration(parent) && parent.type !== undefined
}
