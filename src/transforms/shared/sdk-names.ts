import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { walk } from '../../syntax/nodes'
import type { ImportRequest, SourceEdit } from '../file-change'
import { refuse } from '../transform'
import type { ClientKind } from './construction'
import { importedFrom, isLambdaModule } from './imported-from'

/** Edits of declared types, and the imports that they need. */
export interface TypeEdits {
  readonly edits: readonly SourceEdit[]
  readonly imports: readonly ImportRequest[]
}

/** Another client, and what the types of Lambda are called there: `InvokeCommandInput` as `SendMessageCommandInput`. */
export interface TypeNames {
  readonly client: ClientKind
  readonly names: Readonly<Record<string, string>>
}

/**
 * The edits that make the types of Lambda in a type those of another client.
 * @throws Refused `type-errors` where one has none like it there.
 */
export function retyped(site: InvokeSite, type: ts.TypeNode, to: TypeNames, reason: string): TypeEdits {
  const { ast } = site.module
  const edits: SourceEdit[] = []
  const imports: ImportRequest[] = []
  walk(type, (node) => {
    if (!ts.isTypeReferenceNode(node)) return
    const made = replaced(site, node.typeName, to)
    if (!made) return
    edits.push({ start: made.node.getStart(ast), end: made.node.end, text: made.text, reason })
    imports.push(...made.imports)
  })
  return { edits, imports }
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
export function lambdaName(site: InvokeSite, name: ts.EntityName): LambdaName | undefined {
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

/** The text of the same type of the other client. */
function replaced(
  site: InvokeSite,
  name: ts.EntityName,
  { client, names }: TypeNames,
): { readonly node: ts.Node; readonly text: string; readonly imports: readonly ImportRequest[] } | undefined {
  const found = lambdaName(site, name)
  if (!found) return undefined
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
