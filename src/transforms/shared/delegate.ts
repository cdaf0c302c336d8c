import { ts } from 'ts-morph'
import { lineStart } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import { isFunctionNode, unwrap } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/source-file'
import { sourceStyle } from '../../syntax/style'
import type { SourceEdit } from '../file-change'
import { behindStatement } from './handler-name'
import type { HandlerPlace } from './handler-place'
import { renamedUses } from './handler-uses'

/** A function that takes the event out of a message, and hands on whatever else it is given. */
export interface Unwrapping {
  readonly name: string
  /** Its declaration, and those that it needs. */
  readonly text: string
  /** Why the handler is changed. */
  readonly reason: string
}

/** What a delegating adapter is made of. */
export interface Delegate {
  readonly module: SourceModule
  readonly place: HandlerPlace
  /** Name for what does the work, where it has none of its own. */
  readonly inner: string
  /** The function that takes the event out of a message. */
  readonly unwrapping: Unwrapping
  /** Major versions of Node.js that it runs on; `NaN` where one is not known. */
  readonly runtimes: readonly number[]
  /** Whether the rest of a tuple is one: in TypeScript, from 4.0 on. */
  readonly takesTuplesApart: boolean
}

/** A head and a call that are longer together get a line each. */
const LONG = 80

/**
 * A handler around the handler: it hands on the event, taken out of the message. What is inside answers, waits and fails
 * as it did, whatever it is made of. It must get one message at a time.
 */
export function delegateEdits(delegate: Delegate): SourceEdit[] {
  const { module, place, inner } = delegate
  const { eol } = sourceStyle(module)
  const { name: helper, text: declared, reason } = delegate.unwrapping
  const value = place.kind === 'expression' ? unwrap(place.value) : undefined
  const start = place.statement.getStart(module.ast)
  if (place.kind === 'expression' && value && ts.isIdentifier(value)) {
    const at = lineStart(module.text, start)
    return [
      { start: at, end: at, text: `${declared}${eol}${eol}`, reason },
      { start: place.value.getStart(module.ast), end: place.value.end, ...arrow(delegate, value.text, helper) },
      ...renamedUses(module, place, value.text),
    ]
  }
  const exported =
    place.kind === 'function'
      ? functionText(delegate, place, helper)
      : `${exportOf(module, place)}${arrow(delegate, inner, helper).text}${end(module)}`
  const uses = isFunctionNode(place.kind === 'function' ? place.value : unwrap(place.value))
    ? []
    : renamedUses(module, place, inner)
  return [...renaming(delegate), ...uses, appended(delegate, `${declared}${eol}${eol}${exported}`)]
}

function end(module: SourceModule): string {
  return sourceStyle(module).semicolons ? ';' : ''
}

/** `(event, context, callback) => work(unwrapMessage(event), context, callback)`. */
function arrow(delegate: Delegate, work: string, helper: string): { text: string; reason: string } {
  const { parameters, call, before } = callOf(delegate, work, helper)
  const { eol, indent } = sourceStyle(delegate.module)
  const { reason } = delegate.unwrapping
  if (before) return { text: `(${parameters}) => ${blockText(delegate, [before, `return ${call}`])}`, reason }
  const isLong = parameters.length + call.length > LONG
  return { text: `(${parameters}) =>${isLong ? eol + indent : ' '}${call}`, reason }
}

/** A function stays one: what stands above it may already name it. */
function functionText(delegate: Delegate, place: HandlerPlace & { kind: 'function' }, helper: string): string {
  const { inner } = delegate
  const { parameters, call, before } = callOf(delegate, inner, helper)
  const head = `${place.isExported ? 'export ' : ''}${place.isDefault ? 'default ' : ''}function `
  const block = blockText(delegate, [...(before ? [before] : []), `return ${call}`])
  return `${head}${place.name?.text ?? ''}(${parameters}) ${block}`
}

function blockText({ module }: Delegate, statements: readonly string[]): string {
  const { eol, indent } = sourceStyle(module)
  return ['{', ...statements.map((statement) => `${indent}${statement}${end(module)}`), '}'].join(eol)
}

/** A call of what does the work. `before` is a statement that must come first. */
interface Call {
  readonly parameters: string
  readonly call: string
  readonly before?: string
}

function callOf(delegate: Delegate, work: string, helper: string): Call {
  const isTyped = isTypeScript(delegate.module.file)
  if (isTyped && !delegate.takesTuplesApart) {
    const before = `args[0] = ${helper}(args[0])`
    return { parameters: `...args: Parameters<typeof ${work}>`, call: `${work}(...args)`, before }
  }
  const others = isTyped ? ['...rest'] : otherNames(delegate)
  return {
    parameters: isTyped ? `...[event, ...rest]: Parameters<typeof ${work}>` : ['event', ...others].join(', '),
    call: `${work}(${[`${helper}(event)`, ...others].join(', ')})`,
  }
}

/** A function takes what it declares; what is made by a call may ask for all that a handler is given. */
function otherNames({ place, runtimes }: Delegate): string[] {
  const value = place.kind === 'function' ? place.value : unwrap(place.value)
  if (isFunctionNode(value)) return ['context', 'callback'].slice(0, value.parameters.length - 1)
  // Node.js 24 refuses a handler that declares a callback
  return runtimes.some((major) => major >= 24) ? ['context'] : ['context', 'callback']
}

/** What the new handler is exported by: the text before its value. */
function exportOf(module: SourceModule, place: Exclude<HandlerPlace, { kind: 'function' }>): string {
  return place.kind === 'expression'
    ? module.text.slice(place.statement.getStart(module.ast), place.value.getStart(module.ast))
    : `${place.isExported ? 'export ' : ''}const ${place.name.text} = `
}

/** What was the handler gets the inner name and is exported no more. */
function renaming({ module, place, inner }: Delegate): SourceEdit[] {
  const reason = 'The work of the handler gets a name of its own.'
  const at = (from: number, to: number, text: string): SourceEdit => ({ start: from, end: to, text, reason })
  const start = place.statement.getStart(module.ast)
  if (place.kind === 'expression') return [at(start, place.value.getStart(module.ast), `const ${inner} = `)]
  if (place.kind === 'constant') {
    const list = place.statement.declarationList.getStart(module.ast)
    return [
      ...(place.isExported ? [at(start, list, '')] : []),
      at(place.name.getStart(module.ast), place.name.end, inner),
    ]
  }
  const { value } = place
  const keyword = value.getChildren(module.ast).find(({ kind }) => kind === ts.SyntaxKind.FunctionKeyword)
  const async = ts.getModifiers(value)?.find(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)
  const first = (async ?? keyword)?.getStart(module.ast) ?? start
  const star = value.asteriskToken?.end ?? keyword?.end ?? first
  const name = value.name ? at(value.name.getStart(module.ast), value.name.end, inner) : at(star, star, ` ${inner}`)
  return [...(first > start ? [at(start, first, '')] : []), name]
}

function appended({ module, place, unwrapping }: Delegate, text: string): SourceEdit {
  return behindStatement(module, place.statement, text, unwrapping.reason)
}
