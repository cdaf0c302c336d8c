import { ts } from 'ts-morph'
import { lineAfter } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import { sourceStyle } from '../../syntax/style'
import type { SourceEdit } from '../file-change'
import type { HandlerForm } from './handler-form'
import { camelCase, freshName, pascalCase } from './names'

/** Name of the function that does the work: the function's key, as a verb where that is the handler's own name. */
export function innerName(module: SourceModule, key: string, form: HandlerForm): string {
  return workName(module, key, 'name' in form ? form.name.text : '')
}

/** The same for a handler that is called `own` where it is exported. */
export function workName(module: SourceModule, key: string, own: string): string {
  const name = camelCase(key)
  const isUsable = name !== own && !/^_\d/.test(name) && !isReservedWord(name)
  return freshName(module, ...(isUsable ? [name] : []), `handle${pascalCase(key)}`)
}

/** `delete`, `import`, `await`: a function's key, but no name of a variable. */
function isReservedWord(name: string): boolean {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, name)
  const kind = scanner.scan()
  const isKeyword = kind >= ts.SyntaxKind.FirstReservedWord && kind <= ts.SyntaxKind.LastFutureReservedWord
  return isKeyword || name === 'await' || name === 'arguments' || name === 'eval'
}

/** What was the handler gets the inner name and is exported no more. */
export function renaming(module: SourceModule, form: HandlerForm, inner: string): SourceEdit[] {
  const reason = 'The work of the handler gets a name of its own.'
  const at = (start: number, end: number, text: string): SourceEdit => ({ start, end, text, reason })
  if (form.kind === 'exports-assignment')
    return [at(form.statement.getStart(module.ast), form.target.end, `const ${inner}`)]
  const name = at(form.name.getStart(module.ast), form.name.end, inner)
  if (form.kind === 'listed') return [name]
  const [modifier] = ts.getModifiers(form.statement) ?? []
  if (!modifier) return [name]
  return [
    at(
      modifier.getStart(module.ast),
      /\s*$/.exec(module.text.slice(modifier.end, modifier.end + 1)) ? modifier.end + 1 : modifier.end,
      '',
    ),
    name,
  ]
}

/** The new handler stands behind what was the handler. */
export function behindHandler(module: SourceModule, form: HandlerForm, text: string, reason: string): SourceEdit {
  return behindStatement(module, form.statement, text, reason)
}

/** Statements behind another one, set apart from it. */
export function behindStatement(module: SourceModule, statement: ts.Node, text: string, reason: string): SourceEdit {
  const start = lineAfter(module.text, statement.end)
  const { eol } = sourceStyle(module)
  const isLineEnd = module.text[start - 1] === '\n'
  return {
    start,
    end: start,
    text: `${isLineEnd ? '' : eol}${eol}${text}${isLineEnd ? eol : ''}`,
    reason,
  }
}
