import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import type { FunctionNode } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/source-file'
import type { SourceEdit } from '../file-change'
import { freshName } from '../shared/names'
import type { Workflow } from './read-handler'

/** An expression, and what it takes to have it in a handler. */
export interface Named {
  readonly text: string
  readonly edits: readonly SourceEdit[]
}

const REASON = 'The execution is named after the request id.'

/** The request id of an event, as the handler may write it; `undefined` where its context is not to be had. */
export function nameOfExecution({ module, handler }: Pick<Workflow, 'module' | 'handler'>): Named | undefined {
  const [event, context] = handler.parameters
  if (event?.dotDotDotToken || event?.name.getText(module.ast) === 'this') return undefined
  return context ? ofContext(module, context) : withContext(module, handler, event)
}

function ofContext(
  module: SourceModule,
  { name, type, dotDotDotToken, initializer, questionToken }: ts.ParameterDeclaration,
): Named | undefined {
  if (dotDotDotToken || initializer || questionToken) return undefined
  const isTyped = !type || /\bContext\b|\bany\b|\bawsRequestId\b/.test(type.getText(module.ast))
  if (!isTyped) return undefined
  if (ts.isIdentifier(name)) {
    const binding = module.bindings.of(name)
    const isFixed = binding?.writes.length === 0 && binding.declarations.length === 1
    return isFixed ? { text: `${name.text}.awsRequestId`, edits: [] } : undefined
  }
  if (!ts.isObjectBindingPattern(name)) return undefined
  const element = name.elements.find(
    (one) => (one.propertyName ?? one.name).getText(module.ast) === 'awsRequestId' && !one.initializer,
  )
  return element && ts.isIdentifier(element.name) && module.bindings.of(element.name)?.writes.length === 0
    ? { text: element.name.text, edits: [] }
    : undefined
}

/** A parameter more: `(event)` becomes `(event, context)`. */
function withContext(
  module: SourceModule,
  handler: FunctionNode,
  event: ts.ParameterDeclaration | undefined,
): Named | undefined {
  const type = contextType(module, handler)
  if (type === undefined) return undefined
  const context = module.bindings.isTaken('context') ? freshName(module, 'lambdaContext') : 'context'
  const text = `${context}.awsRequestId`
  const added = `${context}${type.context}`
  const children = handler.getChildren(module.ast)
  const close = children.find(({ kind }) => kind === ts.SyntaxKind.CloseParenToken)
  if (!event) {
    if (!close) return undefined
    const at = close.getStart(module.ast)
    const unused = freshName(module, '_event', '_unused')
    return { text, edits: [{ start: at, end: at, text: `${unused}${type.event}, ${added}`, reason: REASON }] }
  }
  const { end } = event
  // `async event => …`
  if (!close) {
    const start = event.getStart(module.ast)
    return {
      text,
      edits: [
        { start, end: start, text: '(', reason: REASON },
        { start: end, end, text: `, ${added})`, reason: REASON },
      ],
    }
  }
  return { text, edits: [{ start: end, end, text: `, ${added}`, reason: REASON }] }
}

/** The types that a context, and an event that there was none of, need; `undefined` where the handler has room for neither. */
function contextType(
  module: SourceModule,
  { parent, parameters }: FunctionNode,
): { context: string; event: string } | undefined {
  const none = { context: '', event: '' }
  if (!isTypeScript(module.file)) return none
  const type = ts.isVariableDeclaration(parent) ? parent.type : undefined
  if (type) return isLambdaType(module, type) ? none : undefined
  const isTyped = parameters.length === 0 || parameters.some((parameter) => parameter.type)
  return isTyped ? { context: ': { awsRequestId: string }', event: ': unknown' } : { context: ': any', event: ': any' }
}

/** Whether a type is one of the Lambda types: those of handlers take a context. */
export function isLambdaType({ bindings, ast }: SourceModule, type: ts.TypeNode): type is ts.TypeReferenceNode {
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return false
  const [declaration] = bindings.of(type.typeName)?.declarations ?? []
  if (!declaration || !ts.isImportSpecifier(declaration)) return false
  return declaration.parent.parent.parent.moduleSpecifier.getText(ast).slice(1, -1) === 'aws-lambda'
}
