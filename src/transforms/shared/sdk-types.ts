import { ts } from 'ts-morph'
import { callbackOf } from '../../scan/callback-of'
import type { InvokeSite } from '../../scan/site'
import { rewrap, unwrap, walk } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/source-file'
import type { ImportRequest, SourceEdit } from '../file-change'
import { refuse } from '../transform'
import { importedFrom, isLambdaModule } from './imported-from'
import type { SendKind } from './send'

const REASON = 'The declared type is that of the message.'

/** Edits of declared types, and the imports that they need. */
export interface TypeEdits {
  readonly edits: readonly SourceEdit[]
  readonly imports: readonly ImportRequest[]
}

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
    walk(type, (node) => {
      if (!ts.isTypeReferenceNode(node)) return
      const made = replaced(site, node.typeName, kind)
      if (!made) return
      edits.push({ start: made.node.getStart(module.ast), end: made.node.end, text: made.text, reason: REASON })
      imports.push(...made.imports)
    })
  }
  return { edits, imports }
}

/** Whether a call has a type of the client of Lambda written at its parameters, its command or its answer. */
export function hasWrittenTypes(site: InvokeSite): boolean {
  return isTypeScript(site.module.file) && writtenTypes(site).some((type) => !isOpen(type))
}

/** The types at the parameters, the command and the answer. */
function writtenTypes(site: InvokeSite): ts.TypeNode[] {
  const { module, call, command, paramsNode, style } = site
  const callback = callbackOf({ call, style })
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
  const alone = (node: ts.TypeNode): boolean => {
    if (ts.isUnionTypeNode(node)) return node.types.every(alone)
    if (ts.isParenthesizedTypeNode(node)) return alone(node.type)
    if (node.kind === ts.SyntaxKind.UndefinedKeyword || node.kind === ts.SyntaxKind.VoidKeyword) return true
    if (!ts.isTypeReferenceNode(node))
      return ts.isLiteralTypeNode(node) && node.literal.kind === ts.SyntaxKind.NullKeyword
    if (HOLDING.has(node.typeName.getText())) return !!node.typeArguments?.every(alone)
    return lambdaName(site, node.typeName) !== undefined && !node.typeArguments
  }
  if (!alone(type))
    refuse(site, 'type-errors', `"${text}" is a type of an invocation, and what it is of a message is not known.`)
}

interface LambdaName {
  /** `InvokeCommandInput`, by its name there. */
  readonly name: string
  /** The import that the name comes from. */
  readonly like: ts.Node
  /** `AWS` in `AWS.Lambda.InvocationRequest`: what the types of all services are in. */
  readonly owner?: string
}

/** What a name is in the types of the client of Lambda. */
function lambdaName(site: InvokeSite, name: ts.EntityName): LambdaName | undefined {
  const path = name.getText(site.module.ast).replace(/\s/g, '').split('.')
  let root: ts.EntityName = name
  while (ts.isQualifiedName(root)) root = root.left
  const origin = importedFrom(site.module, root)
  if (!origin || !isLambdaModule(origin.specifier)) return undefined
  const { specifier, name: own, like } = origin
  const last = path.at(-1) ?? ''
  const inside = path.slice(1, -1).filter((part) => part !== 'Types')
  if (specifier === 'aws-sdk') {
    if (own === 'Lambda')
      return path.length > 1 && inside.length === 0 ? { name: last, like } : { name: 'Lambda', like }
    const isWhole = own === '*' || own === 'default'
    if (!isWhole || path[1] !== 'Lambda') return undefined
    return path.length === 2
      ? { name: 'Lambda', like, owner: path[0] as string }
      : { name: last, like, owner: path[0] as string }
  }
  if (path.length === 1) return { name: own, like }
  return inside.length === 0 ? { name: last, like } : undefined
}

/** The text of the same type of the message. */
function replaced(
  site: InvokeSite,
  name: ts.EntityName,
  kind: SendKind,
): { readonly node: ts.Node; readonly text: string; readonly imports: readonly ImportRequest[] } | undefined {
  const found = lambdaName(site, name)
  if (!found) return undefined
  const { client } = kind
  const names: Readonly<Record<string, string>> = {
    InvokeCommand: kind.command,
    InvokeCommandInput: `${kind.command}Input`,
    InvokeCommandOutput: `${kind.command}Output`,
    InvocationRequest: kind.request,
    InvocationResponse: kind.response,
  }
  const to = names[found.name]
  const shown = name.getText(site.module.ast)
  if (to === undefined)
    refuse(site, 'type-errors', `"${shown}" is a type of an invocation, and a message has none like it.`)
  if (site.sdk === 'v3') {
    const like = found.like
    return {
      node: name,
      text: to,
      imports: [{ specifier: client.package, name: to, isType: isTypeImport(like), like }],
    }
  }
  if (found.owner !== undefined) return { node: name, text: `${found.owner}.${client.v2}.${to}`, imports: [] }
  if (ts.isIdentifier(name)) {
    const specifier = client.v2Module
    return {
      node: name,
      text: to,
      imports: [{ specifier, name: to, isType: isTypeImport(found.like), like: found.like }],
    }
  }
  const { specifier } = importedFrom(site.module, leftmost(name)) as { specifier: string }
  const whole = specifier === 'aws-sdk' ? undefined : (true as const)
  const from = whole ? client.v2Module : 'aws-sdk'
  const imported = {
    specifier: from,
    name: client.v2,
    isType: false,
    like: found.like,
    ...(whole && { isWhole: whole }),
  }
  return { node: name, text: `${client.v2}.${to}`, imports: [imported] }
}

function leftmost(name: ts.EntityName): ts.Identifier {
  return ts.isIdentifier(name) ? name : leftmost(name.left)
}

/** `import type { … }`, `import { type … }`. */
function isTypeImport(like: ts.Node): boolean {
  return ts.isImportSpecifier(like) && (like.isTypeOnly || like.parent.parent.isTypeOnly)
}
