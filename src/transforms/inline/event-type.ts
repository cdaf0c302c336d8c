import { ts } from 'ts-morph'
import type { CallbackAnswers } from '../../analysis/callback/answers'
import type { SourceModule } from '../../syntax/module'
import { type FunctionNode, isAsync } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/source-file'

/** A type as it is written, and the nodes whose names it takes along. */
export interface WrittenType {
  readonly text: string
  readonly node: ts.TypeNode | undefined
  /** What must be at hand where it is written. */
  readonly roots: readonly ts.Node[]
}

const ANY: WrittenType = { text: 'any', node: undefined, roots: [] }

/** The type of a handler's event: of its parameter, or by the declared type of the constant that holds the handler. */
export function eventType(module: SourceModule, node: FunctionNode): WrittenType | undefined {
  const [parameter] = node.parameters
  if (!parameter || !isTypeScript(module.file)) return undefined
  if (parameter.type) return written(module, parameter.type)
  const declared = declaredType(node)
  if (!declared) return undefined
  const handler = handlerArguments(module, declared)
  if (handler) return handler[0] ? written(module, handler[0]) : ANY
  return { text: `Parameters<${declared.getText(module.ast)}>[0]`, node: undefined, roots: [declared] }
}

/** The type of what a handler answers with, where it is declared. */
export function answerType(
  module: SourceModule,
  node: FunctionNode,
  answers: CallbackAnswers | undefined,
): WrittenType | undefined {
  const callback = answers && answers.exits.length > 0 ? callbackType(module, node) : undefined
  if (callback) return written(module, callback)
  if (node.type && !(answers && answers.exits.length > 0)) {
    const inner = answered(module, node, node.type)
    return inner && written(module, inner)
  }
  const declared = declaredType(node)
  const answer = declared && handlerArguments(module, declared)?.[1]
  return answer && written(module, answer)
}

/** `Price` of `callback: Callback<Price>`. */
function callbackType(module: SourceModule, { parameters: [, , callback] }: FunctionNode): ts.TypeNode | undefined {
  const type = callback?.type
  const isKnown = type && ts.isTypeReferenceNode(type) && /^(\w+\.)?Callback$/.test(type.typeName.getText(module.ast))
  return isKnown && isOfAwsLambda(module) ? type.typeArguments?.[0] : undefined
}

/** `T` of `Promise<T>`; the type itself where the function is not async. */
function answered({ ast }: SourceModule, node: FunctionNode, type: ts.TypeNode): ts.TypeNode | undefined {
  const isPromise = ts.isTypeReferenceNode(type) && type.typeName.getText(ast) === 'Promise'
  if (isPromise) return type.typeArguments?.[0]
  return isAsync(node) ? undefined : type
}

function written(module: SourceModule, node: ts.TypeNode): WrittenType {
  return { text: node.getText(module.ast), node, roots: [node] }
}

/** `Handler<Order>` of `const handler: Handler<Order> = …`. */
function declaredType({ parent }: FunctionNode): ts.TypeNode | undefined {
  return ts.isVariableDeclaration(parent) ? parent.type : undefined
}

/** The event and the answer that `Handler` of `aws-lambda` is given; none where the type is another one. */
function handlerArguments(module: SourceModule, type: ts.TypeNode): readonly ts.TypeNode[] | undefined {
  if (!ts.isTypeReferenceNode(type)) return undefined
  const name = type.typeName.getText(module.ast)
  const isHandler = /^(\w+\.)?Handler$/.test(name) && isOfAwsLambda(module)
  return isHandler ? (type.typeArguments ?? []) : undefined
}

function isOfAwsLambda({ text }: SourceModule): boolean {
  return /from\s+['"]aws-lambda['"]/.test(text)
}
