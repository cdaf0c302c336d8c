import { ts } from 'ts-morph'
import type { FunctionRef, Handler } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { lineAfter } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import { isFunctionNode, unwrap } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/parse'
import { sourceStyle } from '../../syntax/style'
import type { FileChange, SourceEdit } from '../file-change'
import { type FoundHandler, findHandlerForm, type HandlerForm } from '../shared/handler-form'
import { camelCase, freshName, pascalCase } from '../shared/names'
import { refuse, type TransformContext } from '../transform'
import { adapterImports, adapterText, queueEventOf, RECORD_TYPE, RECORDS } from './adapter'
import { delegateEdits } from './delegate'
import { endsWithItsPromise } from './ends-with-promise'
import { findHandlerPlace } from './handler-place'
import { type HandlerTypes, handlerTypes } from './handler-types'

/**
 * The callee's half: its handler takes the records of the queue and, still, the event itself. Nothing has to change where
 * it takes no event at all.
 */
export function rewriteCallee(
  context: TransformContext,
  site: InvokeSite,
  callee: FunctionRef,
  arnVariable: string,
): FileChange | undefined {
  const { handler, key } = callee.function
  if (!handler) refuse(site, 'handler-not-found', `The handler of "${key}" is no source file of this repository.`)
  const found = findHandlerForm(context.evaluator, handler)
  const types = found && handlerTypes(found.module, found.form)
  return found && types && takesRecords(context, handler, found)
    ? consumer(context, callee, handler, { ...found, types, arnVariable })
    : delegating(context, site, callee, handler, arnVariable)
}

/** Whether a handler can be called once for each record of an event: an async function of the event, and nothing else. */
function takesRecords(context: TransformContext, handler: Handler, { module, form }: FoundHandler): boolean {
  const [event, ...others] = form.node.parameters
  return (
    (event !== undefined || isBatch(context)) &&
    others.length < 2 &&
    !event?.dotDotDotToken &&
    !usesThis(form.node) &&
    (endsWithItsPromise(module, form.node) || isAwaitedByItsRuntimes(context, handler))
  )
}

function isBatch({ options }: TransformContext): boolean {
  return options.queue.batchSize > 1
}

interface Consumer extends FoundHandler {
  readonly types: HandlerTypes
  readonly arnVariable: string
}

function consumer(
  context: TransformContext,
  { function: { key } }: FunctionRef,
  handler: Handler,
  { module, form, types, arnVariable }: Consumer,
): FileChange {
  const inner = innerName(module, key, 'name' in form ? form.name.text : '')
  const text = adapterText(context, {
    key,
    module,
    form,
    types,
    inner,
    arnVariable,
    hasOptionalChaining: hasOptionalChaining(context, handler),
    isBatch: isBatch(context),
  })
  const edits: SourceEdit[] = [...renaming(module, form, inner), ...types.edits, appended(module, form, text)]
  return { module, edits, imports: [...types.imports, ...adapterImports(context, module, types)], declarations: [] }
}

/** A handler of any other form gets one around it, which takes the event out of the record. */
function delegating(
  context: TransformContext,
  site: InvokeSite,
  { function: { key } }: FunctionRef,
  handler: Handler,
  arnVariable: string,
): FileChange | undefined {
  const found = findHandlerPlace(context.evaluator.program, handler)
  if (!found) refuse(site, 'handler-form', `The handler of "${key}" (${handler.file}) is exported in an unknown form.`)
  const { module, place } = found
  if (isBatch(context))
    refuse(
      site,
      'handler-form',
      `The handler of "${key}" is no async function of the event: it takes one record at a time.`,
    )
  const work = place.kind === 'function' ? place.value : unwrap(place.value)
  if (isFunctionNode(work) && usesThis(work))
    refuse(site, 'handler-form', `The handler of "${key}" uses "this" or "arguments".`)
  if (isFunctionNode(work) && work.parameters.length === 0) return undefined
  if (isFunctionNode(work) && work.parameters.some(({ dotDotDotToken }) => dotDotDotToken))
    refuse(site, 'handler-form', `The handler of "${key}" takes its parameters as a list.`)
  const isTyped = isTypeScript(module.file)
  const queueEvent = isTyped ? queueEventOf(context, { key, module }) : undefined
  const edits = delegateEdits({
    key,
    module,
    place,
    inner: innerName(module, key, 'name' in place ? (place.name?.text ?? '') : ''),
    arnVariable,
    runtimes: runtimesOf(context, handler),
    queueEvent: queueEvent?.name,
    declaration: queueEvent?.declaration.map((line) => line.replace(RECORDS, RECORD_TYPE)) ?? [],
  })
  return { module, edits, imports: adapterImports(context, module, { like: undefined }), declarations: [] }
}

/** The runtimes of all functions that have this handler: one file may serve several. */
function runtimesOf({ services }: TransformContext, { file, export: name }: Handler): number[] {
  return services
    .flatMap(({ functions }) => functions)
    .filter((fn) => fn.handler?.file === file && fn.handler.export === name)
    .map(({ runtime }) => Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? Number.NaN))
}

/** From version 24 on the runtime takes what a handler returns, async or not, and waits for nothing else. */
function isAwaitedByItsRuntimes(context: TransformContext, handler: Handler): boolean {
  return runtimesOf(context, handler).every((major) => major >= 24)
}

function hasOptionalChaining(context: TransformContext, handler: Handler): boolean {
  return runtimesOf(context, handler).every((major) => !(major < 14))
}

function usesThis(node: ts.Node): boolean {
  let found = false
  const visit = (child: ts.Node): void => {
    if (child.kind === ts.SyntaxKind.ThisKeyword || (ts.isIdentifier(child) && child.text === 'arguments')) found = true
    if (!ts.isFunctionDeclaration(child) && !ts.isFunctionExpression(child)) ts.forEachChild(child, visit)
  }
  ts.forEachChild(node, visit)
  return found
}

/** Name of the function that does the work: the function's key, as a verb where that is the handler's own name. */
function innerName(module: SourceModule, key: string, own: string): string {
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
function renaming(module: SourceModule, form: HandlerForm, inner: string): SourceEdit[] {
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

function appended(module: SourceModule, form: HandlerForm, text: string): SourceEdit {
  const start = lineAfter(module.text, form.statement.end)
  const { eol } = sourceStyle(module)
  const isLineEnd = module.text[start - 1] === '\n'
  return {
    start,
    end: start,
    text: `${isLineEnd ? '' : eol}${eol}${text}${isLineEnd ? eol : ''}`,
    reason: 'The handler takes the records of the queue.',
  }
}
