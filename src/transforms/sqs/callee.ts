import { ts } from 'ts-morph'
import type { FunctionRef, ServiceFunction } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { lineAfter } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import { isTypeScript } from '../../syntax/parse'
import { printStatements } from '../../syntax/print'
import { sourceStyle } from '../../syntax/style'
import { textOf } from '../../workspace/workspace'
import type { FileChange, ImportRequest, SourceEdit } from '../file-change'
import { type FoundHandler, findHandlerForm, type HandlerForm } from '../shared/handler-form'
import { camelCase, freshName, pascalCase } from '../shared/names'
import { refuse, type TransformContext } from '../transform'

/** The callee's half: its handler takes the records of the queue and, still, the event itself. */
export function rewriteCallee(
  context: TransformContext,
  site: InvokeSite,
  callee: FunctionRef,
  arnVariable: string,
): FileChange {
  const { handler, key } = callee.function
  if (!handler) refuse(site, 'handler-not-found', `The handler of "${key}" is no source file of this repository.`)
  const found = findHandlerForm(context.evaluator, handler)
  if (!found)
    refuse(
      site,
      'handler-form',
      `The handler of "${key}" (${handler.file}) is wrapped, or exported in a form that is not known.`,
    )
  const { module, form } = found
  const [event, ...others] = form.node.parameters
  if (others.length > 1 || event?.dotDotDotToken)
    refuse(site, 'handler-form', `The handler of "${key}" answers by a callback.`)
  if (usesThis(form.node)) refuse(site, 'handler-form', `The handler of "${key}" uses "this" or "arguments".`)
  const inner = innerName(module, key, form)
  const edits: SourceEdit[] = [
    ...renaming(module, form, inner),
    appended(module, form, adapter(context, callee.function, found, inner, arnVariable)),
  ]
  return { module, edits, imports: importsOf(context, module), declarations: [] }
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
function innerName(module: SourceModule, key: string, form: HandlerForm): string {
  const name = camelCase(key)
  const own = 'name' in form ? form.name.text : ''
  return name === own
    ? freshName(module, `handle${pascalCase(key)}`)
    : freshName(module, name, `handle${pascalCase(key)}`)
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

/** The new handler: records of the queue one by one, anything else as before. */
function adapter(
  context: TransformContext,
  { key, runtime }: ServiceFunction,
  { module, form }: FoundHandler,
  inner: string,
  arnVariable: string,
): string {
  const style = sourceStyle(module)
  const isTyped = isTypeScript(module.file)
  const [eventParameter, contextParameter] = form.node.parameters
  const contextName =
    contextParameter && ts.isIdentifier(contextParameter.name) ? contextParameter.name.text : 'context'
  const eventType = eventParameter?.type?.getText(module.ast) ?? 'unknown'
  const queueEvent = hasLambdaTypes(context, module)
    ? 'SQSEvent'
    : '{ Records: { body: string; eventSourceARN: string }[] }'
  const parameters = [
    isTyped
      ? `event: ${eventType === 'any' || eventType === 'unknown' ? eventType : `${eventType} | ${queueEvent}`}`
      : 'event',
    ...(contextParameter
      ? [`${contextName}${isTyped && contextParameter.type ? `: ${contextParameter.type.getText(module.ast)}` : ''}`]
      : []),
  ].join(', ')
  const call = (argument: string) => `${inner}(${argument}${contextParameter ? `, ${contextName}` : ''})`
  const guardName = freshName(module, `isFrom${pascalCase(key)}Queue`)
  const guard = `const ${guardName} = ${guardFunction(isTyped ? queueEvent : undefined, arnVariable, runtime)};`
  const body = `{
  if (!${guardName}(event)) {
    return ${call('event')};
  }
  for (const record of event.Records) {
    await ${call('JSON.parse(record.body)')};
  }
}`
  const source = `${guard}\n${exported(form, parameters, body)}`
  const printed = printStatements((j) => j.template.statements([source]), style)
  const comment = `// events that were queued before the deployment, and direct invocations, still arrive as they are`
  return printed.replace(
    new RegExp(`^(\\s*)if \\(!${guardName}`, 'm'),
    (match, indent: string) => `${indent.replace(/^\n/, '')}${comment}${style.eol}${match}`,
  )
}

/** Whether an event holds records of the queue: a payload may have "Records" of its own. */
function guardFunction(queueEvent: string | undefined, arnVariable: string, runtime: string): string {
  const hasOptionalChaining = queueEvent !== undefined || !(Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? 14) < 14)
  const isRecord = `${hasOptionalChaining ? 'record?.' : 'record && record.'}eventSourceARN === process.env.${arnVariable}`
  const [signature, event] =
    queueEvent === undefined
      ? ['(event)', 'event || {}']
      : [`(event: unknown): event is ${queueEvent}`, `(event ?? {}) as Partial<${queueEvent}>`]
  return `${signature} => {
  const { Records: records } = ${event};
  return Array.isArray(records) && records.some((record) => ${isRecord});
}`
}

function exported(form: HandlerForm, parameters: string, body: string): string {
  switch (form.kind) {
    case 'exported-constant':
      return `export const ${form.name.text} = async (${parameters}) => ${body};`
    case 'exported-function':
      return `export async function ${form.name.text}(${parameters}) ${body}`
    case 'exports-assignment':
      return `${form.target.getText()} = async (${parameters}) => ${body};`
    case 'listed':
      return ts.isFunctionDeclaration(form.node)
        ? `async function ${form.name.text}(${parameters}) ${body}`
        : `const ${form.name.text} = async (${parameters}) => ${body};`
  }
}

function importsOf(context: TransformContext, module: SourceModule): ImportRequest[] {
  if (!isTypeScript(module.file) || !hasLambdaTypes(context, module)) return []
  return [{ specifier: 'aws-lambda', name: 'SQSEvent', isType: true }]
}

/** Whether the types of Lambda events are at hand: a dependency of the nearest package.json, or used in the file. */
function hasLambdaTypes(context: TransformContext, module: SourceModule): boolean {
  if (/from\s+['"]aws-lambda['"]/.test(module.text)) return true
  return context.workspace.files.some(
    (file) => /(^|\/)package\.json$/.test(file) && /"@types\/aws-lambda"/.test(textOf(context.workspace, file) ?? ''),
  )
}
