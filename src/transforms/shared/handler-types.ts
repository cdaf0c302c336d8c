import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import type { FunctionNode } from '../../syntax/nodes'
import type { ImportRequest, SourceEdit } from '../file-change'
import type { HandlerForm } from './handler-form'

/** The types that a handler gives its parameters, and what it takes to write them there. */
export interface HandlerTypes {
  readonly event: string | undefined
  readonly context: string | undefined
  /** Edits that move the types from the variable to the function: `const handler: Handler<Order> = …`. */
  readonly edits: readonly SourceEdit[]
  readonly imports: readonly ImportRequest[]
  /** The import of the type that goes. */
  readonly like: ts.Node | undefined
}

/**
 * Reads the types of a handler; `undefined` where its variable has a type that cannot be taken apart.
 * @param parameters Those that it keeps.
 */
export function handlerTypes(
  module: SourceModule,
  { node }: HandlerForm,
  parameters: readonly ts.ParameterDeclaration[] = node.parameters,
): HandlerTypes | undefined {
  const [event, context] = parameters
  const type = ts.isVariableDeclaration(node.parent) ? node.parent.type : undefined
  if (!type) {
    const textOf = (parameter: ts.ParameterDeclaration | undefined) => parameter?.type?.getText(module.ast)
    return { event: textOf(event), context: textOf(context), edits: [], imports: [], like: undefined }
  }
  return fromHandlerType(module, node, type, parameters)
}

/** `Handler<Event, Result>` of the Lambda types asks for three arguments: its parts go to where they belong. */
function fromHandlerType(
  module: SourceModule,
  node: FunctionNode,
  type: ts.TypeNode,
  [event, context]: readonly ts.ParameterDeclaration[],
): HandlerTypes | undefined {
  const like = lambdaHandlerImport(module, type)
  if (!like || !ts.isTypeReferenceNode(type)) return undefined
  const [eventType, resultType] = (type.typeArguments ?? []).map((argument) => argument.getText(module.ast))
  const types = { event: event?.type?.getText(module.ast) ?? eventType ?? 'any', context: context && 'Context' }
  const reason = 'The function is called with an event, not as a handler.'
  const typed = (parameter: ts.ParameterDeclaration | undefined, text: string | undefined): SourceEdit[] => {
    if (!parameter || parameter.type) return []
    const at = (parameter.questionToken ?? parameter.name).end
    return [{ start: at, end: at, text: `: ${text}`, reason }]
  }
  if (context && !context.type && isOtherContext(module)) return undefined
  const { start, end, isBare } = parameterList(module, node)
  const isAnnotated = resultType !== undefined && !node.type
  const result = isAnnotated ? `: Promise<${resultType}>` : ''
  return {
    ...types,
    edits: [
      { start: (type.parent as ts.VariableDeclaration).name.end, end: type.end, text: '', reason },
      ...(isBare ? [{ start, end: start, text: '(', reason }] : []),
      ...(isBare
        ? [{ start: end, end, text: `: ${types.event})${result}`, reason }]
        : [
            ...typed(event, types.event),
            ...typed(context, 'Context'),
            ...(result ? [{ start: end, end, text: result, reason }] : []),
          ]),
    ],
    imports: context && !context.type ? [{ specifier: 'aws-lambda', name: 'Context', isType: true, like }] : [],
    like,
  }
}

/** Whether the file means something else by `Context` than the Lambda types do. */
function isOtherContext({ bindings, ast }: SourceModule): boolean {
  if (!bindings.isTaken('Context')) return false
  const [declaration] = bindings.topLevel.get('Context')?.declarations ?? []
  const statement = declaration && ts.isImportSpecifier(declaration) ? declaration.parent.parent.parent : undefined
  return !statement || !/^['"]aws-lambda['"]$/.test(statement.moduleSpecifier.getText(ast))
}

/** Where the parameters stand, their parentheses included; `isBare` where they have none: `async event => …`. */
function parameterList(module: SourceModule, node: FunctionNode): { start: number; end: number; isBare: boolean } {
  const close = node.getChildren(module.ast).find((child) => child.kind === ts.SyntaxKind.CloseParenToken)
  const [first] = node.parameters
  const start = first?.getStart(module.ast) ?? node.getStart(module.ast)
  return close ? { start, end: close.end, isBare: false } : { start, end: first?.end ?? start, isBare: true }
}

/** The import of `Handler`, where the type is the one of the Lambda types. */
function lambdaHandlerImport(module: SourceModule, type: ts.TypeNode): ts.ImportSpecifier | undefined {
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined
  const [declaration] = module.bindings.of(type.typeName)?.declarations ?? []
  if (!declaration || !ts.isImportSpecifier(declaration)) return undefined
  const { moduleSpecifier } = declaration.parent.parent.parent
  const isLambda = ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === 'aws-lambda'
  return isLambda && (declaration.propertyName ?? declaration.name).text === 'Handler' ? declaration : undefined
}
