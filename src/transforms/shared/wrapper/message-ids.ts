import { ts } from 'ts-morph'
import type { InvokeSite, WrapperLevel } from '../../../scan/site'
import type { SourceModule } from '../../../syntax/module'
import { propertyName } from '../../../syntax/nodes'
import { isTypeScript } from '../../../syntax/source-file'
import { indentAt, sourceStyle } from '../../../syntax/style'
import type { SourceEdit } from '../../file-change'
import type { FifoRequest } from '../../options'
import { refuse } from '../../transform'
import { freshName } from '../names'
import type { NameParameter } from './name-flow'

/** The ids of a message of a FIFO queue, by what stands for them at a place. */
export type MessageIds = Pick<FifoRequest, 'group' | 'deduplication'>

const REASON = 'The helper is told the ids of the message.'

/** The ids as a list: parameters and arguments stand in its order. */
export function listed(ids: MessageIds | undefined): string[] {
  if (!ids) return []
  return ids.deduplication === undefined ? [ids.group] : [ids.group, ids.deduplication]
}

/** What the parameters of a helper are called that take the ids. */
export function idNames({ module }: WrapperLevel, ids: MessageIds): MessageIds {
  return {
    group: freshName(module, 'messageGroupId'),
    deduplication: ids.deduplication === undefined ? undefined : freshName(module, 'messageDeduplicationId'),
  }
}

/** What a helper reads the ids by: a name of its own, or a member of its options. */
export function readBy({ declaration, member, local }: NameParameter, ids: MessageIds): MessageIds {
  if (member === undefined || local) return ids
  const read = (name: string) => `${declaration.name.getText()}.${name}`
  return { group: read(ids.group), deduplication: ids.deduplication && read(ids.deduplication) }
}

/** What stands between an item of a list and a new one behind it: an item on a line of its own has its like there. */
export function gapBehind(module: SourceModule, item: ts.Node): string {
  const at = item.getStart(module.ast)
  const isOwnLine = /(^|\n)[ \t]*$/.test(module.text.slice(0, at))
  return isOwnLine ? `,${sourceStyle(module).eol}${indentAt(module.text, at)}` : ', '
}

/**
 * The ids among the members of an object that is a parameter: in the pattern that takes it apart, and in its type.
 * @returns Edits of the helper, and of a type that stands outside of it.
 * @throws Refused `fifo-expression` where the type is declared elsewhere.
 */
export function memberEdits(
  site: InvokeSite,
  { module, node }: WrapperLevel,
  { declaration, member, local }: NameParameter,
  names: readonly string[],
): { edits: SourceEdit[]; outside: SourceEdit[] } {
  const { ast, text } = module
  const element = local?.parent
  const edits: SourceEdit[] = element
    ? [{ ...rangeOf(module, element), text: element.getText(ast) + joined(gapBehind(module, element), names) }]
    : []
  if (!declaration.type || !isTypeScript(module.file)) return { edits, outside: [] }
  const members = membersOf(module, declaration.type)
  const like = members?.find((one) => one.name && propertyName(one.name) === member)
  if (!like)
    refuse(site, 'fifo-expression', 'The helper takes its options by a type of another file, which lacks the ids.')
  const end = /[;,]$/.exec(text.slice(like.getStart(ast), like.end))?.[0]
  const isOwnLine = /\n[ \t]*$/.test(text.slice(0, like.getStart(ast)))
  const gap = isOwnLine ? `${sourceStyle(module).eol}${indentAt(text, like.getStart(ast))}` : ' '
  const added = names.map((name) => `${end || isOwnLine ? '' : ';'}${gap}${name}?: string${end ?? ''}`).join('')
  const edit: SourceEdit = { start: like.end, end: like.end, text: added, reason: REASON }
  const isInside = node.pos <= like.pos && like.end <= node.end
  return isInside ? { edits: [...edits, edit], outside: [] } : { edits, outside: [edit] }
}

function joined(gap: string, names: readonly string[]): string {
  return names.map((name) => gap + name).join('')
}

function rangeOf({ ast }: SourceModule, node: ts.Node): Omit<SourceEdit, 'text'> {
  return { start: node.getStart(ast), end: node.end, reason: REASON }
}

/** The members of a type that is written here, or declared in the file. */
function membersOf(module: SourceModule, type: ts.TypeNode): readonly ts.TypeElement[] | undefined {
  if (ts.isTypeLiteralNode(type)) return type.members
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined
  const { text } = type.typeName
  for (const statement of module.ast.statements) {
    if (ts.isInterfaceDeclaration(statement) && statement.name.text === text) return statement.members
    if (ts.isTypeAliasDeclaration(statement) && statement.name.text === text) return membersOf(module, statement.type)
  }
  return undefined
}
