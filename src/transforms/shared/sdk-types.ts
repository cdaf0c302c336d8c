import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { rewrap, unwrap } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/source-file'
import type { ImportRequest, SourceEdit } from '../file-change'
import { attempt, refuse } from '../transform'
import { lambdaName, retyped, type TypeEdits, type TypeNames } from './sdk-names'
import type { SendKind } from './send'

const REASON = 'The declared type is that of the message.'

/**
 * The types that a call has written at its parameters, its command and its answer, as those of the message:
 * `const params: InvokeCommandInput` becomes `const params: SendMessageCommandInput`.
 * @throws Refused `type-errors` where a type is another than those of the SDK.
 */
export function typeEdits(site: InvokeSite, kind: SendKind): TypeEdits {
  const { module } = site
  if (!isTypeScript(module.file)) return { edits: [], imports: [] }
  const edits: SourceEdit[] = []
  const imports: ImportRequest[] = []
  for (const type of writtenTypes(site)) {
    if (!isOpen(type)) checkWhole(site, type)
    const made = retyped(site, type, typeNames(kind), REASON)
    edits.push(...made.edits)
    imports.push(...made.imports)
  }
  return { edits, imports }
}

function typeNames(kind: SendKind): TypeNames {
  return {
    client: kind.client,
    names: {
      InvokeCommand: kind.command,
      InvokeCommandInput: `${kind.command}Input`,
      InvokeCommandOutput: `${kind.command}Output`,
      InvocationRequest: kind.request,
      InvocationResponse: kind.response,
    },
  }
}

/**
 * The declared type of a function that returns the answer, as that of the message; `undefined` where it is not made of types
 * of an invocation alone.
 */
export function answerTypeEdits(site: InvokeSite, type: ts.TypeNode, kind: SendKind): TypeEdits | undefined {
  if (!isOfSdk(site, type)) return undefined
  const made = attempt(() => retyped(site, type, typeNames(kind), REASON))
  return 'value' in made ? made.value : undefined
}

/** Whether a call has a type of the client of Lambda written at its parameters, its command or its answer. */
export function hasWrittenTypes(site: InvokeSite): boolean {
  return isTypeScript(site.module.file) && writtenTypes(site).some((type) => !isOpen(type))
}

/** The types at the parameters, the command and the answer. */
function writtenTypes(site: InvokeSite): ts.TypeNode[] {
  const { module, call, command, paramsNode, style } = site
  const callback = style === 'method' && call.arguments.length > 1 ? call.arguments.at(-1) : undefined
  const data =
    callback && (ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)) ? callback.parameters[1] : undefined
  return [
    ...typesAround(paramsNode),
    ...declaredAt(module.bindings, paramsNode),
    ...typesAround(command),
    ...(command ? holders(command) : []),
    ...(command?.typeArguments ?? []),
    ...(call.typeArguments ?? []),
    ...(data?.type ? [data.type] : []),
    ...holders(answerOf(call)),
  ]
}

/** `lambda.send(…)`, awaited or not, `lambda.invoke(…).promise()`. */
function answerOf(call: ts.Expression): ts.Expression {
  const node = rewrap(call)
  const { parent } = node
  if (ts.isAwaitExpression(parent)) return answerOf(parent)
  const isPromise =
    ts.isPropertyAccessExpression(parent) && parent.name.text === 'promise' && ts.isCallExpression(parent.parent)
  return isPromise ? answerOf(parent.parent as ts.CallExpression) : node
}

/** The type of the variable that an expression is the value of, and what it is taken for on the way. */
function holders(expression: ts.Expression): ts.TypeNode[] {
  const { parent } = rewrap(expression)
  const own = ts.isVariableDeclaration(parent) && parent.type ? [parent.type] : []
  return [...own, ...typesAbove(expression)]
}

/** `x as T` around an expression. */
function typesAbove(expression: ts.Expression): ts.TypeNode[] {
  const { parent } = expression
  if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent)) return typesAbove(parent)
  if (!ts.isAsExpression(parent) && !ts.isSatisfiesExpression(parent) && !ts.isTypeAssertionExpression(parent))
    return []
  return [parent.type, ...typesAbove(parent)]
}

/** `x as T` as an argument. */
function typesAround(expression: ts.Expression | undefined): ts.TypeNode[] {
  return expression ? typesAbove(unwrap(expression)) : []
}

/** `const params: T = { … } as T`. */
function declaredAt(bindings: InvokeSite['module']['bindings'], params: ts.Expression | undefined): ts.TypeNode[] {
  const name = params && unwrap(params)
  const [declaration] = name && ts.isIdentifier(name) ? (bindings.of(name)?.declarations ?? []) : []
  if (!declaration || !ts.isVariableDeclaration(declaration)) return []
  const { initializer } = declaration
  return [...(declaration.type ? [declaration.type] : []), ...(initializer ? typesAbove(unwrap(initializer)) : [])]
}

/** `any`, `const`, and what else takes everything. */
function isOpen(type: ts.TypeNode): boolean {
  const text = type.getText().replace(/\s/g, '')
  return /^(any|unknown|object|const|void|Promise<(any|unknown|void)>|Record<string,(any|unknown)>)$/.test(text)
}

/** Types that hold another as it is. */
const HOLDING: ReadonlySet<string> = new Set(['Promise', 'Readonly', 'Required'])

/** @throws Refused `type-errors` where a type is not one of the SDK, or made of one. */
function checkWhole(site: InvokeSite, type: ts.TypeNode): void {
  const text = type.getText(site.module.ast)
  if (!isOfSdk(site, type))
    refuse(site, 'type-errors', `"${text}" is a type of an invocation, and what it is of a message is not known.`)
}

/** Whether a type is one of the SDK, or made of one. */
function isOfSdk(site: InvokeSite, type: ts.TypeNode): boolean {
  if (ts.isUnionTypeNode(type)) return type.types.every((part) => isOfSdk(site, part))
  if (ts.isParenthesizedTypeNode(type)) return isOfSdk(site, type.type)
  if (type.kind === ts.SyntaxKind.UndefinedKeyword || type.kind === ts.SyntaxKind.VoidKeyword) return true
  if (!ts.isTypeReferenceNode(type))
    return ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword
  if (HOLDING.has(type.typeName.getText())) return !!type.typeArguments?.every((part) => isOfSdk(site, part))
  return lambdaName(site, type.typeName) !== undefined && !type.typeArguments
}
