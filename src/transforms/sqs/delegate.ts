import { ts } from 'ts-morph'
import { lineAfter, lineStart } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import { isFunctionNode, unwrap } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/source-file'
import { sourceStyle } from '../../syntax/style'
import type { SourceEdit } from '../file-change'
import { freshName, pascalCase } from '../shared/names'
import type { HandlerPlace } from './handler-place'

/** What a delegating adapter is made of. */
export interface Delegate {
  /** Key of the function. */
  readonly key: string
  readonly module: SourceModule
  readonly place: HandlerPlace
  /** Name for what does the work, where it has none of its own. */
  readonly inner: string
  readonly arnVariable: string
  /** Major versions of Node.js that it runs on; `NaN` where one is not known. */
  readonly runtimes: readonly number[]
  /** The type of an event of the queue, where the file is TypeScript. */
  readonly queueEvent: string | undefined
  /** The declaration of that type, where it is one of its own. */
  readonly declaration: readonly string[]
}

/** A head and a call that are longer together get a line each. */
const LONG = 80

const REASON = 'The handler takes the records of the queue.'

const COMMENT = [
  '// a record of the queue holds the event; what was queued before the deployment, or is invoked directly, is the event',
]

/**
 * A handler around the handler: it hands on the event, taken out of the record of the queue. What is inside answers, waits
 * and fails as it did, whatever it is made of. Its queue must send one record at a time.
 */
export function delegateEdits(delegate: Delegate): SourceEdit[] {
  const { module, place, inner } = delegate
  const { eol } = sourceStyle(module)
  const helper = freshName(module, `unwrap${pascalCase(delegate.key)}Message`)
  const value = place.kind === 'expression' ? unwrap(place.value) : undefined
  const start = place.statement.getStart(module.ast)
  if (place.kind === 'expression' && value && ts.isIdentifier(value)) {
    const at = lineStart(module.text, start)
    return [
      { start: at, end: at, text: `${helperText(delegate, helper)}${eol}${eol}`, reason: REASON },
      { start: place.value.getStart(module.ast), end: place.value.end, ...arrow(delegate, value.text, helper) },
    ]
  }
  const exported =
    place.kind === 'function'
      ? functionText(delegate, place, helper)
      : `${exportOf(module, place)}${arrow(delegate, inner, helper).text}${end(module)}`
  return [
    ...renaming(delegate),
    appended(module, place.statement, `${helperText(delegate, helper)}${eol}${eol}${exported}`),
  ]
}

function end(module: SourceModule): string {
  return sourceStyle(module).semicolons ? ';' : ''
}

/** `(event, context, callback) => work(unwrapMessage(event), context, callback)`. */
function arrow(delegate: Delegate, work: string, helper: string): { text: string; reason: string } {
  const { parameters, call } = callOf(delegate, work, helper)
  const { eol, indent } = sourceStyle(delegate.module)
  const isLong = parameters.length + call.length > LONG
  return { text: `(${parameters}) =>${isLong ? eol + indent : ' '}${call}`, reason: REASON }
}

/** A function stays one: what stands above it may already name it. */
function functionText(delegate: Delegate, place: HandlerPlace & { kind: 'function' }, helper: string): string {
  const { module, inner } = delegate
  const { eol, indent } = sourceStyle(module)
  const { parameters, call } = callOf(delegate, inner, helper)
  const head = `${place.isExported ? 'export ' : ''}${place.isDefault ? 'default ' : ''}function `
  return [`${head}${place.name?.text ?? ''}(${parameters}) {`, `${indent}return ${call}${end(module)}`, '}'].join(eol)
}

function callOf(delegate: Delegate, work: string, helper: string): { parameters: string; call: string } {
  const isTyped = isTypeScript(delegate.module.file)
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

function helperText({ module, arnVariable, runtimes, queueEvent, declaration }: Delegate, name: string): string {
  const { eol, indent } = sourceStyle(module)
  const semicolon = end(module)
  const isOld = !queueEvent && runtimes.some((major) => major < 14)
  const record = queueEvent
    ? `(event as Partial<${queueEvent}> | null | undefined)?.Records?.[0]`
    : isOld
      ? 'event && event.Records && event.Records[0]'
      : 'event?.Records?.[0]'
  const isOfQueue = `${isOld ? 'record && record.' : 'record?.'}eventSourceARN === queueArn`
  const lines = [
    ...declaration,
    ...COMMENT,
    `const ${name} = (event${queueEvent ? ': unknown' : ''}) => {`,
    `${indent}const queueArn = process.env.${arnVariable}${semicolon}`,
    `${indent}const record = ${record}${semicolon}`,
    `${indent}return queueArn && ${isOfQueue} ? JSON.parse(record.body) : event${semicolon}`,
    `}${semicolon}`,
  ]
  return lines.join(eol)
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

function appended(module: SourceModule, statement: ts.Statement, text: string): SourceEdit {
  const start = lineAfter(module.text, statement.end)
  const { eol } = sourceStyle(module)
  const isLineEnd = module.text[start - 1] === '\n'
  return { start, end: start, text: `${isLineEnd ? '' : eol}${eol}${text}${isLineEnd ? eol : ''}`, reason: REASON }
}
