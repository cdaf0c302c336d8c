import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import type { FunctionNode } from '../../syntax/nodes'
import type { SourceEdit } from '../file-change'
import { isLambdaType } from './execution-name'

const REASON = 'The handler gives nothing any more.'

/** Types of a result that nothing fits. */
const OPEN = /^(void|any|unknown|undefined)$/

/**
 * What it takes for an async handler to give nothing, as far as its types are concerned.
 * @returns `undefined` where its variable has a type that cannot be changed here.
 */
export function withoutResult(module: SourceModule, handler: FunctionNode): SourceEdit[] | undefined {
  const declared = handler.type ? resultOf(module, handler.type) : []
  const { parent } = handler
  const type = ts.isVariableDeclaration(parent) ? parent.type : undefined
  const assigned = type ? resultOfHandler(module, type, handler) : []
  return declared && assigned && [...declared, ...assigned]
}

/** `Promise<Answer>` becomes `Promise<void>`. */
function resultOf(module: SourceModule, type: ts.TypeNode): SourceEdit[] | undefined {
  const isPromise = ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text === 'Promise'
  const [result, ...others] = (isPromise && type.typeArguments) || []
  return result && others.length === 0 ? voided(module, result) : undefined
}

/** `Handler<Order, Answer>` becomes `Handler<Order, void>`; the result of `EventBridgeHandler` stands third. */
function resultOfHandler(module: SourceModule, type: ts.TypeNode, handler: FunctionNode): SourceEdit[] | undefined {
  if (!isLambdaType(module, type)) return givesNothing(handler) ? [] : undefined
  const [declaration] = module.bindings.of(type.typeName as ts.Identifier)?.declarations ?? []
  const name =
    declaration && ts.isImportSpecifier(declaration) ? (declaration.propertyName ?? declaration.name).text : ''
  const result = type.typeArguments?.[name === 'EventBridgeHandler' ? 2 : 1]
  return result ? voided(module, result) : []
}

function voided(module: SourceModule, type: ts.TypeNode): SourceEdit[] {
  if (OPEN.test(type.getText(module.ast))) return []
  return [{ start: type.getStart(module.ast), end: type.end, text: 'void', reason: REASON }]
}

function givesNothing({ body }: FunctionNode): boolean {
  return !!body && ts.isBlock(body) && body.statements.every((statement) => !returnOfValue(statement))
}

/** The first `return` of a function's own code that gives a value. */
export function returnOfValue(statement: ts.Statement): ts.ReturnStatement | undefined {
  let found: ts.ReturnStatement | undefined
  const visit = (node: ts.Node): void => {
    if (found || ts.isFunctionLike(node) || ts.isClassLike(node)) return
    if (ts.isReturnStatement(node) && node.expression) found = node
    else ts.forEachChild(node, visit)
  }
  visit(statement)
  return found
}
